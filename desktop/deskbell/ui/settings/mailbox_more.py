"""What only the settings show of a mailbox: which folders, the signature, and how mail is read that does not say its charset."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from deskbell.ui.settings.mailbox_draft import MailboxDraft, Part
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.choice_box import ChoiceBox
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.text_area import TextArea


class MailboxMore(QWidget):
    """Folders, signature and charset.

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
        self._charset = ChoiceBox(self)
        for label, words in self._charsets():
            self._charset.addItem(words, label)
        folder_hint = self.tr("Where new mail is looked for.")
        self._folder_field = Field(theme, self.tr("Folder"), self._folder, hint=folder_hint, parent=self)
        sent_hint = self.tr("Where a copy of each answer goes.")
        sent = Field(theme, self.tr("Folder for sent mail"), self._sent, hint=sent_hint, parent=self)
        signature_hint = self.tr("For agents who have no signature of their own.")
        signature = Field(theme, self.tr("Signature"), self._signature, hint=signature_hint, parent=self)
        charset_hint = self.tr("For old programs that do not say in which script they write.")
        charset = Field(
            theme, self.tr("Mail that does not name its charset"), self._charset, hint=charset_hint, parent=self
        )
        self._folder.textEdited.connect(lambda: self.edited.emit((Part.FOLDER, None)))
        self._sent.textEdited.connect(lambda: self.edited.emit((Part.OTHER, None)))
        self._signature.textChanged.connect(lambda: self.edited.emit((Part.OTHER, None)))
        self._charset.activated.connect(lambda: self.edited.emit((Part.OTHER, None)))
        folders = QHBoxLayout()
        folders.setSpacing(12)
        folders.addWidget(self._folder_field, 1)
        folders.addWidget(sent, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 4, 0, 4)
        layout.setSpacing(16)
        layout.addLayout(folders)
        layout.addWidget(signature)
        layout.addWidget(charset)

    def show_draft(self, draft: MailboxDraft) -> None:
        """Show these, without telling."""
        self._folder.setText(draft.folder)
        self._sent.setText(draft.sent_folder)
        self._signature.set_text(draft.signature)
        if self._charset.findData(draft.charset_hint) < 0:
            self._charset.addItem(draft.charset_hint, draft.charset_hint)
        self._charset.setCurrentIndex(self._charset.findData(draft.charset_hint))

    def into(self, draft: MailboxDraft) -> MailboxDraft:
        """`draft` with what the fields hold."""
        return replace(
            draft,
            folder=self._folder.text().strip() or "INBOX",
            sent_folder=self._sent.text().strip(),
            signature=self._signature.toPlainText().rstrip(),
            charset_hint=self._charset.currentData(),
        )

    def set_fault(self, sentence: str) -> None:
        """What is wrong with the folder; "" when nothing is."""
        self._folder_field.set_fault(sentence)

    def place(self) -> QWidget:
        """Where the keyboard goes to mend the folder."""
        return self._folder

    def _charsets(self) -> list[tuple[str, str]]:
        return [
            ("", self.tr("Found by itself")),
            ("windows-1257", self.tr("Baltic (Windows)")),
            ("windows-1252", self.tr("Western European (Windows)")),
            ("windows-1250", self.tr("Central European (Windows)")),
            ("windows-1251", self.tr("Cyrillic (Windows)")),
            ("koi8-r", self.tr("Cyrillic (KOI8-R)")),
            ("koi8-u", self.tr("Cyrillic (KOI8-U)")),
            ("windows-1253", self.tr("Greek (Windows)")),
            ("windows-1254", self.tr("Turkish (Windows)")),
            ("windows-1255", self.tr("Hebrew (Windows)")),
            ("windows-1256", self.tr("Arabic (Windows)")),
            ("windows-1258", self.tr("Vietnamese (Windows)")),
            ("windows-874", self.tr("Thai (Windows)")),
            ("gb18030", self.tr("Chinese, simplified (GB18030)")),
            ("big5", self.tr("Chinese, traditional (Big5)")),
            ("shift_jis", self.tr("Japanese (Shift-JIS)")),
            ("euc-jp", self.tr("Japanese (EUC)")),
            ("euc-kr", self.tr("Korean (EUC)")),
        ]
