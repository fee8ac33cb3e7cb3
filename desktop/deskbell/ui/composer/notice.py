"""One line over the text: somebody else answered, an attachment is missing, the mail could not be sent."""

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import CORNER_BOX
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.buttons import LinkButton
from deskbell.ui.widgets.chip import Tone
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.label import Label

_ICONS = {Tone.WARNING: Icon.WARNING, Tone.DANGER: Icon.ERROR}


class Notice(QWidget):
    """A sentence, at most two things to do about it, and a cross. Hidden until it has something to say.

    Signals:
        first, second: a button was pressed; the notice is gone by then.
    """

    first = Signal()
    second = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tone = Tone.WARNING
        self._words = Label("", TextRole.small, wrap=True, parent=self)
        self._buttons = [LinkButton("", self), LinkButton("", self)]
        self._buttons[0].clicked.connect(lambda: self._act(0))
        self._buttons[1].clicked.connect(lambda: self._act(1))
        self._cross = IconButton(theme, Icon.CLOSE, self.tr("Put away"), side=24, icon_size=14, parent=self)
        self._cross.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(34), 4, 6, 4)
        layout.setSpacing(6)
        layout.addWidget(self._words, 1)
        for button in self._buttons:
            layout.addWidget(button)
        layout.addWidget(self._cross)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    def say(self, sentence: str, tone: Tone, *actions: str) -> None:
        """Show a sentence with these buttons."""
        self._tone = tone
        self._words.setText(sentence)
        self._words.set_ink(tone.value[1])
        self.setAccessibleName(sentence)
        for button, word in zip(self._buttons, (*actions, "", "")[:2], strict=True):
            button.setText(word)
            button.setAccessibleName(word)
            button.setVisible(bool(word))
        self.show()
        self.update()

    def words(self) -> str:
        """What it says, "" while it is hidden."""
        return "" if self.isHidden() else self._words.text()

    def press(self, number: int) -> None:
        """Press one of the buttons, counted from 0."""
        self._buttons[number].click()

    def paintEvent(self, event: QPaintEvent) -> None:
        ground, ink = self._tone.value
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(getattr(self._theme.colours, ground)))
        painter.setBrush(QColor(getattr(self._theme.colours, ground)))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), CORNER_BOX, CORNER_BOX)
        side = self._theme.px(16)
        area = QRectF(10, 0, side, self.height())
        self._theme.icons.paint(
            painter, _ICONS.get(self._tone, Icon.INFO), getattr(self._theme.colours, ink), area, side
        )

    def _act(self, number: int) -> None:
        self.hide()
        (self.second if number else self.first).emit()
