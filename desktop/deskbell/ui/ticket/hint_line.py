"""A small remark below a message's text: what is left out, what was broken, and what can be done about it."""

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.buttons import LinkButton
from deskbell.ui.widgets.label import Label, plain_tooltip

_ICON = 14


class HintLine(QWidget):
    """An icon, a sentence, and a word that does something.

    Signals:
        acted: the word was clicked.
    """

    acted = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = Label("", TextRole.small, ink="muted", wrap=True, parent=self)
        self._action = LinkButton("", self)
        self._action.clicked.connect(self.acted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(_ICON) + 8, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._action)

    def say(self, words: str, action: str = "", more: str = "") -> None:
        """Show a sentence; `action` is the button's word, "" for none; `more` the tooltip."""
        self._words.setText(words)
        self._action.setText(action)
        self._action.setAccessibleName(action)
        self._action.setVisible(bool(action))
        self.setAccessibleName(words)
        self.setToolTip(plain_tooltip(more))

    def fit(self, width: int) -> int:
        """Its height for this width."""
        self.resize(width, max(self._theme.px(24), self.heightForWidth(width)))
        return self.height()

    def paintEvent(self, event: QPaintEvent) -> None:
        side = self._theme.px(_ICON)
        area = QRectF(0, (self.height() - side) / 2, side, side)
        self._theme.icons.paint(QPainter(self), Icon.INFO, self._theme.colours.muted, area, side)
