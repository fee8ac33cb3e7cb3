"""Asks for a few words: what a category is to be called, why an article is in doubt."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from deskbell.rules.articles import clean
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.buttons import PrimaryButton
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.floating import Floating

_WIDTH = 320


class NamePopup(Floating):
    """Enter or the button takes the words, Escape leaves.

    Signals:
        given(str): these.
    """

    given = Signal(str)

    def __init__(
        self, theme: ThemeSource, asked: str, action: str, words: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setFixedWidth(theme.px(_WIDTH))
        self.field = QLineEdit(words, self)
        self.field.selectAll()
        self.button = PrimaryButton(action, self)
        self.button.setEnabled(bool(clean(words)))
        self.button.clicked.connect(self._give)
        self.field.returnPressed.connect(self._give)
        self.field.textChanged.connect(lambda text: self.button.setEnabled(bool(clean(text))))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(Field(theme, asked, self.field, parent=self))
        layout.addWidget(self.button)
        self.setFocusProxy(self.field)

    def _give(self) -> None:
        words = clean(self.field.text())
        if words:
            self.given.emit(words)
            self.close()
