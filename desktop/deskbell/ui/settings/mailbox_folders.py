"""The folders of a mailbox: which are watched, what happens to a mail there once it is filed, and where sent mail goes."""

from collections.abc import Mapping

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from deskbell.model.kinds import AfterFiling
from deskbell.ui.settings.folder_list import FolderList
from deskbell.ui.settings.mailbox_draft import MailboxDraft, Part, Place
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.buttons import GhostButton
from deskbell.ui.widgets.choice_box import ChoiceBox
from deskbell.ui.widgets.field import Field

_FOLDER: Place = (Part.FOLDER, None)
_AFTER_FOLDER: Place = (Part.AFTER_FOLDER, None)


class MailboxFolders(QWidget):
    """What the server is asked for and told about folders. The list grows when the server has been asked.

    Signals:
        edited(Place): a person changed this.
        asked: the server's folders are wanted.
    """

    edited = Signal(object)
    asked = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._watched = FolderList(theme, self)
        self.ask_button = GhostButton(self.tr("Ask the server"), self)
        self.ask_button.setToolTip(self.tr("Log in and list all folders of this mailbox"))
        self._after = ChoiceBox(self)
        for value, words in self._deeds():
            self._after.addItem(words, value.value)
        self._after_folder = ChoiceBox(self)
        self._sent = QLineEdit(self)
        self._sent.setPlaceholderText(self.tr("Found by itself"))
        watched_hint = self.tr("New mail in these becomes tickets. News of the first one comes at once.")
        self._watched_field = Field(
            theme, self.tr("Watched folders"), self._watched, hint=watched_hint, extra=self.ask_button, parent=self
        )
        self._after_field = Field(theme, self.tr("On the server, a filed mail is"), self._after, parent=self)
        self._to_field = Field(theme, self.tr("To the folder"), self._after_folder, parent=self)
        sent_hint = self.tr("Where a copy of each answer goes.")
        sent = Field(theme, self.tr("Folder for sent mail"), self._sent, hint=sent_hint, parent=self)
        self._watched.edited.connect(lambda: self.edited.emit(_FOLDER))
        self.ask_button.clicked.connect(self.asked)
        self._after.activated.connect(self._choose_after)
        self._after_folder.activated.connect(lambda: self.edited.emit(_AFTER_FOLDER))
        self._sent.textEdited.connect(lambda: self.edited.emit((Part.OTHER, None)))
        after = QHBoxLayout()
        after.setSpacing(12)
        after.addWidget(self._after_field, 1)
        after.addWidget(self._to_field, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self._watched_field)
        layout.addLayout(after)
        layout.addWidget(sent)

    def show_draft(self, draft: MailboxDraft) -> None:
        """Show these, without telling."""
        self._watched.show_folders((), draft.folders)
        self._after.setCurrentIndex(self._after.findData(draft.after.value))
        self._show_targets(draft.after_folder)
        self._sent.setText(draft.sent_folder)
        self._follow()

    def show_folders(self, names: tuple[str, ...]) -> None:
        """The server has been asked: these are all it has."""
        self._watched.show_folders(names, self._watched.watched())
        self._show_targets(self._after_folder.currentData() or "")

    def show_asking(self, *, running: bool) -> None:
        """Whether the server is being asked."""
        self.ask_button.setText(self.tr("Asking…") if running else self.tr("Ask the server"))
        self.ask_button.setEnabled(not running)

    def into(self, draft: MailboxDraft) -> MailboxDraft:
        """`draft` with what the fields hold."""
        after = AfterFiling(self._after.currentData())
        target = self._after_folder.currentData() if after is AfterFiling.MOVE else ""
        watched = self._watched.watched()
        # What was first stays first.
        ordered = tuple(name for name in draft.folders if name in watched)
        return replace(
            draft,
            folders=ordered + tuple(name for name in watched if name not in ordered),
            after=after,
            after_folder=target or "",
            sent_folder=self._sent.text().strip(),
        )

    def set_faults(self, shown: Mapping[Place, str]) -> None:
        """What is wrong in here; what is not named is well."""
        self._watched_field.set_fault(shown.get(_FOLDER, ""))
        self._to_field.set_fault(shown.get(_AFTER_FOLDER, ""))

    def place(self, place: Place) -> QWidget:
        """Where the keyboard goes to mend a part."""
        return self._after_folder if place == _AFTER_FOLDER else self._watched

    def _choose_after(self) -> None:
        self._follow()
        self.edited.emit(_AFTER_FOLDER)

    def _follow(self) -> None:
        after = AfterFiling(self._after.currentData())
        self._to_field.setVisible(after is AfterFiling.MOVE)
        hint = self.tr("Nobody finds it there any more. Deskbell keeps the whole mail.")
        self._after_field.set_hint(hint if after is AfterFiling.DELETE else "")

    def _show_targets(self, chosen: str) -> None:
        names = dict.fromkeys(filter(None, (chosen, *self._watched.names())))
        self._after_folder.clear()
        self._after_folder.addItem(self.tr("Choose"), "")
        for name in sorted(names, key=str.casefold):
            self._after_folder.addItem(name, name)
        self._after_folder.setCurrentIndex(self._after_folder.findData(chosen))

    def _deeds(self) -> list[tuple[AfterFiling, str]]:
        return [
            (AfterFiling.LEAVE, self.tr("Left as it is")),
            (AfterFiling.SEEN, self.tr("Marked as read")),
            (AfterFiling.MOVE, self.tr("Moved")),
            (AfterFiling.DELETE, self.tr("Deleted")),
        ]
