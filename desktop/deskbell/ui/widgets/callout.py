"""A word beside a form that matters now: a sentence on a rounded ground, with a link where there is more."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import CORNER_BOX
from deskbell.ui.widgets.buttons import LinkButton
from deskbell.ui.widgets.chip import Tone
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.sign import Sign

_LINK_INSET = 5
_ICONS = {
    Tone.PLAIN: Icon.INFO,
    Tone.ACCENT: Icon.INFO,
    Tone.GOOD: Icon.SOLVED,
    Tone.WARNING: Icon.WARNING,
    Tone.DANGER: Icon.ERROR,
}


class Callout(QWidget):
    """Hidden as long as it has nothing to say.

    Signals:
        acted: the link was pressed.
    """

    acted = Signal()

    def __init__(self, theme: ThemeSource, tone: Tone = Tone.ACCENT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tone = tone
        self._sign = Sign(theme, _ICONS[tone], tone.value[1], parent=self)
        self._words = Label("", ink="ink", wrap=True, parent=self)
        # As far in as the words of the link, which has a frame for the focus around it.
        self._words.setContentsMargins(_LINK_INSET, 0, 0, 0)
        self._link = LinkButton("", self)
        self._link.clicked.connect(self.acted)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(self._words)
        column.addWidget(self._link, 0, Qt.AlignmentFlag.AlignLeft)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(10 - _LINK_INSET)
        layout.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(column, 1)
        self.say("")
        theme.changed.connect(self.update)

    def say(self, sentence: str, link: str = "", tone: Tone | None = None) -> None:
        """Say this; `link` is the word on the link, "" for none. An empty sentence puts it away."""
        if tone is not None:
            self._tone = tone
            self._sign.show_sign(_ICONS[tone], tone.value[1])
        self._words.setText(sentence)
        self._link.setText(link)
        self._link.setAccessibleName(link)
        self._link.setVisible(bool(link))
        self.setVisible(bool(sentence))
        self.setAccessibleName(sentence)
        self.update()

    def sentence(self) -> str:
        """What it says."""
        return self._words.text()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(self._theme.colours, self._tone.value[0])))
        painter.drawRoundedRect(QRectF(self.rect()), CORNER_BOX, CORNER_BOX)
