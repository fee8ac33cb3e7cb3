"""The form of a mailbox: its address, how it logs in, its name, and the servers folded away."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from deskbell.mail.autoconfig import Suggestion, guesses, suggest
from deskbell.model.kinds import SignIn
from deskbell.model.proof_servers import ProofServers
from deskbell.model.teams import TeamRow
from deskbell.ui.settings.draft import Fault
from deskbell.ui.settings.mailbox_answers import MailboxAnswers
from deskbell.ui.settings.mailbox_draft import MailboxDraft, Part, Place, ServerDraft, Side, faults, is_address
from deskbell.ui.settings.mailbox_login import MailboxLogin
from deskbell.ui.settings.mailbox_more import MailboxMore
from deskbell.ui.settings.mailbox_servers import MailboxServers
from deskbell.ui.settings.mailbox_suggested import name_of, suggested
from deskbell.ui.settings.mailbox_team import MailboxTeam
from deskbell.ui.settings.registrations import Registrations
from deskbell.ui.settings.servers_found import Find, ServersFound, find_servers
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.fold import Fold
from deskbell.ui.widgets.segments import Segments
from deskbell.ui.words import told

_REST_MS = 250
_SERVER_PARTS = (Part.HOST, Part.PORT, Part.SECURITY, Part.USER)


class MailboxForm(QWidget):
    """Holds one `MailboxDraft`. For a new mailbox the servers follow the address until a person changes them by hand.

    What is wrong with a field is said once it has been left, and unsaid as soon as it is mended. `full` shows what only the settings need: team,
    folders, signature, and whether the mailbox is used.

    Signals:
        edited: a person changed something.
        folders_asked: the folders of the server are wanted.
    """

    edited = Signal()
    folders_asked = Signal()

    def __init__(
        self,
        theme: ThemeSource,
        registrations: Registrations,
        find: Find = find_servers,
        *,
        full: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._base = MailboxDraft()
        self._taken: frozenset[str] = frozenset()
        self._kept: frozenset[Side] = frozenset()
        self._signed_in = False
        self._from_outside: Suggestion | None = None
        self._by_hand: set[Part] = set()
        self._typed: set[Place] = set()
        self._left: set[Place] = set()
        self._told: dict[Place, str] = {}
        self._shown: dict[Place, str] = {}
        self._address = QLineEdit(self)
        self._address.setInputMethodHints(Qt.InputMethodHint.ImhEmailCharactersOnly)
        self._name = QLineEdit(self)
        self.found = ServersFound(theme, find, self)
        self.login = MailboxLogin(theme, registrations, self)
        self._servers = MailboxServers(theme, self)
        self.fold = Fold(theme, self.tr("Servers"), self._servers, self)
        self._history = Segments(theme, self._spans(), self)
        self._history_field = Field(theme, self.tr("Take in mail that is there already"), self._history, parent=self)
        self._more = MailboxMore(theme, self)
        self.more_fold = Fold(theme, self.tr("Folders and signature"), self._more, self)
        self.more_fold.setVisible(full)
        self._answers = MailboxAnswers(theme, self)
        self._answers_fold = Fold(theme, self.tr("Answers and proof"), self._answers, self)
        self._answers_fold.setVisible(full)
        self._active = QCheckBox(self.tr("Fetch and send mail for this address"), self)
        self._active.setVisible(full)
        name_hint = self.tr("Customers see it as the sender of answers.")
        self._fields = {
            Part.ADDRESS: Field(theme, self.tr("Mail address"), self._address, parent=self),
            Part.NAME: Field(theme, self.tr("Name"), self._name, hint=name_hint, parent=self),
        }
        self.team = MailboxTeam(theme, self)
        self._lay_out()
        self._rest = QTimer(self, interval=_REST_MS, singleShot=True)
        self._rest.timeout.connect(self._follow_address)
        self._connect()

    def show_draft(self, draft: MailboxDraft, *, taken: frozenset[str] = frozenset()) -> None:
        """Show this, without telling; `taken` are the addresses (lower case) of the other mailboxes."""
        self._rest.stop()
        self.found.forget()
        self._from_outside = None
        self._base, self._taken = draft, taken
        self._by_hand = _given(draft)
        self._typed, self._left, self._told = set(), set(), {}
        self._address.setText(draft.address)
        self._name.setText(draft.name)
        self._history_field.setVisible(draft.id == 0)
        if draft.history_days in dict(self._spans()):
            self._history.set_value(draft.history_days)
        self._more.show_draft(draft)
        self._answers.show_draft(draft)
        self.team.show_draft(draft)
        self._active.setChecked(draft.active)
        self._show_servers(draft)
        self._kept, self._signed_in = frozenset(), False
        self.login.show_draft(draft, suggest(draft.address))
        self._servers.show_kept(frozenset())
        self._show_way()
        self._say_faults()

    def show_teams(self, teams: Sequence[TeamRow], *, office: bool) -> None:
        """The teams of the desk, and whether it is an office; without either there is nothing to choose."""
        self.team.show_teams(teams, office=office)

    def show_proof_servers(self, found: ProofServers) -> None:
        """Which servers vouch for senders in the mailbox's latest mails."""
        self._answers.show_servers(found)

    def show_kept(self, kept: frozenset[Side], *, signed_in: bool = False) -> None:
        """Which passwords are known already, so that their fields may stay empty, and whether a sign-in is."""
        self._kept, self._signed_in = kept, signed_in
        elsewhere = bool(self._base.id and self._base.incoming.host)
        self.login.show_kept(kept, signed_in=signed_in, elsewhere=elsewhere)
        self._servers.show_kept(kept)
        self._show_way()
        self._say_faults()

    def draft(self) -> MailboxDraft:
        """What the form holds."""
        draft = replace(
            self._base,
            name=self._name.text().strip(),
            address=self._address.text().strip(),
            history_days=self._days(),
            active=self._active.isChecked(),
        )
        return self._answers.into(self._more.into(self._servers.into(self.login.into(self.team.into(draft)))))

    def good(self) -> bool:
        """Whether it could be saved."""
        return not self._faults()

    def first_fault(self, *, to_test: bool = False) -> QWidget | None:
        """Show all that keeps it from being saved or tried, and put the keyboard at the first of it; None where nothing does."""
        found = self._faults(to_test=to_test)
        self._left |= found.keys()
        to_save = self._faults()
        self._told = {place: told(fault.code, fault.values) for place, fault in found.items() if place not in to_save}
        self._say_faults()
        return self._go_to(next(iter(self._shown))) if self._shown else None

    def tell(self, sentences: Mapping[Place, str]) -> QWidget | None:
        """Show what a test found, each where it is to be mended, until that is changed; the keyboard goes to the first of it."""
        self._told = dict(sentences)
        self._say_faults()
        return self._go_to(next(iter(self._told))) if self._told else None

    def shown_faults(self) -> Mapping[Place, str]:
        """The sentences that stand in the form, by where."""
        return self._shown

    def guesses(self) -> tuple[Suggestion, ...]:
        """Other servers that a test may try: none where a person gave the servers, or the provider is known."""
        address = self._address.text().strip()
        if self._known() or suggest(address).known:
            return ()
        return guesses(address)

    def sign_in(self) -> None:
        """Open the browser for it, as the button does."""
        self.login.box.begin()

    def take_server(self, side: Side, server: ServerDraft) -> None:
        """A test has found where the server is."""
        draft = self.draft()
        if draft.side(side) != server:
            self._show_servers(replace(draft, incoming=server) if side is Side.IN else replace(draft, outgoing=server))

    def show_folders(self, names: tuple[str, ...]) -> None:
        """The server has told which folders it has."""
        self._more.folders.show_folders(names)

    def show_asking(self, *, running: bool) -> None:
        """Whether the server is being asked for its folders."""
        self._more.folders.show_asking(running=running)

    def begin(self) -> None:
        """Put the keyboard where one begins."""
        (self.login.begin() if self._address.text() and not self._base.id else self._address).setFocus()

    def _faults(self, *, to_test: bool = False) -> dict[Place, Fault]:
        return faults(self.draft(), taken=self._taken, kept=self._kept, signed_in=self._signed_in, to_test=to_test)

    def _go_to(self, place: Place) -> QWidget:
        part, _ = place
        if self._servers.holds(place):
            self.fold.open()
            widget = self._servers.place(place)
        elif self._more.holds(place):
            self.more_fold.open()
            widget = self._more.place(place)
        elif part in {Part.PASSWORD, Part.SIGN_IN}:
            widget = self.login.place(place)
        else:
            widget = self._fields[part].control
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        return widget

    def _edit(self, place: Place) -> None:
        part, side = place
        self._typed.add(place)
        mended = {place}
        if part in _SERVER_PARTS:
            self._by_hand.add(Part.HOST)
            # Host, port and encryption are blamed for one another.
            mended = {(other, side) for other in _SERVER_PARTS}
        if part is Part.CA_FILE:
            address = self._address.text().strip()
            self.login.show_address(address, self._servers.ca_file(), suggest(address))
        self._told = {at: words for at, words in self._told.items() if at not in mended}
        self.fold.head.set_summary(self._servers.summary())
        self._say_faults()
        self.edited.emit()

    def _leave(self, place: Place) -> None:
        # Who only passes through a field has not done anything wrong there yet.
        if place in self._typed:
            self._left.add(place)
            self._say_faults()

    def _edit_name(self) -> None:
        self._by_hand.add(Part.NAME)
        self._edit((Part.NAME, None))

    def _edit_address(self) -> None:
        self._rest.start()
        self._edit((Part.ADDRESS, None))

    def _leave_address(self) -> None:
        if self._rest.isActive():
            self._rest.stop()
            self._follow_address()
        address = self._address.text().strip()
        # Once it is whole: nobody's servers are asked about half an address.
        if is_address(address) and not suggest(address).known and Part.HOST not in self._by_hand:
            self.found.look_for(address)
        self._leave((Part.ADDRESS, None))

    @Slot()
    def _follow_address(self) -> None:
        address = self._address.text().strip()
        suggestion = suggest(address)
        if not self.found.is_for(address):
            self.found.forget()
            self._from_outside = None
        suggestion = self._from_outside or suggestion
        self.login.show_address(address, self._servers.ca_file(), suggestion)
        if is_address(address):
            if Part.NAME not in self._by_hand:
                self._name.setText(name_of(address))
            if Part.HOST not in self._by_hand:
                self._show_servers(suggested(self.draft(), suggestion))
            self._say_faults()
            self.edited.emit()

    @Slot(object)
    def _take_found(self, suggestion: Suggestion) -> None:
        """Servers that somebody named for this address."""
        self._from_outside = suggestion
        self.login.show_address(self._address.text().strip(), self._servers.ca_file(), suggestion)
        self._show_servers(suggested(self.draft(), suggestion))
        self._say_faults()
        self.edited.emit()

    def _known(self) -> bool:
        """Whether a person, or somebody who knows, named the servers."""
        return Part.HOST in self._by_hand or self._from_outside is not None

    def _show_servers(self, draft: MailboxDraft) -> None:
        self._servers.show_draft(draft)
        self.fold.head.set_summary(self._servers.summary())

    def _say_faults(self) -> None:
        found = self._faults()
        shown = {place: told(fault.code, fault.values) for place, fault in found.items() if place in self._left}
        shown.update(self._told)
        if shown == self._shown:
            return
        self._shown = shown
        for part, field in self._fields.items():
            field.set_fault(shown.get((part, None), ""))
        self.login.set_faults(shown)
        self._more.set_faults(shown)
        self._servers.set_faults(shown)

    @Slot()
    def _show_way(self) -> None:
        self._servers.show_signed_in(signed_in=self.login.way() is not SignIn.PASSWORD)

    def _days(self) -> int:
        days = self._history.value()
        return days if isinstance(days, int) and self._base.id == 0 else self._base.history_days

    def _spans(self) -> list[tuple[object, str]]:
        return [
            (0, self.tr("None")),
            (7, self.tr("7 days")),
            (30, self.tr("30 days")),
            (-1, self.tr("All")),
        ]

    def _connect(self) -> None:
        self._address.textEdited.connect(self._edit_address)
        self._address.editingFinished.connect(self._leave_address)
        self.login.switched.connect(self._show_way)
        self.found.taken.connect(self._take_found)
        self._name.textEdited.connect(self._edit_name)
        self._name.editingFinished.connect(lambda: self._leave((Part.NAME, None)))
        self._more.folders.asked.connect(self.folders_asked)
        for more in (self.login, self._servers, self._more):
            more.edited.connect(self._edit)
            more.left.connect(self._leave)
        self._answers.edited.connect(self._edit)
        self._history.chosen.connect(lambda: self._edit((Part.OTHER, None)))
        self.team.edited.connect(lambda: self._edit((Part.OTHER, None)))
        self._active.clicked.connect(lambda: self._edit((Part.OTHER, None)))

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self._fields[Part.ADDRESS])
        layout.addWidget(self.login)
        layout.addWidget(self._fields[Part.NAME])
        layout.addWidget(self.team)
        layout.addWidget(self._history_field)
        # It comes while somebody goes on: above the fields it would push them away under the mouse.
        layout.addWidget(self.found)
        layout.addWidget(self.fold)
        layout.addWidget(self.more_fold)
        layout.addWidget(self._answers_fold)
        layout.addWidget(self._active)


def _given(draft: MailboxDraft) -> set[Part]:
    """What of a draft does not follow from its address: somebody gave it, and it stays when the address changes."""
    given = set()
    proposed = suggested(draft, suggest(draft.address))
    if draft.id or (draft.incoming.host and (draft.incoming, draft.outgoing) != (proposed.incoming, proposed.outgoing)):
        given.add(Part.HOST)
    if draft.id or (draft.name and draft.name != name_of(draft.address)):
        given.add(Part.NAME)
    return given
