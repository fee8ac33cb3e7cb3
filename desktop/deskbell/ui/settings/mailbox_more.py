"""What only the settings show of a mailbox: which folders, the signature, the language, and how mail is read that does not say its charset."""

from collections.abc import Mapping

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskbell.ui.settings.mailbox_draft import MailboxDraft, Part, Place
from deskbell.ui.settings.mailbox_folders import MailboxFolders
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.choice_box import ChoiceBox
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.text_area import TextArea


class MailboxMore(QWidget):
    """Folders, signature, language and charset.

    Signals:
        edited(Place): a person changed this.
        left(Place): the keyboard went on from what was changed.
    """

    edited = Signal(object)
    left = Signal(object)

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.folders = MailboxFolders(theme, self)
        self._signature = TextArea(theme, 96, self)
        self._charset = ChoiceBox(self)
        for label, words in self._charsets():
            self._charset.addItem(words, label)
        self._language = ChoiceBox(self)
        for code, words in self._languages():
            self._language.addItem(words, code)
        signature_hint = self.tr("For agents who have no signature of their own.")
        signature = Field(theme, self.tr("Signature"), self._signature, hint=signature_hint, parent=self)
        language_hint = self.tr("For what this address says by itself, such as automatic replies.")
        language = Field(theme, self.tr("Language"), self._language, hint=language_hint, parent=self)
        charset_hint = self.tr("For old programs that do not say in which script they write.")
        charset = Field(
            theme, self.tr("Mail that does not name its charset"), self._charset, hint=charset_hint, parent=self
        )
        self.folders.edited.connect(self.edited)
        self._signature.textChanged.connect(lambda: self.edited.emit((Part.OTHER, None)))
        for box in (self._language, self._charset):
            box.activated.connect(lambda: self.edited.emit((Part.OTHER, None)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 4, 0, 4)
        layout.setSpacing(16)
        layout.addWidget(self.folders)
        layout.addWidget(signature)
        layout.addWidget(language)
        layout.addWidget(charset)

    def show_draft(self, draft: MailboxDraft) -> None:
        """Show these, without telling."""
        self.folders.show_draft(draft)
        self._signature.set_text(draft.signature)
        self._language.setCurrentIndex(max(0, self._language.findData(draft.language)))
        if self._charset.findData(draft.charset_hint) < 0:
            self._charset.addItem(draft.charset_hint, draft.charset_hint)
        self._charset.setCurrentIndex(self._charset.findData(draft.charset_hint))

    def into(self, draft: MailboxDraft) -> MailboxDraft:
        """`draft` with what the fields hold."""
        return replace(
            self.folders.into(draft),
            language=self._language.currentData(),
            signature=self._signature.toPlainText().rstrip(),
            charset_hint=self._charset.currentData(),
        )

    def holds(self, place: Place) -> bool:
        """Whether a part of the form, of those that can be wrong, is in here."""
        return place[0] in {Part.FOLDER, Part.AFTER_FOLDER}

    def set_faults(self, shown: Mapping[Place, str]) -> None:
        """What is wrong in here; what is not named is well."""
        self.folders.set_faults(shown)

    def place(self, place: Place) -> QWidget:
        """Where the keyboard goes to mend a part."""
        return self.folders.place(place)

    def _languages(self) -> list[tuple[str, str]]:
        # Each in its own words, as everywhere that languages are chosen.
        return [
            ("", self.tr("The customer's")),
            ("en", "English"),
            ("zh", "简体中文"),
            ("zh-Hant", "繁體中文"),
            ("ru", "Русский"),
            ("lt", "Lietuvių"),
        ]

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
