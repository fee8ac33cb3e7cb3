"""The form of a mailbox's layout: header, footer, colour and logo."""

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from deskbell.model.mail_layout import KeptLayout, MailLayout
from deskbell.rules.mail_layout import PLACEHOLDERS, good_accent
from deskbell.rules.placeholders import unknown
from deskbell.ui.my_keys import MyKeys
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.settings.letter_edit import LetterEdit
from deskbell.ui.settings.logo_edit import LogoEdit
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.field import Field
from deskbell.ui.words import told


class LayoutForm(QWidget):
    """Holds one `KeptLayout`.

    Signals:
        edited: a person changed something.
        failed(Exception): a picture could not be read.
        left: Escape in one of the texts.
    """

    edited = Signal()
    failed = Signal(object)
    left = Signal()

    def __init__(
        self, theme: ThemeSource, runner: Runner, keys: MyKeys, prompts: Prompts, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._base = KeptLayout(0)
        self._left = False
        self.logo = LogoEdit(theme, runner, prompts, self)
        self.header = LetterEdit(theme, keys, PLACEHOLDERS, self)
        self.footer = LetterEdit(theme, keys, PLACEHOLDERS, self)
        self.accent = QLineEdit(self)
        self.accent.setPlaceholderText("#1F5FD6")
        self.accent.setMaxLength(9)
        hint = self.tr("Above everything else. Made smaller where it is large; it goes along with each mail.")
        logo = Field(theme, self.tr("Logo"), self.logo, hint=hint, parent=self)
        self._header_field = Field(theme, self.tr("Header"), self.header, parent=self)
        self._footer_field = Field(theme, self.tr("Footer"), self.footer, parent=self)
        self.header.editor.setAccessibleName(self.tr("Header"))
        self.footer.editor.setAccessibleName(self.tr("Footer"))
        hint = self.tr("Of the lines below the header and above the footer, such as #1F5FD6. Empty for none.")
        self._accent_field = Field(theme, self.tr("Colour"), self.accent, hint=hint, parent=self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        for field in (logo, self._header_field, self._footer_field, self._accent_field):
            layout.addWidget(field)
        for letter in (self.header, self.footer):
            letter.edited.connect(self._edit)
            letter.editor.left.connect(self.left)
        self.accent.textEdited.connect(self._edit)
        self.accent.editingFinished.connect(self._leave)
        self.logo.edited.connect(self._edit)
        self.logo.failed.connect(self.failed)

    def show_kept(self, kept: KeptLayout, image: QImage | None) -> None:
        """Show this, without telling; `image` are the pixels of its logo."""
        self._base, self._left = kept, False
        layout = kept.layout
        self.header.show_words(layout.header_html, layout.header_text)
        self.footer.show_words(layout.footer_html, layout.footer_text)
        self.accent.setText(layout.accent.upper())
        self.logo.show_logo(layout.logo, image)
        self._say()

    def kept(self) -> KeptLayout:
        """What the form holds."""
        return replace(self._base, layout=self.layout_now())

    def layout_now(self) -> MailLayout:
        """The layout that it holds."""
        layout = replace(self._base.layout, accent=self.accent.text().strip().lower(), logo=self.logo.logo())
        if self.header.modified():
            html, text = self.header.words()
            layout = replace(layout, header_html=html, header_text=text)
        if self.footer.modified():
            html, text = self.footer.words()
            layout = replace(layout, footer_html=html, footer_text=text)
        return layout

    def remember(self, then: Callable[[], None]) -> Callable[[], None]:
        """What brings back what the form holds now, as a change of what it is given until then; calls `then`."""
        mine, image = self.kept(), self.logo.image

        def back() -> None:
            now = self._base
            self.show_kept(replace(mine, version=now.version), image)
            self._base = now
            for letter in (self.header, self.footer):
                letter.editor.document().setModified(True)
            then()

        return back

    def dirty(self) -> bool:
        """Whether it holds something else than it was given."""
        return self.kept() != self._base

    def good(self) -> bool:
        """Whether it could be saved."""
        return good_accent(self.layout_now().accent)

    def first_fault(self) -> QWidget | None:
        """Show what is wrong; where to begin mending."""
        self._left = True
        self._say()
        return self.accent if self._accent_field.fault() else None

    def begin(self) -> None:
        """Put the keyboard where one begins."""
        self.header.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _edit(self) -> None:
        self._say()
        self.edited.emit()

    def _leave(self) -> None:
        self._left = True
        self._say()

    def _say(self) -> None:
        layout = self.layout_now()
        wrong = self._left and not good_accent(layout.accent)
        self._accent_field.set_fault(told("layout.accent", {"colour": self.accent.text()}) if wrong else "")
        for field, text in ((self._header_field, layout.header_text), (self._footer_field, layout.footer_text)):
            names = ", ".join(f"{{{{{name}}}}}" for name in unknown(text, frozenset()))
            said = self.tr("%1 is no placeholder: it goes out as it stands here.").replace("%1", names)
            field.set_fault(said if names else "")
