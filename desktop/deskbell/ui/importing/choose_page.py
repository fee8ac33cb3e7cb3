"""First page of the import: what to take in, which mailbox it belongs to, and what its tickets become."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskbell.model.kinds import Status
from deskbell.model.rows import MailboxRow
from deskbell.ui.errand import Errand
from deskbell.ui.importing.chosen_list import ChosenList
from deskbell.ui.importing.imports import ImportAsked
from deskbell.ui.importing.looking import Looked, look
from deskbell.ui.prompts import Prompts
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.buttons import GhostButton
from deskbell.ui.widgets.choice_box import ChoiceBox
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.segments import Segments
from deskbell.ui.words import status_word

_STATUSES = (Status.SOLVED, Status.OPEN, Status.CLOSED)


class ChoosePage(QWidget):
    """Holds what is chosen.

    Signals:
        changed: look again at `asked`.
    """

    changed = Signal()

    def __init__(
        self, theme: ThemeSource, prompts: Prompts, mailboxes: Sequence[MailboxRow], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._prompts = prompts
        self._looked: tuple[Looked, ...] = ()
        self._errand: Errand | None = None
        self.chosen = ChosenList(theme, self)
        self.files_button = GhostButton(self.tr("Choose files…"), self)
        self.folder_button = GhostButton(self.tr("Choose a folder…"), self)
        self.files_button.clicked.connect(self._ask_files)
        self.folder_button.clicked.connect(self._ask_folder)
        self.mailbox = ChoiceBox(self)
        for row in mailboxes:
            shown = row.name if row.name == row.address else f"{row.name} ({row.address})"
            self.mailbox.addItem(shown, (row.id, row.address))
        self.mailbox.currentIndexChanged.connect(self.changed)
        self.status = Segments(theme, [(status, status_word(status)) for status in _STATUSES], self)
        self.status.set_value(Status.SOLVED)
        self.status.chosen.connect(self._explain)
        belongs = Field(theme, self.tr("The mailbox it belongs to"), self.mailbox, parent=self)
        if not mailboxes:
            belongs.set_fault(self.tr("There is no mailbox yet: add one in Settings."))
        self._becomes = Field(theme, self.tr("Its tickets are"), self.status, parent=self)
        self._lay(belongs)
        self._explain()

    def take(self, paths: Sequence[Path]) -> None:
        """These were chosen or dropped: look what they are, on a thread."""
        if not paths:
            return
        if self._errand is not None:
            self._errand.cancel()
        self._looked = ()
        self.chosen.show_looking()
        self._errand = Errand(lambda _: look(paths), may_be_cut=True, parent=self)
        self._errand.done.connect(self.show_looked)
        self._errand.start()
        self.changed.emit()

    def propose(self, mailbox_id: int, status: Status) -> None:
        """Begin with this mailbox, 0 for whichever is first, and with what its tickets become."""
        ids = [self.mailbox.itemData(number)[0] for number in range(self.mailbox.count())]
        if mailbox_id in ids:
            self.mailbox.setCurrentIndex(ids.index(mailbox_id))
        self.status.set_value(status)
        self._explain()

    @Slot(object)
    def show_looked(self, looked: tuple[Looked, ...]) -> None:
        """This is what they are."""
        self._errand = None
        self._looked = looked
        self.chosen.show_chosen(looked)
        self.changed.emit()

    def asked(self) -> ImportAsked | None:
        """What to do; None while something is missing. What holds no mail is left out."""
        paths = tuple(one.path for one in self._looked if one.error is None)
        if not paths or self.mailbox.currentIndex() < 0:
            return None
        mailbox_id, address = self.mailbox.currentData()
        status = self.status.value()
        assert isinstance(status, Status)
        return ImportAsked(paths, mailbox_id, address, status)

    def _lay(self, belongs: Field) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.files_button)
        buttons.addWidget(self.folder_button)
        buttons.addStretch(1)
        promise = self.tr(
            "Old mail becomes tickets with its dates, threads and people. Nothing is sent, and what is here already does not come twice."
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(Label(promise, ink="muted", wrap=True, parent=self))
        layout.addWidget(self.chosen)
        layout.addLayout(buttons)
        layout.addWidget(belongs)
        layout.addWidget(self._becomes)
        layout.addStretch(1)

    def _explain(self) -> None:
        hints = {
            Status.SOLVED: self.tr("Out of the way; an answer opens them again."),
            Status.OPEN: self.tr("They stand in the views as work to be done."),
            Status.CLOSED: self.tr("Out of the way for good; an answer begins a new ticket."),
        }
        status = self.status.value()
        assert isinstance(status, Status)
        self._becomes.set_hint(hints[status])
        self.changed.emit()

    def _ask_files(self) -> None:
        self.take(self._prompts.files_to_import())

    def _ask_folder(self) -> None:
        folder = self._prompts.folder_to_import()
        self.take([folder] if folder is not None else [])
