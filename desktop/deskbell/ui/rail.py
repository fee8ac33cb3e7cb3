"""The rail: where to go, who I am, and how the desk is doing."""

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskbell.ui.deeds import Deeds
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.feed import Feed
from deskbell.ui.health import HealthWords, Level, WorkerWatch
from deskbell.ui.me_button import MeButton
from deskbell.ui.runner import Runner
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import CORNER_BOX, RAIL, RAIL_ICON
from deskbell.ui.widgets.avatar import paint_dot
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.label import plain_tooltip
from deskbell.ui.widgets.pane import Pane

_LOOK_AGAIN_MS = 60_000
_DOTS = {Level.GOOD: "good_dot", Level.WAITING: "warning_dot", Level.TROUBLE: "danger_dot"}


class RailButton(IconButton):
    """An icon of 20 px in 36, in the rail's colours."""

    def __init__(self, theme: ThemeSource, icon: Icon, name: str, parent: QWidget | None = None) -> None:
        super().__init__(
            theme,
            icon,
            name,
            side=RAIL_ICON,
            icon_size=20,
            ink="rail_ink",
            ink_on="rail_ink_on",
            ground_hover="rail_ground_on",
            ground_on="rail_ground_on",
            ring="toast_accent",
            corner=CORNER_BOX,
            parent=parent,
        )


class Rail(Pane):
    """48 px at the left edge. Places are added with `add_place`; below them come the desk's state and the person.

    Signals:
        health_clicked: the person wants to know more about the state of mail.
    """

    health_clicked = Signal()

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        feed: Feed,
        desk: DeskNow,
        deeds: Deeds,
        worker: WorkerWatch,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("rail", parent)
        self._theme = theme
        self._keys = desk.keys
        self._places: dict[str, IconButton] = {}
        self._health = HealthButton(theme, feed, desk, worker, self)
        self._health.clicked.connect(self.health_clicked)
        self._me = MeButton(theme, runner, desk, deeds, self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(6, 10, 6, 10)
        self._layout.setSpacing(6)
        self._layout.addStretch(1)
        self._layout.addWidget(self._health, 0, Qt.AlignmentFlag.AlignHCenter)
        self._layout.addWidget(self._me, 0, Qt.AlignmentFlag.AlignHCenter)
        self._lower = 2
        self._marked = ""
        self._take_theme()
        theme.changed.connect(self._take_theme)

    def add_place(
        self, key: str, icon: Icon, name: str, action: str, go: Callable[[], None], *, low: bool = False
    ) -> None:
        """A button that goes somewhere, as an action of the table of keys does; `low` puts it with the state and the person."""
        button = RailButton(self._theme, icon, name, self)
        self._keys.name(button, name, action)
        button.setCheckable(not low)
        button.clicked.connect(go)
        button.clicked.connect(lambda: self.mark(self._marked))
        self._places[key] = button
        at = self._layout.count() - self._lower if low else len(self._places) - 1
        self._layout.insertWidget(at, button, 0, Qt.AlignmentFlag.AlignHCenter)
        if low:
            self._lower += 1

    def add_sign(self, sign: RailButton) -> None:
        """Something that goes on for a while, above the desk's state."""
        self._layout.insertWidget(self._layout.count() - self._lower, sign, 0, Qt.AlignmentFlag.AlignHCenter)
        self._lower += 1

    def tell_damaged(self, sentence: str) -> None:
        """The database is damaged: the desk's state says so from now on."""
        self._health.tell_damaged(sentence)

    def mark(self, key: str) -> None:
        """Show which place one is in."""
        self._marked = key
        for name, button in self._places.items():
            if button.isCheckable():
                button.setChecked(name == key)

    def _take_theme(self) -> None:
        self.setFixedWidth(max(RAIL, self._theme.px(RAIL)))


class HealthButton(RailButton):
    """The state of mail and database: a dot, and in the tooltip what it means and since when."""

    def __init__(
        self, theme: ThemeSource, feed: Feed, desk: DeskNow, worker: WorkerWatch, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, Icon.MAIL, "", parent)
        self._desk = desk
        self._feed = feed
        self._worker = worker
        worker.changed.connect(self.look)
        self._words = HealthWords(self)
        self._database = ""
        self._damage = ""
        self._level = Level.GOOD
        desk.changed.connect(self.look)
        feed.troubled.connect(self._database_away)
        feed.recovered.connect(self._database_back)
        # "Last looked" grows old without anything happening, and so does a mailbox that nobody looks at.
        again = QTimer(self, interval=_LOOK_AGAIN_MS)
        again.timeout.connect(self.look)
        again.start()
        self.look()

    def look(self) -> None:
        """Say how the desk is doing now."""
        wrong = self._damage or self._database
        poll = self._desk.settings.number("mail.poll_seconds")
        health = self._words.look(self._desk.state, wrong, datetime.now(UTC), poll=poll, worker_down=self._worker.down)
        self._level = health.level
        text = "\n".join(health.sentences)
        self.setToolTip(plain_tooltip(text))
        self.setAccessibleName(text)
        self.update()

    def tell_damaged(self, sentence: str) -> None:
        """Stay at this: a damaged file does not heal."""
        self._damage = sentence
        self.look()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        colours = self._theme.colours
        painter = QPainter(self)
        side = self._theme.px(10)
        middle = self.rect().center()
        area = QRectF(middle.x() + self._theme.px(4), middle.y() + self._theme.px(2), side, side)
        paint_dot(painter, area, getattr(colours, _DOTS[self._level]), colours.rail)

    def _database_away(self, error: Exception) -> None:
        self._database = self._words.away(error, self._feed.away_since, datetime.now(UTC))
        self.look()

    def _database_back(self) -> None:
        self._database = ""
        self.look()
