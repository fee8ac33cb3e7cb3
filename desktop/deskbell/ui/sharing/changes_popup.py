"""Shows what a colleague has changed about an answer."""

from typing import Final

from PySide6.QtGui import QColor, QTextCharFormat
from PySide6.QtWidgets import QTextEdit, QVBoxLayout, QWidget

from deskbell.rules.changed_words import Change, changed_words
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.floating import Floating
from deskbell.ui.widgets.label import Label

_WIDTH, _HEIGHT = 460, 320
_SAID: Final = {Change.OUT: "danger", Change.IN: "good"}


class ChangesPopup(Floating):
    """The text of now, with what was taken out struck through and what was put in underlined."""

    def __init__(self, theme: ThemeSource, before: str, after: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(theme.px(_WIDTH), theme.px(_HEIGHT))
        title = Label(self.tr("What was changed"), TextRole.title, parent=self)
        legend = Label(
            self.tr("Struck through: taken out. Underlined: put in."), TextRole.small, ink="muted", parent=self
        )
        self.text = QTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(title.text())
        cursor = self.text.textCursor()
        for piece in changed_words(before, after):
            form = QTextCharFormat()
            if piece.change is not Change.KEPT:
                form.setForeground(QColor(getattr(theme.colours, _SAID[piece.change])))
                form.setFontStrikeOut(piece.change is Change.OUT)
                form.setFontUnderline(piece.change is Change.IN)
            cursor.insertText(piece.text, form)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(title)
        layout.addWidget(legend)
        layout.addWidget(self.text, 1)
        self.setFocusProxy(self.text)
