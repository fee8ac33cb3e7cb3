"""Where the person at this window is told of what concerns them: on the desktop, or in the window while they work in it."""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from deskbell.model.concerns import Concern, Reason
from deskbell.model.reminders import Reminder
from deskbell.model.sla_warnings import SlaWarning
from deskbell.rules.concerns import is_quiet, one_each, quiet_times
from deskbell.ui.concerns.desktop_notices import DesktopNotices
from deskbell.ui.concerns.now import ConcernsNow
from deskbell.ui.concerns.tray import Tray
from deskbell.ui.concerns.words import WARNED, Notice, is_overview, notice, notice_of_articles, told
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.runner import Runner
from deskbell.ui.settings.computer import ComputerSettings
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.toast import Toasts

if TYPE_CHECKING:
    from deskbell.ui.apart.ticket_windows import TicketWindows
    from deskbell.ui.mentions.now import MentionsNow
    from deskbell.ui.ticket.pane import TicketPane

_GATHER_MS: Final = 2_000
"""What comes within this is told together."""
_APART_MS: Final = 20_000
"""No two notices come closer than this."""
_SECONDS: Final = 10
_HUSHED: Final = timedelta(hours=1)
_TOLD_THERE: Final = frozenset({Reason.MENTION, Reason.REMINDER})
"""What the window tells of by itself (`ui.mentions`, `ui.reminders`)."""


class ConcernsHere(QObject):
    """Tells it together where several things come within a short while, and counts what was not looked at yet. Mentions and reminders are the window's own to tell in it;
    on the desktop they come from here. `open_ticket` shows a ticket. `now` gives the time where the person is.

    Signals:
        counted(int): so many tickets have something unread now.
        forward: the window is to come to the front.
        snooze_wanted(int): this ticket is to be snoozed again.
        verify_wanted: the list of the articles that are to be verified is wanted.
        overdue_wanted: the view with what is overdue is wanted.
    """

    counted = Signal(int)
    forward = Signal()
    snooze_wanted = Signal(int)
    overdue_wanted = Signal()
    verify_wanted = Signal()

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        desk: DeskNow,
        computer: ComputerSettings,
        pane: "TicketPane",
        mentions: "MentionsNow",
        toasts: Toasts,
        open_ticket: Callable[[int], None],
        window: QWidget,
        *,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        super().__init__(window)
        self._desk = desk
        self._computer = computer
        self._pane = pane
        self._mentions = mentions
        self._toasts = toasts
        self._open_ticket = open_ticket
        self._window = window
        self._now = now
        self._unread: dict[int, list[Concern]] = {}
        self._untold: list[Concern] = []
        self._number = 0
        self._hushed_until: datetime | None = None
        self._told = QElapsedTimer()
        self._gather = QTimer(self, singleShot=True)
        self._gather.timeout.connect(self.tell)
        self.tray = Tray(theme, self, self)
        self.tray.open_wanted.connect(self.open)
        self.desktop = DesktopNotices(self.tray, self)
        self.desktop.clicked.connect(self._open_told)
        self.concerns = ConcernsNow(runner, desk, self)
        self.concerns.came.connect(self._come)
        self.concerns.handled.connect(self._forget)
        mentions.changed.connect(self._count)
        desk.reminders.came.connect(self._remind)
        desk.reminders.changed.connect(self._drop_reminders)
        desk.warnings.came.connect(self._warn)
        desk.warnings.changed.connect(self._drop_warnings)
        self._apart: TicketWindows | None = None
        pane.shown.connect(self._look)
        window.installEventFilter(self)

    def attend_apart(self, windows: "TicketWindows") -> None:
        """What is seen in the windows of single tickets is seen, too."""
        self._apart = windows
        windows.looked.connect(self._look)

    def begin(self) -> None:
        """Hear of what happens from now on, and count what was there."""
        self.concerns.begin()
        self._count()

    def unread(self) -> Sequence[Concern]:
        """What is unread, as the desktop may show it."""
        if self._computer.settings.flag("desktop.hidden"):
            return ()
        return one_each(one for of_ticket in self._unread.values() for one in of_ticket)

    def tickets(self) -> frozenset[int]:
        """The tickets with something unread that concerns the person."""
        return frozenset(self._unread) | self._mentions.tickets

    def is_hushed(self) -> bool:
        """Whether the person asked for quiet, which is not over yet."""
        return self._hushed_until is not None and self._now() < self._hushed_until

    def hush(self, *, on: bool) -> None:
        """Tell nothing on the desktop for an hour, or do so again."""
        self._hushed_until = self._now() + _HUSHED if on else None

    def open(self, ticket_id: int = 0) -> None:
        """Bring the window to the front, with this ticket in it where there is one."""
        self.forward.emit()
        if ticket_id:
            self._open_ticket(ticket_id)

    def tell(self) -> None:
        """Say now what has come since, but for what was looked at meanwhile."""
        untold, self._untold = [one for one in self._untold if one in self._unread.get(one.ticket_id, ())], []
        if not untold or self._is_quiet():
            return
        self._told.start()
        settings = self._computer.settings
        if QApplication.activeWindow() is not None:
            self._say(untold)
        elif settings.flag("desktop.notices"):
            shown = notice(untold, hidden=settings.flag("desktop.hidden"))
            tickets = {one.ticket_id for one in untold}
            sound = settings.flag("desktop.sound")
            self.desktop.tell(shown, tickets, sound=sound, otherwise=partial(self._say, untold))
            QApplication.alert(self._window)

    def tell_of_articles(self, count: str, titles: Sequence[str]) -> None:
        """Articles are due, so many in words; the window tells it by itself, so only the desktop does here, of whoever is not in the window."""
        settings = self._computer.settings
        if self._is_quiet() or QApplication.activeWindow() is not None or not settings.flag("desktop.notices"):
            return
        shown = notice_of_articles(count, titles, hidden=settings.flag("desktop.hidden"))
        self.desktop.tell(shown, (), sound=settings.flag("desktop.sound"), otherwise=lambda: None)
        QApplication.alert(self._window)

    def close(self) -> None:
        """Tell no more, and count nothing."""
        self._gather.stop()
        self.desktop.close()
        self.tray.close()
        self.counted.emit(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() is QEvent.Type.WindowActivate:
            self._look(self._pane.ticket_id)
        return super().eventFilter(watched, event)

    def _come(self, came: tuple[Concern, ...]) -> None:
        new = [one for one in came if not self._sees(one.ticket_id)]
        for one in one_each(came):
            if one.reason is Reason.WOKEN and one not in new:
                self._say_back(one)
        for one in new:
            self._unread.setdefault(one.ticket_id, []).append(one)
        self._untold += new
        self._count()
        if self._untold and not self._gather.isActive():
            since = self._told.elapsed() if self._told.isValid() else _APART_MS
            self._gather.start(max(_GATHER_MS, _APART_MS - since))

    def _remind(self, came: tuple[Reminder, ...]) -> None:
        self._come(tuple(Concern(0, Reason.REMINDER, one.ticket_id, one.subject, "") for one in came))

    def _warn(self, came: tuple[SlaWarning, ...]) -> None:
        self._desk.warnings.see([one.ticket_id for one in came if self._sees(one.ticket_id)])
        if self._desk.settings.flag("notice.warnings"):
            reasons = [(Reason.OVERDUE if one.over else Reason.DUE, one) for one in came]
            self._come(tuple(Concern(0, reason, one.ticket_id, one.subject, "") for reason, one in reasons))

    def _open_told(self, told: Notice) -> None:
        self.open(told.ticket_id)
        if told.verify:
            self.verify_wanted.emit()
        elif not told.ticket_id:
            self.overdue_wanted.emit()

    def _drop_reminders(self) -> None:
        """Those that are done with, or put off."""
        self._drop({Reason.REMINDER}, {one.ticket_id for one in self._desk.reminders.due()})

    def _drop_warnings(self) -> None:
        """Those that were seen at another computer, or press no longer."""
        self._drop(WARNED, self._desk.warnings.tickets())

    def _drop(self, reasons: AbstractSet[Reason], there: AbstractSet[int]) -> None:
        """What is unread for these reasons, but for tickets (ids) that are still there."""
        for ticket_id, concerns in tuple(self._unread.items()):
            left = [one for one in concerns if one.reason not in reasons or ticket_id in there]
            if left:
                self._unread[ticket_id] = left
            else:
                del self._unread[ticket_id]
        self._count()

    def _say(self, untold: list[Concern]) -> None:
        """In the window, which has told of some already."""
        if concerns := [one for one in untold if one.reason not in _TOLD_THERE]:
            newest = one_each(concerns)[0].ticket_id
            if is_overview(concerns):
                show, word = self.overdue_wanted.emit, self.tr("Show")
            else:
                show, word = partial(self._open_ticket, newest), self.tr("Open")
            self._toasts.say(told(concerns), show, word=word, seconds=_SECONDS, about=("concern", newest))

    def _say_back(self, one: Concern) -> None:
        """A ticket before one's eyes is no longer snoozed: nothing else on the screen says that it was its time."""
        again = partial(self.snooze_wanted.emit, one.ticket_id)
        words = self.tr("Snooze again")
        self._toasts.say(told([one]), again, word=words, seconds=_SECONDS, about=("woken", one.ticket_id))

    def _is_quiet(self) -> bool:
        settings = self._desk.settings
        times = quiet_times(
            hours=settings.flag("quiet.hours"),
            begin=settings.text("quiet.from"),
            end=settings.text("quiet.to"),
            days=settings.text("quiet.days"),
        )
        return self.is_hushed() or is_quiet(times, self._now())

    def _sees(self, ticket_id: int) -> bool:
        """Whether that ticket is before somebody's eyes."""
        window = self._window
        here = ticket_id == self._pane.ticket_id and window.isActiveWindow() and not window.isMinimized()
        return here or (self._apart is not None and self._apart.shows(ticket_id))

    def _look(self, ticket_id: int) -> None:
        if self._sees(ticket_id):
            self._forget({ticket_id})

    def _forget(self, tickets: frozenset[int] | set[int]) -> None:
        """These were seen, or dealt with."""
        self._desk.warnings.see(tickets)
        for ticket_id in tickets:
            if self._unread.pop(ticket_id, None) is not None:
                self._toasts.take_down(("concern", ticket_id))
        self._count()

    def _count(self) -> None:
        self.desktop.drop_seen(self.tickets())
        number = len(self.tickets())
        self.tray.show_number(number)
        if number != self._number:
            self._number = number
            self.counted.emit(number)
