"""The person at this window, in the rail."""

from datetime import UTC, datetime, timedelta

from msgspec.structs import replace
from PySide6.QtCore import QPoint, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from deskbell.model.commands import UndoDeed
from deskbell.model.kinds import Leaving, Presence
from deskbell.ui.deeds import Deeds
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import RAIL_ICON
from deskbell.ui.widgets.ages import until
from deskbell.ui.widgets.avatar import avatar_pixmap, paint_dot
from deskbell.ui.widgets.label import plain_tooltip
from deskbell.ui.words import presence_word

_LONGEST_MS = 24 * 3_600_000


class MeButton(QAbstractButton):
    """The person's picture with presence; a click offers to be away, and what becomes of their tickets then."""

    def __init__(
        self, theme: ThemeSource, runner: Runner, desk: DeskNow, deeds: Deeds, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._runner = runner
        self._desk = desk
        self._deeds = deeds
        # What was chosen for the next time one goes away.
        self._leaving = Leaving.KEEP
        self._back = QTimer(self, singleShot=True)
        self._back.timeout.connect(self._take)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self._open)
        desk.changed.connect(self._take)
        theme.changed.connect(self._take)
        self._take()

    def is_away(self) -> bool:
        """Whether the person is away now."""
        return self._desk.is_away(self._desk.me)

    def be(self, presence: Presence, until: datetime | timedelta | None, leaving: Leaving) -> None:
        """Be there, or away until a time or for a while, with this becoming of one's open tickets; shown at once."""
        # Loaded where somebody says so.
        from deskbell.model.presence import SetPresence

        state, me = self._desk.state, self._desk.me
        seconds: int | None = None
        if isinstance(until, timedelta):
            # By the database's clock, which may go otherwise than this computer's; until it has told, by this one.
            seconds, until = int(until.total_seconds()), datetime.now(UTC) + until
        self._leaving = leaving
        self._desk.state = replace(state, me=replace(me, presence=presence, away_until=until, leaving=leaving))
        self._desk.changed.emit()
        told_until = until if seconds is None else None
        command = SetPresence(agent_id=me.id, presence=presence, until=told_until, seconds=seconds, leaving=leaving)

        def told(back: object) -> None:
            if back:
                self._deeds.remember(self._gave_back(int(str(back))), UndoDeed(agent_id=me.id, undo=command.deed))

        self._runner.do(command, done=told, failed=self._refused, owner=self)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, me = self._theme, self._desk.me
        painter = QPainter(self)
        side = theme.px(30)
        left = (self.width() - side) // 2
        painter.drawPixmap(left, left, avatar_pixmap(theme.now, me.name, me.email, side, self.devicePixelRatioF()))
        ink = theme.colours.warning_dot if self.is_away() else theme.colours.good_dot
        dot = theme.px(11)
        paint_dot(painter, QRectF(left + side - dot + 1, left + side - dot + 1, dot, dot), ink, theme.colours.rail)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(theme.now.ring("toast_accent"))
            painter.drawEllipse(self.rect().adjusted(1, 1, -1, -1))

    def _take(self) -> None:
        side = self._theme.px(RAIL_ICON)
        self.setFixedSize(side, side)
        me = self._desk.me
        away = self.is_away()
        words = f"{me.name}, {presence_word(Presence.AWAY if away else Presence.AVAILABLE)}"
        if away and me.away_until is not None:
            now = datetime.now(UTC)
            words = self.tr("%1, away until %2").replace("%2", until(me.away_until, now)).replace("%1", me.name)
            # A little later than the moment itself, which would still be away.
            left = int((me.away_until - now).total_seconds() * 1000) + 500
            self._back.start(min(left, _LONGEST_MS))
        self.setAccessibleName(words)
        self.setToolTip(plain_tooltip(words))
        self.update()

    def _choose(self, leaving: Leaving) -> None:
        self._leaving = leaving

    def _gave_back(self, many: int) -> str:
        if many == 1:
            return self.tr("One ticket is back with its team")
        return self.tr("%n tickets are back with their teams", "", many)

    def _refused(self, error: Exception) -> None:
        self._desk.read_again()
        self._runner.troubled.emit(error)

    def _open(self) -> None:
        # Loaded where somebody looks at it.
        from deskbell.ui.presence_menu import PresenceMenu

        menu = PresenceMenu(self._desk, self._leaving, away=self.is_away(), parent=self)
        menu.wanted.connect(self.be)
        menu.chosen.connect(self._choose)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mapToGlobal(QPoint(self.width() + 4, 0)))
