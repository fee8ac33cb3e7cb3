"""A calendar as it is being edited: plain values, what is wrong with them, and what they become."""

from collections.abc import Iterable

from msgspec import Struct

from deskbell.model.calendars import OFFICE_WEEK, Calendar, ClosedDays, SaveCalendar, Week
from deskbell.model.errors import Mistake
from deskbell.rules import saved_calendars, spans_text, team_names
from deskbell.ui.settings.draft import Draft, Fault

NEW_WEEK = tuple(map(spans_text.written, OFFICE_WEEK))


class CalendarDraft(Draft, frozen=True):
    """Everything that the form of a calendar holds; the hours of a day as they are typed."""

    name: str = ""
    zone: str = "UTC"
    week: tuple[str, ...] = NEW_WEEK
    closed: tuple[ClosedDays, ...] = ()
    country: str = ""
    region: str = ""
    worked: frozenset[str] = frozenset()

    @classmethod
    def of(cls, row: Calendar) -> "CalendarDraft":
        """The draft that changes nothing about `row`."""
        return cls(
            row.name,
            row.zone,
            tuple(map(spans_text.written, row.week)),
            row.closed,
            row.country,
            row.region,
            row.worked,
            id=row.id,
            version=row.version,
        )

    def calendar(self) -> Calendar:
        """What it means. Raises `Mistake` as `rules.spans_text.parsed`."""
        week: Week = tuple(map(spans_text.parsed, self.week))
        rest = (self.closed, self.country, self.region, self.worked, self.version)
        return Calendar(self.id, self.name, self.zone, week, *rest)

    def command(self, agent_id: int | None) -> SaveCalendar:
        """What writes it."""
        meant = self.calendar()
        return SaveCalendar(
            agent_id=agent_id,
            id=self.id,
            name=self.name,
            zone=self.zone,
            week=meant.week,
            closed=self.closed,
            country=self.country,
            region=self.region,
            worked=self.worked,
            version=self.version,
        )


class Faults(Struct, frozen=True):
    """What must be mended, each at its place; `day` is the weekday (from 0 on) that is wrong, None for the week as a whole."""

    name: Fault | None = None
    week: Fault | None = None
    day: int | None = None
    closed: Fault | None = None

    def any(self) -> bool:
        """Whether there is something."""
        return any((self.name, self.week, self.closed))


def calendar_faults(draft: CalendarDraft, calendars: Iterable[Calendar]) -> Faults:
    """What is wrong with `draft` among `calendars`."""
    week, day = _week_fault(draft)
    return Faults(_name_fault(draft, calendars), week, day, _closed_fault(draft))


def _name_fault(draft: CalendarDraft, calendars: Iterable[Calendar]) -> Fault | None:
    if not draft.name:
        return Fault("name.empty")
    if len(draft.name) > saved_calendars.LONGEST_NAME:
        return Fault("calendar.name_long", {"limit": saved_calendars.LONGEST_NAME})
    taken = {team_names.key(one.name) for one in calendars if one.id != draft.id}
    return Fault("calendar.exists", {"name": draft.name}) if team_names.key(draft.name) in taken else None


def _week_fault(draft: CalendarDraft) -> tuple[Fault | None, int | None]:
    hours = []
    for day, text in enumerate(draft.week):
        try:
            hours.append(spans_text.parsed(text))
        except Mistake as mistake:
            return Fault(mistake.code, mistake.values), day
    return (None if any(hours) else Fault("calendar.never_open")), None


def _closed_fault(draft: CalendarDraft) -> Fault | None:
    try:
        saved_calendars.closed_must_be_good(draft.closed)
    except Mistake as mistake:
        return Fault(mistake.code, mistake.values)
    return None
