"""One line over the text: somebody else answered, an attachment is missing, the mail could not be sent."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRectF
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
# The gap to the text box below belongs to the notice, and goes with it.
_BELOW = 8


class Notice(QWidget):
    """A sentence, at most two things to do about it, and a cross. Hidden until it has something to say."""

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tone = Tone.WARNING
        self._words = Label("", TextRole.small, wrap=True, parent=self)
        self._buttons = [LinkButton("", self), LinkButton("", self)]
        self._deeds: tuple[Callable[[], object], ...] = ()
        for number, button in enumerate(self._buttons):
            button.clicked.connect(partial(self._act, number))
        self._cross = IconButton(theme, Icon.CLOSE, self.tr("Put away"), side=24, icon_size=14, parent=self)
        self._cross.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(34), 4, 6, 4 + _BELOW)
        layout.setSpacing(6)
        layout.addWidget(self._words, 1)
        for button in self._buttons:
            layout.addWidget(button)
        layout.addWidget(self._cross)
        # Not fixed: Qt would hold it to the height of its preferred width, and cut words that wrap more often.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.hide()

    def say(self, sentence: str, tone: Tone, *actions: tuple[str, Callable[[], object]]) -> None:
        """Show a sentence with these buttons: each a word and what it does; the notice is gone by then."""
        self._deeds = tuple(deed for _, deed in actions)
        self._tone = tone
        self._words.setText(sentence)
        self._words.set_ink(tone.value[1])
        self.setAccessibleName(sentence)
        for button, word in zip(self._buttons, [*(word for word, _ in actions), "", ""][:2], strict=True):
            button.setText(word)
            button.setAccessibleName(word)
            button.setVisible(bool(word))
        self.show()
        self.update()

    def words(self) -> str:
        """What it says, "" while it is hidden."""
        return "" if self.isHidden() else self._words.text()

    def paintEvent(self, event: QPaintEvent) -> None:
        ground, ink = self._tone.value
        ground_area = QRectF(0, 0, self.width(), self.height() - _BELOW)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(getattr(self._theme.colours, ground)))
        painter.setBrush(QColor(getattr(self._theme.colours, ground)))
        painter.drawRoundedRect(ground_area.adjusted(0.5, 0.5, -0.5, -0.5), CORNER_BOX, CORNER_BOX)
        side = self._theme.px(16)
        area = QRectF(10, 0, side, ground_area.height())
        self._theme.icons.paint(
            painter, _ICONS.get(self._tone, Icon.INFO), getattr(self._theme.colours, ink), area, side
        )

    def _act(self, number: int) -> None:
        self.hide()
        self._deeds[number]()
