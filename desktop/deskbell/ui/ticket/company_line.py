"""The line at the lower edge of a thread that says who else is at the ticket."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from deskbell.model.kinds import Activity
from deskbell.model.rows import AgentRow
from deskbell.rules.viewing import Company
from deskbell.ui.company_words import company_words
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.announcing import announce
from deskbell.ui.widgets.avatar import avatar_pixmap
from deskbell.ui.widgets.label import ElidedLabel

HEIGHT: Final = 26
"""The thread keeps this much free below its last message, so that nothing moves and nothing is covered when somebody comes."""
_SIDE: Final = 20
_PICTURE: Final = 18
_PICTURES: Final = 3


class CompanyLine(QWidget):
    """Pictures and one sentence, hidden while nobody else is there."""

    def __init__(self, theme: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._people: tuple[tuple[str, str], ...] = ()
        self.words = ElidedLabel("", TextRole.small, ink="muted", parent=self)
        self.hide()

    def say(self, found: Sequence[Company], person: Callable[[int], AgentRow | None]) -> None:
        """Say who is there; `person` knows the agents."""
        agents = (person(agent_id) for group in found for agent_id in group.agents)
        people = tuple((agent.name, agent.email) for agent in agents if agent is not None)
        words = company_words(found)
        if words == self.words.text() and people == self._people:
            return
        self._people = people
        self.words.setText(words)
        self.words.set_ink("ink" if found and found[0].activity is not Activity.LOOKING else "muted")
        self.setAccessibleName(words)
        self.setVisible(bool(words))
        self.place()
        self.update()
        if words and self.isVisible():
            announce(self, words)

    def place(self) -> None:
        """Back to the lower edge: what it lies on has another size."""
        over = self.parentWidget()
        if over is None or self.isHidden():
            return
        px = self._theme.px
        self.setGeometry(0, over.height() - px(HEIGHT), over.width(), px(HEIGHT))
        left = _SIDE + len(self._people[:_PICTURES]) * (px(_PICTURE) + 4) + 4
        self.words.setGeometry(left, 0, self.width() - left - _SIDE, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.colours.background))
        side, ratio = self._theme.px(_PICTURE), self.devicePixelRatioF()
        top = (self.height() - side) // 2
        for number, (name, email) in enumerate(self._people[:_PICTURES]):
            picture = avatar_pixmap(self._theme.now, name, email, side, ratio)
            painter.drawPixmap(_SIDE + number * (side + 4), top, picture)
