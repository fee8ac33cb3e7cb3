"""Calendars: made, changed and removed; the same on both engines; and which of them a team has."""

from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace

from actions.conftest import SmallDesk
from deskbell.actions.dispatch import perform
from deskbell.model.calendars import OFFICE_WEEK, Calendar, ClosedDays, RemoveCalendar, SaveCalendar
from deskbell.model.errors import Conflict, Mistake
from deskbell.model.teams import SaveTeam
from deskbell.rules.calendars import hours
from deskbell.rules.spans_text import parsed
from deskbell.store.queries import calendars, teams

CLOSED = (
    ClosedDays(date(2026, 12, 24), date(2027, 1, 2), True, "Žiema"),
    ClosedDays(date(2028, 2, 29), date(2028, 2, 29)),
)


def office(small: SmallDesk, **values: object) -> SaveCalendar:
    made = SaveCalendar(agent_id=small.ona, id=0, name="Office", zone="Europe/Vilnius", week=OFFICE_WEEK)
    return replace(made, **values)


def rows(small: SmallDesk) -> tuple[Calendar, ...]:
    return small.desk.read(calendars.rows)


def test_it_is_kept_as_it_was_made_and_counts_the_same(small: SmallDesk) -> None:
    week = (*(parsed("9-12, 13-17:30"),) * 5, parsed("22-24"), ())
    holidays = {"country": "DE", "region": "BY", "worked": frozenset({"Karfreitag", "Ostermontag"})}
    made = perform(small.desk, office(small, name="  Our  office ", week=week, closed=CLOSED, **holidays)) or 0
    (kept,) = rows(small)
    assert kept == Calendar(made, "Our office", "Europe/Vilnius", week, CLOSED, **holidays, version=1)
    asked = replace(kept, id=0)
    begin = datetime(2026, 3, 20, tzinfo=UTC)
    assert hours(kept).after(begin, timedelta(hours=900)) == hours(asked).after(begin, timedelta(hours=900))


def test_it_is_changed_by_who_has_seen_what_it_is(small: SmallDesk) -> None:
    made = perform(small.desk, office(small)) or 0
    perform(small.desk, office(small, id=made, name="House", zone="Asia/Tokyo", version=1))
    with pytest.raises(Conflict) as told:
        perform(small.desk, office(small, id=made, name="Mine", version=1))
    assert (told.value.code, told.value.values) == ("calendar.changed", {"name": "House"})
    (kept,) = rows(small)
    assert (kept.name, kept.zone, kept.version) == ("House", "Asia/Tokyo", 2)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"name": "  "}, "name.empty"),
        ({"name": "x" * 81}, "calendar.name_long"),
        ({"name": "OFFICE"}, "calendar.exists"),
        ({"id": 77, "name": "House", "version": 1}, "calendar.missing"),
        ({"name": "House", "zone": "Europe/Atlantis"}, "calendar.zone"),
        ({"name": "House", "week": ((),) * 7}, "calendar.never_open"),
        ({"name": "House", "week": OFFICE_WEEK[:6]}, "calendar.week"),
        ({"name": "House", "week": (((540, 540),), *OFFICE_WEEK[1:])}, "span.backwards"),
        ({"name": "House", "week": (((540, 1500),), *OFFICE_WEEK[1:])}, "span.late"),
        ({"name": "House", "week": (((540, 720), (700, 800)), *OFFICE_WEEK[1:])}, "span.overlap"),
        ({"name": "House", "closed": (ClosedDays(date(2026, 5, 2), date(2026, 5, 1)),)}, "calendar.backwards"),
        ({"name": "House", "closed": CLOSED * 300}, "calendar.too_many_closed"),
        ({"name": "House", "country": "XX"}, "calendar.country"),
        ({"name": "House", "country": "DE", "region": "Mars"}, "calendar.country"),
        ({"name": "House", "region": "BY"}, "calendar.country"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(small: SmallDesk, values: dict[str, object], code: str) -> None:
    perform(small.desk, office(small))
    before = rows(small)
    with pytest.raises(Mistake) as told:
        perform(small.desk, office(small, **values))
    assert told.value.code == code
    assert str(told.value)
    assert rows(small) == before


def test_a_team_has_one_until_it_is_removed(small: SmallDesk) -> None:
    desk = perform(small.desk, office(small)) or 0
    night = perform(small.desk, office(small, name="Night")) or 0
    team = perform(small.desk, SaveTeam(agent_id=small.ona, id=0, name="Care", calendar_id=night)) or 0
    other = perform(small.desk, SaveTeam(agent_id=small.ona, id=0, name="Orders")) or 0
    found = {row.id: row for row in small.desk.read(teams.rows)}
    assert (found[team].calendar_id, found[other].calendar_id) == (night, None)
    with pytest.raises(Conflict):
        perform(small.desk, RemoveCalendar(agent_id=small.ona, id=night, version=5))
    perform(small.desk, RemoveCalendar(agent_id=small.ona, id=night, version=1))
    found = {row.id: row for row in small.desk.read(teams.rows)}
    assert (found[team].calendar_id, found[team].version, found[other].version) == (None, 2, 1)
    assert [row.id for row in rows(small)] == [desk]
    with pytest.raises(Mistake) as told:
        perform(small.desk, RemoveCalendar(agent_id=small.ona, id=night, version=1))
    assert told.value.code == "calendar.missing"


def test_the_first_that_was_made_is_the_desks(small: SmallDesk) -> None:
    for name in ("Zenith", "Alpha", "Middle"):
        perform(small.desk, office(small, name=name))
    assert [row.name for row in rows(small)] == ["Zenith", "Alpha", "Middle"]
