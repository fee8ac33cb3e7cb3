"""An empty place says what would be here, and offers the next step."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import S24
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.buttons import GhostButton
from deskbell.ui.widgets.label import Label

_WIDEST = 340


class EmptyState(QWidget):
    """An icon, a line, a sentence, and a button where there is a next step.

    Signals:
        acted: the button was pressed.
    """

    acted = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._mark = _Mark(theme, self)
        self._title = Label("", TextRole.title, wrap=True, parent=self)
        self._sentence = Label("", TextRole.body, ink="muted", wrap=True, parent=self)
        self._button = GhostButton("", self)
        self._button.clicked.connect(self.acted)
        for label in (self._title, self._sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout = self._layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(8)
        layout.addStretch(2)
        layout.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(4)
        layout.addWidget(self._title, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._sentence, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(8)
        layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def say(self, icon: Icon, title: str, sentence: str, action: str = "") -> None:
        """Say what would be here; `action` is the button's word, "" for no button."""
        self._mark.set_icon(icon)
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._fit_words()
        self._button.setText(action)
        self._button.setAccessibleName(action)
        self._button.setVisible(bool(action))

    def add_below(self, widget: QWidget) -> None:
        """Another way on, below the button."""
        self._layout.insertWidget(self._layout.count() - 1, widget, 0, Qt.AlignmentFlag.AlignHCenter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_words()
        # The layout has placed everything by the size of before, and would be painted so.
        self._layout.activate()

    def _fit_words(self) -> None:
        """A centred label that wraps gets the height of another width from its layout; so it is told its own."""
        width = max(120, min(self._theme.px(_WIDEST), self.width() - 2 * S24))
        for label in (self._title, self._sentence):
            # A label never wants less height than its minimum, which was that of another width.
            label.setMinimumHeight(0)
            label.setFixedSize(width, max(0, label.heightForWidth(width)))


class _Mark(QWidget):
    def __init__(self, theme: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = Icon.INBOX
        self.setFixedSize(self.sizeHint())
        theme.changed.connect(self.update)

    def set_icon(self, icon: Icon) -> None:
        self._icon = icon
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(56, 56)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.now.colour("chip"))
        painter.drawEllipse(self.rect())
        self._theme.icons.paint(painter, self._icon, self._theme.colours.muted, QRectF(self.rect()), 24)
