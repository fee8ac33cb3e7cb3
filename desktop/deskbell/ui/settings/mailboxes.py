"""The page of the desk's addresses: how their mail is doing, and the form of each with its test."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from deskbell.model.kinds import MailboxState, SignIn
from deskbell.model.proof_servers import ProofServers
from deskbell.model.rows import MailboxRow
from deskbell.store.secrets import Secrets
from deskbell.store.session import Session
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.errand import Errand
from deskbell.ui.health import SIGN_IN_AGAIN
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.settings.list_page import NEW, ListPage
from deskbell.ui.settings.mail_test import SideResult
from deskbell.ui.settings.mailbox_draft import MailboxDraft, Side
from deskbell.ui.settings.mailbox_form import MailboxForm
from deskbell.ui.settings.mailbox_passwords import is_signed_in, kept_passwords
from deskbell.ui.settings.mailbox_saver import MailboxSaver
from deskbell.ui.settings.mailbox_test import MailboxTest, places
from deskbell.ui.settings.mailbox_words import MailboxWords
from deskbell.ui.settings.page import Refused, Saved, Who
from deskbell.ui.settings.registrations import Registrations
from deskbell.ui.settings.servers_found import Find
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.buttons import GhostButton
from deskbell.ui.widgets.callout import Callout
from deskbell.ui.widgets.chip import Tone

TokenOfRow = Callable[[MailboxRow, str], str]
"""`actions.logins.Logins.token`: a token for a mailbox that is signed in, another than the one named."""


class MailboxesPage(ListPage):
    """Add a mailbox, change one, switch one off. Passwords go to the secrets of this computer, the rest to the desk.

    Signals:
        import_wanted: the person wants to take in mail from files.
    """

    import_wanted = Signal()

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        desk: DeskNow,
        secrets: Secrets,
        token: TokenOfRow,
        find: Find,
        who: Who,
        prompts: Prompts,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, who, prompts, parent)
        self._desk = desk
        self._secrets = secrets
        self._runner = runner
        self._token = token
        self._registrations = Registrations(runner, secrets, lambda: desk.me.id, self)
        self._saver = MailboxSaver(runner, secrets, self)
        self._words = MailboxWords(self)
        self._base = MailboxDraft()
        self._look: Errand | None = None
        self.set_title(self.tr("Mailboxes"))
        self.set_add_word(self.tr("Add a mailbox"))
        self.import_button = GhostButton(self.tr("Import mail…"), self)
        self.import_button.clicked.connect(self.import_wanted)
        self.import_button.setVisible(desk.runs_worker)
        self.list_deeds.insertWidget(1, self.import_button)
        self.form = MailboxForm(theme, self._registrations, find, full=True, parent=self)
        self.test_button = GhostButton(self.tr("Test"), self)
        self._may = who.may
        self.form.setEnabled(self._may)
        self.test = MailboxTest(theme, secrets, self)
        self.trouble = Callout(theme, Tone.DANGER, self)
        self.form_body.addWidget(self.trouble)
        self.form_body.addWidget(self.form)
        self.form_body.addWidget(self.test_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.form_body.addWidget(self.test)
        self.form.edited.connect(self.changed)
        self.form.folders_asked.connect(self.try_it)
        self.trouble.acted.connect(self._sign_in_again)
        self.test_button.clicked.connect(self.try_it)
        self.test.finished.connect(self._tested)
        self.test.failed.connect(self._untested)
        desk.changed.connect(self._follow)
        self.fill()

    def dirty(self) -> bool:
        return self.opened is not None and self.form.draft() != self._base

    def good(self) -> bool:
        return self.form.good()

    def first_fault(self) -> QWidget | None:
        return self.form.first_fault()

    def save(self, saved: Saved, refused: Refused) -> None:
        """The list again when it is done."""

        def kept(draft: MailboxDraft) -> None:
            self._base = draft
            self.form.show_draft(draft)
            self._desk.read_again()
            self.close_form()
            saved()

        def failed(error: Exception, draft: MailboxDraft) -> None:
            if draft.id and self.opened == NEW:
                # The row is there, its password is not: trying again must not add a second one.
                self.opened = draft.id
                self.form.show_draft(draft)
            refused(error)

        self._saver.save(self.form.draft(), self._desk.me.id, kept, failed)

    def mine(self) -> Callable[[], None]:
        draft, row_id = self.form.draft(), self.opened

        def back() -> None:
            if row_id and self.opened == row_id:
                self.form.show_draft(replace(draft, version=self._base.version), taken=self._taken_by_others(row_id))
                self._look_up(row_id)
                self.changed.emit()

        return back

    def try_it(self) -> None:
        """Log in with what the form holds."""
        if self.form.first_fault(to_test=True) is None:
            self.drop_error()
            self._show_testing(running=True)
            row = self._desk.mailbox(self.opened) if self.opened else None
            token_of = partial(self._token, row) if row is not None else lambda _: ""
            self.test.start(self.form.draft(), self.form.guesses(), token_of)
            self.test.setVisible(True)
            self.see(self.test)

    def fill(self) -> None:
        now = datetime.now(UTC)
        rows = self._desk.mailboxes
        nothing = self.tr("No mailbox yet. Add the address that your customers write to.")
        self.place_entries([row.id for row in rows], nothing)
        for row in rows:
            line = self._words.line(row, now)
            self.entries[row.id].show_state(row.name, row.address, line.words, dot=line.dot, ink=line.ink)

    def show_one(self, row_id: int) -> None:
        self.forget_form()
        row = self._desk.mailbox(row_id)
        self._base = MailboxDraft.of(row) if row is not None else MailboxDraft()
        self.set_form_title(self._base.name if row_id != NEW else self.tr("New mailbox"))
        self.form.show_teams(self._desk.teams, office=self._desk.state.office)
        self.form.show_draft(self._base, taken=self._taken_by_others(row_id))
        self._show_trouble(row)
        if row is not None:
            self._look_up(row_id)

    def focus_form(self) -> None:
        self.form.begin()

    def forget_form(self) -> None:
        self.test.stop()
        self.test.setVisible(False)
        self._show_testing(running=False)
        if self._look is not None:
            self._look.cancel()
            self._look = None
        self._base = MailboxDraft()
        self.form.show_draft(self._base)

    def _taken_by_others(self, row_id: int) -> frozenset[str]:
        return frozenset(other.address.casefold() for other in self._desk.mailboxes if other.id != row_id)

    def _look_up(self, row_id: int) -> None:
        """What the row itself does not say: the servers that prove its senders, and which of its passwords this computer keeps."""
        if self._look is not None:
            self._look.cancel()
        self._runner.ask(_proof_servers, row_id, done=partial(self._take_servers, row_id), owner=self)
        secrets = self._secrets
        self._look = Errand(
            lambda _: (frozenset(kept_passwords(secrets, row_id)), is_signed_in(secrets, row_id)),
            may_be_cut=True,
            parent=self,
        )
        self._look.done.connect(self._take_kept)
        self._look.failed.connect(self.show_error)
        self._look.start()

    @Slot(object)
    def _take_kept(self, found: tuple[frozenset[Side], bool]) -> None:
        self._look = None
        kept, signed_in = found
        self._base = replace(self._base, smtp_differs=Side.OUT in kept)
        self.form.show_kept(kept, signed_in=signed_in)
        self.changed.emit()

    def _take_servers(self, row_id: int, found: ProofServers) -> None:
        if self.opened == row_id:
            self.form.show_proof_servers(found)

    @Slot(object)
    def _tested(self, results: tuple[SideResult, ...]) -> None:
        self._show_testing(running=False)
        for result in results:
            if result.error is None:
                self.form.take_server(result.side, result.server)
            if result.folders:
                self.form.show_folders(result.folders)
        fault = self.form.tell(places(results, self.form.draft()))
        self.see(fault if fault is not None else self.test)

    @Slot(object)
    def _untested(self, error: Exception) -> None:
        self._show_testing(running=False)
        self.show_error(error)

    @Slot()
    def _sign_in_again(self) -> None:
        self.form.sign_in()
        self.see(self.form.login)

    def _busy(self) -> bool:
        """Whether something is under way that showing the form anew would cut off."""
        return self.test.running() or self.form.login.box.waiting()

    def _show_testing(self, *, running: bool) -> None:
        self.test_button.setText(self.tr("Testing…") if running else self.tr("Test"))
        self.test_button.setEnabled(self._may and not running)
        self.form.show_asking(running=running)

    def _show_trouble(self, row: MailboxRow | None) -> None:
        """Why mail does not come in, in full: the list has room for one line."""
        if row is None or row.state not in {MailboxState.FAILING, MailboxState.LAPSING}:
            self.trouble.say("")
            return
        lapsing = row.state is MailboxState.LAPSING
        again = self.tr("Sign in again") if row.sign_in is not SignIn.PASSWORD and row.reason in SIGN_IN_AGAIN else ""
        self.trouble.say(
            self._words.line(row, datetime.now(UTC)).words,
            again if self._may else "",
            Tone.WARNING if lapsing else Tone.DANGER,
        )

    def _follow(self) -> None:
        """How mail is doing changes often and is in the list; the form follows a colleague's change unless it is being used."""
        self.fill()
        self.import_button.setVisible(self._desk.runs_worker)
        row = self._desk.mailbox(self.opened) if self.opened else None
        self._show_trouble(row)
        if row is not None and row.version > self._base.version and not self.dirty() and not self._busy():
            self.show_one(row.id)
        else:
            self.form.show_teams(self._desk.teams, office=self._desk.state.office)


def _proof_servers(session: Session, mailbox_id: int) -> ProofServers:
    # Loaded when it is needed: the libraries of mail take a while, and the settings should not.
    from deskbell.actions.proof_servers import proof_servers

    return proof_servers(session, mailbox_id)
