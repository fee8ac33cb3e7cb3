"""What only the settings show of a mailbox: which folders, the signature, and whether it is used at all."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from deskbell.ui.settings.mailbox_draft import MailboxDraft, Part
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.text_area import TextArea


class MailboxMore(QWidget):
    """Folders and signature.

    Signals:
        edited(Place): a person changed this.
        left(Place): the keyboard went on from what was changed.
    """

    edited = Signal(object)
    left = Signal(object)

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = QLineEdit(self)
        self._sent = QLineEdit(self)
        self._sent.setPlaceholderText(self.tr("Found by itself"))
        self._signature = TextArea(theme, 96, self)
        folder_hint = self.tr("Where new mail is looked for.")
        self._folder_field = Field(theme, self.tr("Folder"), self._folder, hint=folder_hint, parent=self)
        sent_hint = self.tr("Where a copy of each answer goes.")
        sent = Field(theme, self.tr("Folder for sent mail"), self._sent, hint=sent_hint, parent=self)
        signature_hint = self.tr("For agents who have no signature of their own.")
        signature = Field(theme, self.tr("Signature"), self._signature, hint=signature_hint, parent=self)
        self._folder.textEdited.connect(lambda: self.edited.emit((Part.FOLDER, None)))
        self._sent.textEdited.connect(lambda: self.edited.emit((Part.OTHER, None)))
        self._signature.textChanged.connect(lambda: self.edited.emit((Part.OTHER, None)))
        folders = QHBoxLayout()
        folders.setSpacing(12)
        folders.addWidget(self._folder_field, 1)
        folders.addWidget(sent, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 4, 0, 4)
        layout.setSpacing(16)
        layout.addLayout(folders)
        layout.addWidget(signature)

    def show_draft(self, draft: MailboxDraft) -> None:
        """Show these, without telling."""
        self._folder.setText(draft.folder)
        self._sent.setText(draft.sent_folder)
        self._signature.set_text(draft.signature)

    def into(self, draft: MailboxDraft) -> MailboxDraft:
        """`draft` with what the fields hold."""
        return replace(
            draft,
            folder=self._folder.text().strip() or "INBOX",
            sent_folder=self._sent.text().strip(),
            signature=self._signature.toPlainText().rstrip(),
        )

    def set_fault(self, sentence: str) -> None:
        """What is wrong with the folder; "" when nothing is."""
        self._folder_field.set_fault(sentence)

    def place(self) -> QWidget:
        """Where the keyboard goes to mend the folder."""
        return self._folder
