"""Saving a webhook: its row in the desk, and its secret among those of this computer, in an order that leaves nothing half done."""

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import QObject

from deskbell.store.secrets import Secrets
from deskbell.store.webhook_secrets import kept_secret, secret_name
from deskbell.ui.errand import Errand, Tell
from deskbell.ui.runner import Runner
from deskbell.ui.webhooks.draft import WebhookDraft

Saved = Callable[[WebhookDraft], None]
Refused = Callable[[Exception, WebhookDraft], None]


class WebhookSaver(QObject):
    """First the keyring is asked, which may ask the person; then one commit; then the secret, which needs the id that it gave.

    Both answers get the draft as it is kept by then, with its id and version, so that trying again changes the same row.
    """

    def __init__(self, runner: Runner, secrets: Secrets, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._secrets = secrets

    def save(self, draft: WebhookDraft, agent_id: int, saved: Saved, refused: Refused) -> None:
        """Save `draft` as `agent_id`; calls one of the two."""

        def commit(_: object) -> None:
            self._runner.do(draft.command(agent_id), done=keep, failed=lambda error: refused(error, draft), owner=self)

        def keep(webhook_id: int) -> None:
            kept = replace(draft, id=webhook_id, version=draft.version + 1)
            if not draft.secret:
                saved(kept)
                return
            self._run(
                lambda _: self._secrets.put(secret_name(webhook_id), draft.secret),
                lambda _: saved(replace(kept, secret="")),
                lambda error: refused(error, kept),
            )

        if draft.secret:
            self._run(lambda _: self._secrets.where(), commit, lambda error: refused(error, draft))
        else:
            commit(None)

    def look(self, webhook_id: int, done: Callable[[bool], None], failed: Callable[[Exception], None]) -> None:
        """Whether this computer has a secret for a webhook."""
        secrets = self._secrets
        self._run(lambda _: kept_secret(secrets, webhook_id) is not None, lambda kept: done(bool(kept)), failed)

    def forget(self, webhook_id: int, failed: Callable[[Exception], None]) -> None:
        """It is not there any more, nor is its secret on this computer."""
        self._run(lambda _: self._secrets.forget(secret_name(webhook_id)), lambda _: None, failed)

    def _run(
        self, work: Callable[[Tell], object], done: Callable[[object], None], failed: Callable[[Exception], None]
    ) -> None:
        errand = Errand(work, may_be_cut=False, parent=self)
        errand.done.connect(done)
        errand.failed.connect(failed)
        errand.start()
