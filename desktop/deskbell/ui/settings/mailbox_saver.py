"""Saving a mailbox: its row in the desk, and its passwords among the secrets of this computer, in an order that leaves nothing half done."""

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import QObject

from deskbell.store.secrets import Secrets
from deskbell.ui.errand import Errand, Tell
from deskbell.ui.runner import Runner
from deskbell.ui.settings.mailbox_draft import MailboxDraft
from deskbell.ui.settings.mailbox_passwords import keep_passwords

SavedMailbox = Callable[[MailboxDraft], None]
RefusedMailbox = Callable[[Exception, MailboxDraft], None]


class MailboxSaver(QObject):
    """First the keyring is asked, which may ask the person; then one commit; then the passwords, which need the id that it gave.

    Both answers get the draft as it is kept by then, with its id and version, so that trying again changes the same row.
    """

    def __init__(self, runner: Runner, secrets: Secrets, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._secrets = secrets

    def save(self, draft: MailboxDraft, agent_id: int, saved: SavedMailbox, refused: RefusedMailbox) -> None:
        """Save `draft` as `agent_id`; calls one of the two."""
        secrets = self._secrets

        def commit(_: object) -> None:
            self._runner.do(draft.command(agent_id), done=keep, failed=lambda error: refused(error, draft))

        def keep(mailbox_id: int) -> None:
            kept = replace(draft, id=mailbox_id, version=draft.version + 1)
            self._run(
                lambda _: keep_passwords(secrets, mailbox_id, draft),
                lambda _: saved(kept.without_passwords()),
                lambda error: refused(error, kept),
            )

        if draft.incoming.password or draft.outgoing.password or draft.tokens is not None:
            self._run(lambda _: secrets.where(), commit, lambda error: refused(error, draft))
        else:
            commit(None)

    def _run(
        self, work: Callable[[Tell], object], done: Callable[[object], None], failed: Callable[[Exception], None]
    ) -> None:
        errand = Errand(work, may_be_cut=False, parent=self)
        errand.done.connect(done)
        errand.failed.connect(failed)
        errand.start()
