"""What working hours offer where a time to come is chosen."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QObject

from deskbell.model.calendars import Calendar
from deskbell.model.errors import Mistake
from deskbell.rules.calendars import hours
from deskbell.ui.calendars_now import CalendarsNow
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.runner import Runner

SOON: Final = timedelta(hours=4)
"""So much working time "in four working hours" is."""

_AHEAD: Final = timedelta(days=400)


class Offer(Struct, frozen=True):
    """When work begins and ends on the next working day, and when four working hours will have passed."""

    begins: datetime
    ends: datetime
    soon: datetime


class WorkingTimes(QObject):
    """Knows the calendars of the desk, ready to be asked on the window's thread: the years that are asked for are counted on another."""

    def __init__(self, runner: Runner, desk: DeskNow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._desk = desk
        self._ready: tuple[Calendar, ...] = ()
        self._now = CalendarsNow(runner, desk, self)
        self._now.changed.connect(self._count)
        # What is known stays; that the database is away is the feed's to tell.
        self._now.failed.connect(lambda _: None)
        self._now.read_again()

    def offer(self, team_id: int | None, now: datetime) -> Offer | None:
        """What the hours of a team offer, or those of the desk where it has none of its own. None where there are no hours, or they never come."""
        team = self._desk.team(team_id)
        own = team.calendar_id if team is not None else None
        calendar = next((one for one in self._ready if one.id == own), next(iter(self._ready), None))
        return _offer(calendar, now) if calendar is not None else None

    def _count(self) -> None:
        found = self._now.found

        def take(_: None) -> None:
            self._ready = found

        self._runner.ask(_counted, found, done=take, topic=("working", id(self)), owner=self)


def _counted(_: object, calendars: Sequence[Calendar]) -> None:
    """Have what `offer` needs of each ready: it is kept by year."""
    now = datetime.now(UTC)
    for calendar in calendars:
        for at in (now, now + _AHEAD):
            _offer(calendar, at)


def _offer(calendar: Calendar, now: datetime) -> Offer | None:
    found = hours(calendar)
    begins = found.next_day(now)
    ends = found.end_of_day(begins) if begins is not None else None
    try:
        return Offer(begins, ends, found.after(now, SOON)) if begins is not None and ends is not None else None
    except Mistake:
        return None
