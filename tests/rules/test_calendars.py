"""Working time, case by case. What is expected was counted by hand, on the clock of the place.

2026 begins on a Thursday. The clock is set on 29 March and 25 October in Europe, on 8 March and 1 November in America, on 5 April and 4 October on
Lord Howe (by half an hour).
"""

from datetime import UTC, datetime, timedelta

import pytest

from deskbell.model.calendars import Pause
from deskbell.model.errors import Mistake
from deskbell.rules.calendars import hours
from rules.clock_calendars import CALENDARS, daily, made, several

WORKED = [
    # Within a day, over its ends, over nights, weekends, weeks and years.
    ("berlin", "2026-01-05T09:00+01", "2026-01-05T17:00+01", "8:00"),
    ("berlin", "2026-01-05T10:15+01", "2026-01-05T11:45+01", "1:30"),
    ("berlin", "2026-01-05T06:00+01", "2026-01-05T22:00+01", "8:00"),
    ("berlin", "2026-01-05T17:00+01", "2026-01-06T09:00+01", "0:00"),
    ("berlin", "2026-01-05T16:30+01", "2026-01-06T09:30+01", "1:00"),
    ("berlin", "2026-01-09T16:00+01", "2026-01-12T10:00+01", "2:00"),
    ("berlin", "2026-01-10T08:00+01", "2026-01-11T20:00+01", "0:00"),
    ("berlin", "2026-01-05T00:00+01", "2026-01-12T00:00+01", "40:00"),
    ("berlin", "2026-01-06T12:00+01", "2026-01-06T12:00+01", "0:00"),
    ("berlin", "2026-01-06T12:00+01", "2026-01-06T09:00+01", "0:00"),
    # 2026 has 261 days from Monday to Friday, 2028 260, and 2016 to 2025 have 2609.
    ("berlin", "2026-01-01T00:00+01", "2027-01-01T00:00+01", "2088:00"),
    ("berlin", "2028-01-01T00:00+01", "2029-01-01T00:00+01", "2080:00"),
    ("utc", "2016-01-01T00:00+00", "2026-01-01T00:00+00", "20872:00"),
    ("berlin", "2025-12-31T16:00+01", "2026-01-01T10:00+01", "2:00"),
    ("berlin", "1969-12-31T16:00+01", "1970-01-01T10:00+01", "2:00"),
    # Seen from elsewhere it is the same moment.
    ("berlin", "2026-01-05T03:00-05", "2026-01-05T11:00-05", "8:00"),
    ("kathmandu", "2026-01-05T03:15+00", "2026-01-05T11:15+00", "8:00"),
    ("kathmandu", "2026-01-05T00:00+00", "2026-01-05T04:00+00", "0:45"),
    ("moved", "2026-01-05T09:00+01", "2026-01-05T17:00+01", "2:00"),
    # Several spans; Saturdays.
    ("shop", "2026-01-05T09:00+02", "2026-01-05T17:30+02", "7:30"),
    ("shop", "2026-01-05T11:30+02", "2026-01-05T13:30+02", "1:00"),
    ("shop", "2026-01-05T12:00+02", "2026-01-05T13:00+02", "0:00"),
    ("shop", "2026-01-05T12:30+02", "2026-01-05T12:45+02", "0:00"),
    ("shop", "2026-01-09T17:00+02", "2026-01-12T09:30+02", "5:00"),
    ("shop", "2026-01-05T00:00+02", "2026-01-12T00:00+02", "41:30"),
    # Up to 24:00, and from 0:00 on.
    ("late", "2026-01-05T20:00+01", "2026-01-06T00:00+01", "4:00"),
    ("late", "2026-01-05T23:00+01", "2026-01-06T01:00+01", "2:00"),
    ("late", "2026-01-05T20:00+01", "2026-01-06T20:00+01", "6:00"),
    ("round", "2026-01-05T00:00+01", "2026-01-06T00:00+01", "24:00"),
    ("round", "2026-12-31T23:00+01", "2027-01-01T01:00+01", "2:00"),
    ("always", "2026-01-05T00:00+00", "2027-01-05T00:00+00", "8760:00"),
    ("always", "2028-02-28T00:00+00", "2028-03-01T00:00+00", "48:00"),
    ("always", "2026-03-28T12:00+01", "2026-03-29T12:00+02", "23:00"),
    # The clock is set forward: a day has 23 hours.
    ("round", "2026-03-29T00:00+01", "2026-03-30T00:00+02", "23:00"),
    ("halves", "2026-03-29T00:00+01", "2026-03-30T00:00+02", "23:00"),
    ("round", "2026-03-23T00:00+01", "2026-03-30T00:00+02", "167:00"),
    ("round", "2026-01-01T00:00+01", "2027-01-01T00:00+01", "8760:00"),
    ("berlin", "2026-03-27T09:00+01", "2026-03-30T17:00+02", "16:00"),
    ("early", "2026-03-08T00:00-05", "2026-03-09T00:00-04", "2:00"),
    ("early", "2026-03-08T01:30-05", "2026-03-08T03:30-04", "1:00"),
    ("gap", "2026-03-08T00:00-05", "2026-03-09T00:00-04", "0:00"),
    ("gap", "2026-03-07T00:00-05", "2026-03-10T00:00-04", "2:00"),
    ("into gap", "2026-03-08T00:00-05", "2026-03-09T00:00-04", "1:00"),
    ("out of gap", "2026-03-08T00:00-05", "2026-03-09T00:00-04", "1:00"),
    # And back: it has 25, and what is shown twice counts twice.
    ("round", "2026-10-25T00:00+02", "2026-10-26T00:00+01", "25:00"),
    ("halves", "2026-10-25T00:00+02", "2026-10-26T00:00+01", "25:00"),
    ("halves", "2026-10-25T02:30+02", "2026-10-25T02:30+01", "1:00"),
    ("early", "2026-11-01T00:00-04", "2026-11-02T00:00-05", "4:00"),
    ("early", "2026-11-01T01:30-04", "2026-11-01T01:30-05", "1:00"),
    ("gap", "2026-11-01T00:00-04", "2026-11-02T00:00-05", "1:00"),
    # It closes when 1:30 is first shown, and not once more after that.
    ("into gap", "2026-11-01T00:00-04", "2026-11-02T00:00-05", "2:30"),
    ("berlin", "2026-10-23T16:00+02", "2026-10-26T10:00+01", "2:00"),
    # By half an hour: Lord Howe goes from 2:00 to 2:30, and from 2:00 back to 1:30.
    ("lord howe", "2026-10-04T00:00+10:30", "2026-10-05T00:00+11", "1:30"),
    ("lord howe", "2026-04-05T00:00+11", "2026-04-06T00:00+10:30", "2:30"),
    ("lord howe", "2026-04-05T01:30+11", "2026-04-05T01:30+10:30", "0:30"),
    # By two hours: Troll goes from 1:00 to 3:00.
    ("troll", "2026-03-29T00:00+00", "2026-03-30T00:00+02", "4:00"),
    ("troll", "2026-10-25T00:00+02", "2026-10-26T00:00+00", "8:00"),
    # At midnight: São Paulo went from 24:00 back to 23:00, and from 0:00 to 1:00.
    ("sao paulo", "2018-02-17T12:00-02", "2018-02-18T12:00-03", "5:00"),
    ("sao paulo", "2018-02-17T23:30-02", "2018-02-17T23:30-03", "1:00"),
    ("sao paulo", "2018-11-03T12:00-03", "2018-11-04T12:00-02", "3:00"),
    # Havana goes from 1:00 back to 0:00, and from 0:00 to 1:00.
    ("havana", "2026-11-01T00:00-04", "2026-11-01T12:00-05", "4:00"),
    ("havana", "2026-03-07T12:00-05", "2026-03-08T12:00-04", "2:00"),
    # St John's went from 0:01 back to 23:01 of the day before. That evening was over: its 23 o'clock does not come again, the new day goes on.
    ("st johns", "2006-10-28T12:00-02:30", "2006-10-29T12:00-03:30", "3:00"),
    # Samoa had no 30 December 2011.
    ("apia", "2011-12-29T00:00-10", "2012-01-01T00:00+14", "16:00"),
    ("apia round", "2011-12-29T00:00-10", "2012-01-01T00:00+14", "48:00"),
    ("apia round", "2011-12-29T23:00-10", "2011-12-31T01:00+14", "2:00"),
    # Leap days.
    ("utc", "2028-02-28T00:00+00", "2028-03-01T00:00+00", "16:00"),
    ("utc", "2027-02-28T00:00+00", "2027-03-02T00:00+00", "8:00"),
    ("leap day", "2028-02-28T00:00+00", "2028-03-02T00:00+00", "16:00"),
    ("leap day", "2027-02-27T00:00+00", "2027-03-02T00:00+00", "24:00"),
    ("to leap day", "2027-02-26T00:00+00", "2027-03-02T00:00+00", "16:00"),
    ("to leap day", "2028-02-26T00:00+00", "2028-03-02T00:00+00", "16:00"),
    ("leap days", "2026-01-01T00:00+00", "2033-01-01T00:00+00", "16:00"),
    # Closed days.
    ("closed", "2026-01-05T00:00+01", "2026-01-12T00:00+01", "32:00"),
    ("closed", "2026-01-07T09:00+01", "2026-01-07T17:00+01", "0:00"),
    ("closed", "2027-01-07T09:00+01", "2027-01-07T17:00+01", "8:00"),
    ("closed", "2026-01-06T16:00+01", "2026-01-08T10:00+01", "2:00"),
    ("between years", "2026-12-23T16:00+01", "2027-01-04T10:00+01", "2:00"),
    ("between years", "2030-12-23T00:00+01", "2031-01-03T00:00+01", "16:00"),
    ("summer", "2026-07-24T16:00+02", "2026-08-10T10:00+02", "2:00"),
    ("summer", "2027-07-26T00:00+02", "2027-08-02T00:00+02", "40:00"),
    ("birthday", "2031-05-19T00:00+00", "2031-05-22T00:00+00", "16:00"),
    # Holidays: Good Friday is on 3 April, Easter Monday on 6, Epiphany on 6 January in Bavaria alone.
    ("germany", "2026-04-02T16:00+02", "2026-04-07T10:00+02", "2:00"),
    ("diligent", "2026-04-02T16:00+02", "2026-04-07T10:00+02", "10:00"),
    ("bavaria", "2026-01-05T00:00+01", "2026-01-08T00:00+01", "16:00"),
    ("germany", "2026-01-05T00:00+01", "2026-01-08T00:00+01", "24:00"),
    ("america", "2026-07-02T16:00-04", "2026-07-06T10:00-04", "2:00"),
    ("america", "2026-11-26T00:00-05", "2026-11-27T00:00-05", "0:00"),
    # Edited: it is closed on Mondays now.
    ("edited", "2026-01-05T00:00+01", "2026-01-12T00:00+01", "32:00"),
    ("edited", "2026-01-02T16:00+01", "2026-01-06T10:00+01", "2:00"),
]

AFTER = [
    ("berlin", "2026-01-05T09:00+01", "1:00", "2026-01-05T10:00+01"),
    # The end of a day is not yet the beginning of the next.
    ("berlin", "2026-01-05T09:00+01", "8:00", "2026-01-05T17:00+01"),
    ("berlin", "2026-01-05T09:00+01", "8:01", "2026-01-06T09:01+01"),
    ("berlin", "2026-01-05T20:00+01", "1:00", "2026-01-06T10:00+01"),
    ("berlin", "2026-01-09T16:30+01", "1:00", "2026-01-12T09:30+01"),
    ("berlin", "2026-01-10T12:00+01", "4:00", "2026-01-12T13:00+01"),
    ("berlin", "2026-01-05T12:00+01", "0:00", "2026-01-05T12:00+01"),
    ("berlin", "2026-01-10T12:00+01", "0:00", "2026-01-10T12:00+01"),
    ("berlin", "2026-01-05T09:00+01", "40:00", "2026-01-09T17:00+01"),
    # All 261 days of 2026, and the first hour of the next year.
    ("berlin", "2026-01-01T00:00+01", "2088:00", "2026-12-31T17:00+01"),
    ("berlin", "2026-01-01T00:00+01", "2089:00", "2027-01-01T10:00+01"),
    ("shop", "2026-01-05T11:00+02", "2:00", "2026-01-05T14:00+02"),
    ("shop", "2026-01-09T17:00+02", "1:00", "2026-01-10T10:30+02"),
    ("late", "2026-01-05T22:00+01", "2:00", "2026-01-06T00:00+01"),
    ("late", "2026-01-05T22:00+01", "4:00", "2026-01-06T02:00+01"),
    ("late", "2026-01-05T22:00+01", "4:30", "2026-01-06T20:30+01"),
    ("round", "2026-03-28T12:00+01", "24:00", "2026-03-29T13:00+02"),
    ("round", "2026-10-24T12:00+02", "24:00", "2026-10-25T11:00+01"),
    ("always", "2026-12-31T23:30+00", "1:00", "2027-01-01T00:30+00"),
    ("early", "2026-03-08T00:00-05", "1:30", "2026-03-08T03:30-04"),
    ("early", "2026-11-01T00:00-04", "1:30", "2026-11-01T01:30-05"),
    ("gap", "2026-03-07T12:00-05", "0:30", "2026-03-09T02:30-04"),
    ("lord howe", "2026-10-04T00:00+10:30", "1:30", "2026-10-04T03:00+11"),
    ("lord howe", "2026-04-05T00:00+11", "1:15", "2026-04-05T01:45+10:30"),
    ("apia", "2011-12-29T16:00-10", "2:00", "2011-12-31T10:00+14"),
    ("closed", "2026-01-06T16:00+01", "2:00", "2026-01-08T10:00+01"),
    ("summer", "2026-07-24T16:00+02", "2:00", "2026-08-10T10:00+02"),
    ("bavaria", "2026-01-05T16:00+01", "2:00", "2026-01-07T10:00+01"),
    ("mondays", "2026-01-05T09:00+00", "3:00", "2026-01-19T10:00+00"),
    ("leap days", "2026-01-01T00:00+00", "9:00", "2032-02-29T10:00+00"),
]

OPEN = [
    ("berlin", "2026-01-05T09:00+01", True),
    ("berlin", "2026-01-05T08:59:59.999999+01", False),
    ("berlin", "2026-01-05T17:00+01", False),
    ("berlin", "2026-01-10T12:00+01", False),
    ("shop", "2026-01-05T12:30+02", False),
    ("shop", "2026-01-10T12:30+02", True),
    ("late", "2026-01-05T23:59:59.999999+01", True),
    ("late", "2026-01-06T00:00+01", True),
    ("into gap", "2026-11-01T01:45-05", True),
    ("into gap", "2026-11-01T02:30-05", False),
    ("gap", "2026-03-08T03:00-04", False),
    ("sao paulo", "2018-02-17T23:30-03", True),
    ("st johns", "2006-10-28T23:30-03:30", True),
    ("closed", "2026-01-07T12:00+01", False),
    ("bavaria", "2026-01-06T12:00+01", False),
    ("diligent", "2026-04-03T12:00+02", True),
    ("always", "2026-01-06T12:00+01", True),
]

# When it opens next, when it closes after that, when it opens on another day.
NEXT = [
    ("berlin", "2026-01-05T08:00+01", "2026-01-05T09:00+01", "2026-01-05T17:00+01", "2026-01-06T09:00+01"),
    ("berlin", "2026-01-05T12:00+01", "2026-01-05T12:00+01", "2026-01-05T17:00+01", "2026-01-06T09:00+01"),
    ("berlin", "2026-01-09T17:00+01", "2026-01-12T09:00+01", "2026-01-12T17:00+01", "2026-01-12T09:00+01"),
    ("shop", "2026-01-05T12:00+02", "2026-01-05T13:00+02", "2026-01-05T17:30+02", "2026-01-06T09:00+02"),
    ("late", "2026-01-05T21:00+01", "2026-01-05T21:00+01", "2026-01-06T02:00+01", "2026-01-06T00:00+01"),
    ("round", "2026-01-05T21:00+01", "2026-01-05T21:00+01", "", "2026-01-06T00:00+01"),
    ("gap", "2026-03-07T12:00-05", "2026-03-09T02:00-04", "2026-03-09T03:00-04", "2026-03-09T02:00-04"),
    ("apia", "2011-12-29T17:00-10", "2011-12-31T09:00+14", "2011-12-31T17:00+14", "2011-12-31T09:00+14"),
    ("between years", "2026-12-23T17:00+01", "2027-01-04T09:00+01", "2027-01-04T17:00+01", "2027-01-04T09:00+01"),
    ("bavaria", "2026-04-02T17:00+02", "2026-04-07T09:00+02", "2026-04-07T17:00+02", "2026-04-07T09:00+02"),
    ("leap days", "2026-01-01T00:00+00", "2028-02-29T09:00+00", "2028-02-29T17:00+00", "2028-02-29T09:00+00"),
]

# From, to, what is worked without the pauses, and the pauses: from and to by turns.
PAUSED = [
    ("berlin", "2026-01-05T09:00+01", "2026-01-05T17:00+01", "7:00", "2026-01-05T10:00+01", "2026-01-05T11:00+01"),
    ("berlin", "2026-01-05T09:00+01", "2026-01-05T17:00+01", "8:00", "2026-01-05T18:00+01", "2026-01-06T08:00+01"),
    ("berlin", "2026-01-05T09:00+01", "2026-01-06T17:00+01", "8:00", "2026-01-05T12:00+01", "2026-01-06T12:00+01"),
    ("berlin", "2026-01-05T12:00+01", "2026-01-05T17:00+01", "4:00", "2026-01-01T12:00+01", "2026-01-05T13:00+01"),
    ("berlin", "2026-01-05T12:00+01", "2026-01-05T17:00+01", "4:00", "2026-01-05T16:00+01", "2026-02-05T13:00+01"),
    ("berlin", "2026-01-05T12:00+01", "2026-01-05T17:00+01", "0:00", "2026-01-05T10:00+01", "2026-02-05T13:00+01"),
    (
        *("berlin", "2026-01-05T09:00+01", "2026-01-05T17:00+01", "5:00"),
        *("2026-01-05T13:00+01", "2026-01-05T15:00+01", "2026-01-05T12:00+01", "2026-01-05T14:00+01"),
    ),
    ("round", "2026-10-25T00:00+02", "2026-10-26T00:00+01", "24:00", "2026-10-25T02:30+02", "2026-10-25T02:30+01"),
]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def long(text: str) -> timedelta:
    hour, minute = text.split(":")
    return timedelta(hours=int(hour), minutes=int(minute))


def pauses(texts: tuple[str, ...]) -> list[Pause]:
    times = [at(text) for text in texts]
    return list(zip(times[::2], times[1::2], strict=True))


@pytest.mark.parametrize(("calendar", "begin", "end", "expected"), WORKED)
def test_so_much_is_worked_between_two_moments(calendar: str, begin: str, end: str, expected: str) -> None:
    assert hours(CALENDARS[calendar]).worked(at(begin), at(end)) == long(expected)


@pytest.mark.parametrize(("calendar", "begin", "amount", "expected"), AFTER)
def test_then_so_much_has_been_worked(calendar: str, begin: str, amount: str, expected: str) -> None:
    found = hours(CALENDARS[calendar]).after(at(begin), long(amount))
    assert found == at(expected)
    assert found.tzinfo is UTC


@pytest.mark.parametrize(("calendar", "moment", "expected"), OPEN)
def test_it_is_open_or_not(calendar: str, moment: str, expected: bool) -> None:
    assert hours(CALENDARS[calendar]).is_open(at(moment)) is expected


@pytest.mark.parametrize(("calendar", "moment", "opens", "closes", "other_day"), NEXT)
def test_it_opens_and_closes_next(calendar: str, moment: str, opens: str, closes: str, other_day: str) -> None:
    found = hours(CALENDARS[calendar])
    assert found.next_open(at(moment)) == at(opens)
    assert found.next_close(at(moment)) == (at(closes) if closes else None)
    assert found.next_day(at(moment)) == at(other_day)


@pytest.mark.parametrize("case", PAUSED)
def test_what_is_paused_is_not_counted(case: tuple[str, ...]) -> None:
    calendar, begin, end, expected, *paused = case
    found = hours(CALENDARS[calendar])
    worked = found.worked(at(begin), at(end), pauses(tuple(paused)))
    assert worked == long(expected)
    assert found.worked(at(begin), found.after(at(begin), worked, pauses(tuple(paused)))) <= found.worked(
        at(begin), at(end)
    )


@pytest.mark.parametrize(
    ("calendar", "moment", "ends"),
    [
        ("berlin", "2026-01-05T07:00+01", "2026-01-05T17:00+01"),
        ("berlin", "2026-01-05T20:00+01", "2026-01-05T17:00+01"),
        ("berlin", "2026-01-10T12:00+01", ""),
        ("shop", "2026-01-05T10:00+02", "2026-01-05T17:30+02"),
        ("late", "2026-01-05T10:00+01", "2026-01-06T00:00+01"),
        ("closed", "2026-01-07T12:00+01", ""),
    ],
)
def test_work_ends_on_a_day(calendar: str, moment: str, ends: str) -> None:
    assert hours(CALENDARS[calendar]).end_of_day(at(moment)) == (at(ends) if ends else None)


def test_a_time_is_reached_behind_the_pauses() -> None:
    paused = pauses(("2026-01-05T10:00+01", "2026-01-05T11:00+01", "2026-01-05T16:00+01", "2026-01-06T10:00+01"))
    found = hours(CALENDARS["berlin"])
    assert found.after(at("2026-01-05T09:00+01"), long("1:00"), paused) == at("2026-01-05T10:00+01")
    assert found.after(at("2026-01-05T09:00+01"), long("6:00"), paused) == at("2026-01-05T16:00+01")
    assert found.after(at("2026-01-05T09:00+01"), long("7:00"), paused) == at("2026-01-06T11:00+01")


@pytest.mark.parametrize("week", [daily("-"), daily("0-24")], ids=["no hours", "closed all year"])
def test_a_calendar_that_never_opens_is_a_mistake_and_no_endless_search(week: object) -> None:
    calendar = made("UTC", week, several("2024-01-01", "2024-12-31", yearly=True))  # type: ignore[arg-type]
    found = hours(calendar)
    with pytest.raises(Mistake) as told:
        found.after(at("2026-01-05T09:00+00"), long("1:00"))
    assert told.value.code == "calendar.never_open"
    assert found.next_open(at("2026-01-05T09:00+00")) is None
    assert found.next_close(at("2026-01-05T09:00+00")) is None
    assert found.next_day(at("2026-01-05T09:00+00")) is None
    assert found.worked(at("2026-01-05T09:00+00"), at("2030-01-05T09:00+00")) == timedelta(0)


def test_what_is_too_far_to_count_is_a_mistake() -> None:
    with pytest.raises(Mistake) as told:
        hours(CALENDARS["mondays"]).after(at("2026-01-05T09:00+00"), timedelta(days=200_000))
    assert told.value.code == "calendar.too_far"


def test_a_zone_that_there_is_not_is_a_mistake() -> None:
    for name in ("Europe/Atlantis", "", "../etc/passwd"):
        with pytest.raises(Mistake) as told:
            hours(made(name, daily("9-17")))
        assert told.value.code == "calendar.zone"
