"""What clocks show after what happened: counted by hand."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from deskbell.model.kinds import Status
from deskbell.model.sla import Policy
from deskbell.rules.sla_clocks import Promise, is_other_promise
from rules.sla_stories import at, clocks, promise, settled, shown, told

PAUSING = Policy(1, "Pausing")
SNOOZING = Policy(1, "Snoozing", pauses_snoozed=True)
NEVER = Policy(1, "Never", pauses=frozenset())
ON_HOLD = Policy(1, "On hold", pauses=frozenset({Status.ON_HOLD}))

# Monday to Friday, 9 to 17 UTC; 2 hours to the first answer, 1 to each next, 16 to the solution. The 5th is a Monday.
PLAIN = [
    ("it runs", "5 9:00 in", "5 9:00", "first due 5 11:00, solution due 6 17:00"),
    ("it runs on", "5 9:00 in", "5 10:59", "first due 5 11:00, solution due 6 17:00"),
    ("at the very time it is late", "5 9:00 in", "5 11:00", "first late 5 11:00, solution due 6 17:00"),
    ("answered in time", "5 9:00 in, 5 10:00 out", "5 12:00", "first met 1:00, solution due 6 17:00"),
    ("answered at the very time", "5 9:00 in, 5 11:00 out", "5 12:00", "first broken 2:00, solution due 6 17:00"),
    ("answered late", "5 9:00 in, 5 12:30 out", "5 13:00", "first broken 3:30, solution due 6 17:00"),
    ("over the evening", "5 16:00 in", "5 16:00", "first due 6 10:00, solution due 7 16:00"),
    ("in the night", "5 22:00 in", "5 22:00", "first due 6 11:00, solution due 7 17:00"),
    ("on Friday evening", "9 16:30 in", "9 16:30", "first due 12 10:30, solution due 13 16:30"),
    ("at the weekend", "10 12:00 in", "10 12:00", "first due 12 11:00, solution due 13 17:00"),
    ("the end of a day, not the next", "5 15:00 in", "5 15:00", "first due 5 17:00, solution due 7 15:00"),
    ("late by a night", "5 15:00 in, 6 9:00 out", "6 9:00", "first broken 2:00, solution due 7 15:00"),
    ("he writes again", "5 9:00 in, 5 10:00 in", "5 10:00", "first due 5 11:00, solution due 6 17:00"),
    (
        "he answers",
        "5 9:00 in, 5 10:00 out, 5 11:00 in",
        "5 11:00",
        "first met 1:00, solution due 6 17:00, next due 5 12:00",
    ),
    (
        "and writes once more",
        "5 9:00 in, 5 10:00 out, 5 11:00 in, 5 11:30 in",
        "5 11:30",
        "first met 1:00, solution due 6 17:00, next due 5 12:00",
    ),
    (
        "each next answer has its own time",
        "5 9:00 in, 5 10:00 out, 5 11:00 in, 5 11:30 out, 5 14:00 in, 5 15:30 out",
        "5 16:00",
        "first met 1:00, solution due 6 17:00, next met 0:30, next broken 1:30",
    ),
    ("two answers in a row", "5 9:00 in, 5 10:00 out, 5 10:30 out", "5 11:00", "first met 1:00, solution due 6 17:00"),
    ("we wrote first", "5 9:00 open, 5 9:00 out", "5 9:00", "solution due 6 17:00"),
    ("and were answered", "5 9:00 open, 5 9:00 out, 5 9:30 in", "5 9:30", "solution due 6 17:00, next due 5 10:30"),
    ("nobody wrote anything", "5 9:00 open", "5 9:00", "solution due 6 17:00"),
    (
        "solved with the answer",
        "5 9:00 in, 5 10:00 out, 5 10:00 solved",
        "5 18:00",
        "first met 1:00, solution met 1:00",
    ),
    ("solved without an answer", "5 9:00 in, 5 9:30 solved", "5 18:00", "first met 0:30, solution met 0:30"),
    ("solved too late", "5 9:00 in, 5 10:00 out, 8 9:00 solved", "8 9:00", "first met 1:00, solution broken 24:00"),
    ("solved, then closed", "5 9:00 in, 5 10:00 solved, 7 9:00 closed", "7 9:00", "first met 1:00, solution met 1:00"),
    ("closed at once", "5 9:00 in, 5 10:00 closed", "5 10:00", "first met 1:00, solution met 1:00"),
    (
        "opened again by an answer",
        "5 9:00 in, 5 10:00 out, 5 11:00 solved, 6 9:00 in, 6 9:00 open",
        "6 9:00",
        "first met 1:00, solution due 7 15:00, next due 6 10:00",
    ),
    (
        "opened again by hand",
        "5 9:00 in, 5 10:00 out, 5 11:00 solved, 6 9:00 open",
        "6 9:00",
        "first met 1:00, solution due 7 15:00",
    ),
    (
        "solved twice",
        "5 9:00 in, 5 10:00 out, 5 11:00 solved, 6 9:00 open, 6 10:00 solved",
        "6 10:00",
        "first met 1:00, solution met 3:00",
    ),
    (
        "opened again too often",
        "5 9:00 in, 5 10:00 out, 6 15:00 solved, 7 9:00 open, 7 12:00 solved",
        "7 12:00",
        "first met 1:00, solution broken 17:00",
    ),
    (
        "solved before an answer, opened again: the first was called off",
        "5 9:00 in, 5 9:30 solved, 5 10:00 in, 5 10:00 open",
        "5 10:00",
        "first met 0:30, solution due 7 9:30, next due 5 11:00",
    ),
    (
        "he thanks, and it stays solved",
        "5 9:00 in, 5 10:00 out, 5 10:00 solved, 5 11:00 in",
        "5 12:00",
        "first met 1:00, solution met 1:00",
    ),
    ("Spam", "5 9:00 spam, 5 9:00 in", "5 20:00", "first paused 0:00, solution paused 0:00"),
    (
        "not Spam after all",
        "5 9:00 spam, 5 9:00 in, 5 12:00 open",
        "5 12:00",
        "first due 5 14:00, solution due 7 12:00",
    ),
    ("into Trash", "5 9:00 in, 5 10:00 trash", "6 10:00", "first paused 1:00, solution paused 1:00"),
    (
        "and back",
        "5 9:00 in, 5 10:00 trash, 6 10:00 open",
        "6 10:00",
        "first due 6 11:00, solution due 7 17:00",
    ),
    ("new is as open", "5 9:00 new, 5 9:00 in, 5 10:00 open", "5 10:00", "first due 5 11:00, solution due 6 17:00"),
]

PAUSES = [
    ("pending", PAUSING, "5 9:00 in, 5 10:00 pending", "5 12:00", "first paused 1:00, solution paused 1:00"),
    (
        "and on again",
        PAUSING,
        "5 9:00 in, 5 10:00 pending, 5 12:00 open",
        "5 12:00",
        "first due 5 13:00, solution due 7 11:00",
    ),
    (
        "from one pause into the other",
        PAUSING,
        "5 9:00 in, 5 10:00 pending, 5 11:00 hold, 5 12:00 open",
        "5 12:00",
        "first due 5 13:00, solution due 7 11:00",
    ),
    (
        "two pauses",
        PAUSING,
        "5 9:00 in, 5 9:30 pending, 5 10:00 open, 5 10:30 hold, 5 11:00 open",
        "5 11:00",
        "first due 5 12:00, solution due 7 10:00",
    ),
    (
        "a pause in the night takes nothing",
        PAUSING,
        "5 9:00 in, 5 18:00 pending, 6 8:00 open",
        "6 8:00",
        "first late 5 11:00, solution due 6 17:00",
    ),
    (
        "over a weekend",
        PAUSING,
        "9 16:00 in, 9 16:30 pending, 12 10:00 open",
        "12 10:00",
        "first due 12 11:30, solution due 14 9:30",
    ),
    (
        "answered in a pause",
        PAUSING,
        "5 9:00 in, 5 10:00 pending, 5 15:00 out",
        "5 15:00",
        "first met 1:00, solution paused 1:00",
    ),
    (
        "solved in a pause",
        PAUSING,
        "5 9:00 in, 5 10:00 pending, 6 15:00 solved",
        "6 15:00",
        "first met 1:00, solution met 1:00",
    ),
    (
        "late, then paused: it stays late",
        PAUSING,
        "5 9:00 in, 5 12:00 pending",
        "5 16:00",
        "first late 5 11:00, solution paused 3:00",
    ),
    (
        "paused at the very time",
        PAUSING,
        "5 9:00 in, 5 11:00 pending",
        "5 16:00",
        "first late 5 11:00, solution paused 2:00",
    ),
    (
        "the answer of a customer ends the pause",
        PAUSING,
        "5 9:00 in, 5 10:00 out, 5 10:00 pending, 6 9:00 in, 6 9:00 open",
        "6 9:00",
        "first met 1:00, solution due 7 16:00, next due 6 10:00",
    ),
    (
        "he writes, and it stays pending",
        PAUSING,
        "5 9:00 in, 5 10:00 out, 5 10:00 pending, 5 11:00 in",
        "5 16:00",
        "first met 1:00, solution paused 1:00, next paused 0:00",
    ),
    (
        "which is taken up later",
        PAUSING,
        "5 9:00 in, 5 10:00 out, 5 10:00 pending, 5 11:00 in, 5 14:00 open",
        "5 14:00",
        "first met 1:00, solution due 7 13:00, next due 5 15:00",
    ),
    (
        "solved out of a pause, opened into a pause",
        PAUSING,
        "5 9:00 in, 5 10:00 pending, 5 11:00 solved, 5 12:00 hold",
        "5 16:00",
        "first met 1:00, solution paused 1:00",
    ),
    (
        "and on",
        PAUSING,
        "5 9:00 in, 5 10:00 pending, 5 11:00 solved, 5 12:00 hold, 5 13:00 open",
        "5 13:00",
        "first met 1:00, solution due 7 12:00",
    ),
    (
        "pending pauses nothing here",
        ON_HOLD,
        "5 9:00 in, 5 10:00 pending",
        "5 10:00",
        "first due 5 11:00, solution due 6 17:00",
    ),
    ("on hold does", ON_HOLD, "5 9:00 in, 5 10:00 hold", "5 12:00", "first paused 1:00, solution paused 1:00"),
    (
        "nothing pauses",
        NEVER,
        "5 9:00 in, 5 10:00 pending, 5 10:30 hold",
        "5 10:30",
        "first due 5 11:00, solution due 6 17:00",
    ),
    (
        "but Spam does",
        NEVER,
        "5 9:00 in, 5 10:00 spam",
        "5 16:00",
        "first paused 1:00, solution paused 1:00",
    ),
    ("snoozed", SNOOZING, "5 9:00 in, 5 10:00 snooze", "5 16:00", "first paused 1:00, solution paused 1:00"),
    (
        "woken",
        SNOOZING,
        "5 9:00 in, 5 10:00 snooze, 5 12:00 wake",
        "5 12:00",
        "first due 5 13:00, solution due 7 11:00",
    ),
    (
        "woken into a pause",
        SNOOZING,
        "5 9:00 in, 5 10:00 snooze, 5 11:00 pending, 5 12:00 wake",
        "5 16:00",
        "first paused 1:00, solution paused 1:00",
    ),
    (
        "a snooze that pauses nothing",
        PAUSING,
        "5 9:00 in, 5 10:00 snooze",
        "5 10:30",
        "first due 5 11:00, solution due 6 17:00",
    ),
]

# Other hours: the time to the first answer is 2 hours of them, and nothing else is promised.
HOURS = [
    ("always", "10 23:30 in", "first due 11 1:30"),
    ("berlin", "5 9:00 in", "first due 5 11:00"),
    ("berlin", "5 7:00 in", "first due 5 10:00"),
    ("kathmandu", "5 3:15 in", "first due 5 5:15"),
    ("shop", "5 9:00 in", "first due 5 12:00"),
    ("shop", "9 15:00 in", "first due 10 9:30"),
    ("round", "3-29 0:30 in", "first due 3-29 2:30"),
    ("late", "5 0:30 in", "first due 5 20:30"),
    ("early", "3-8 6:30 in", "first due 3-9 5:30"),
    ("gap", "3-8 5:00 in", "first due 3-10 7:00"),
    ("out of gap", "3-8 6:00 in", "first due 3-9 7:30"),
    ("troll", "3-29 0:00 in", "first due 3-29 2:00"),
    ("closed", "6 15:00 in", "first due 8 9:00"),
    ("between years", "2026-12-23 15:30 in", "first due 2027-1-4 9:30"),
    ("summer", "7-24 14:00 in", "first due 8-10 8:00"),
    ("birthday", "5-19 16:00 in", "first due 5-21 10:00"),
    ("germany", "5-1 8:00 in", "first due 5-4 9:00"),
    ("bavaria", "6 8:00 in", "first due 7 10:00"),
    ("germany", "6 8:00 in", "first due 6 10:00"),
    ("diligent", "4-3 8:00 in", "first due 4-3 10:00"),
    ("germany", "4-3 8:00 in", "first due 4-7 9:00"),
    ("america", "7-2 20:00 in", "first due 7-6 14:00"),
    ("mondays", "5 9:00 in", "first due 12 10:00"),
]


@pytest.mark.parametrize(("name", "story", "now", "expected"), PLAIN, ids=[one[0] for one in PLAIN])
def test_a_promise_in_working_hours(name: str, story: str, now: str, expected: str) -> None:
    found = clocks(told(story), promise("utc"), PAUSING, at(*now.split()))
    assert ", ".join(map(shown, found)) == expected, name


@pytest.mark.parametrize(("name", "policy", "story", "now", "expected"), PAUSES, ids=[one[0] for one in PAUSES])
def test_pauses(name: str, policy: Policy, story: str, now: str, expected: str) -> None:
    found = clocks(told(story), promise("utc"), policy, at(*now.split()))
    assert ", ".join(map(shown, found)) == expected, name


@pytest.mark.parametrize(("calendar", "story", "expected"), HOURS)
def test_other_hours(calendar: str, story: str, expected: str) -> None:
    history = told(story)
    found = clocks(history, promise(calendar, 2, None, None), PAUSING, history.first.at)
    assert ", ".join(map(shown, found)) == expected


STORY = "5 9:00 in, 5 10:00 out, 5 10:30 in"
# What was promised first, what is promised from 10:45 on, what the clocks show then, and which of them were promised something else.
CHANGED = [
    ("the same", promise("utc"), promise("utc"), "first met 1:00, solution due 6 17:00, next due 5 11:30", 0),
    (
        "more time",
        promise("utc"),
        promise("utc", 4, 4, 24),
        "first met 1:00, solution due 7 17:00, next due 5 14:30",
        2,
    ),
    (
        "less time",
        promise("utc", 2, 4, 24),
        promise("utc", 2, 1, 1),
        "first met 1:00, solution late 5 10:00, next due 5 11:30",
        2,
    ),
    (
        "day and night",
        promise("utc"),
        promise("always"),
        "first met 1:00, solution due 6 1:00, next due 5 11:30",
        1,
    ),
    ("no longer of the next", promise("utc"), promise("utc", 2, None, 16), "first met 1:00, solution due 6 17:00", 1),
    ("of the solution, too", promise("utc", 2, 1, None), promise("utc"), "first met 1:00, solution due 6 17:00, next due 5 11:30", 0),
    ("nothing any more", promise("utc"), None, "first met 1:00", 2),
    ("what is over stays", promise("utc", 1), promise("utc", 8), "first broken 1:00, solution due 6 17:00, next due 5 11:30", 0),
    ("something at last: not of what is over", None, promise("utc"), "solution due 6 17:00, next due 5 11:30", 0),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "one", "other", "expected", "told_otherwise"), CHANGED, ids=[one[0] for one in CHANGED]
)
def test_another_promise(
    name: str, one: Promise | None, other: Promise | None, expected: str, told_otherwise: int
) -> None:
    history, now = told(STORY), at("5", "10:45")
    known = clocks(history, one, PAUSING, now) if one is not None else []
    if other is not None and name not in ("the same", "what is over stays"):
        other = replace(other, policy_id=1)
    found = settled(known, history, other, PAUSING, now)
    assert ", ".join(map(shown, found)) == expected
    by_what = {(clock.metric, clock.started_at): clock for clock in found}
    changed = [clock for clock in known if is_other_promise(clock, by_what.get((clock.metric, clock.started_at)))]
    assert len(changed) == told_otherwise


def test_what_was_before_it_came_here_is_not_promised() -> None:
    history = replace(told("5 9:00 in, 5 10:00 out, 6 9:00 in"), since=at("6"))
    assert [shown(one) for one in clocks(history, promise("utc"), PAUSING, at("6", "9:00"))] == ["next due 6 10:00"]
    unanswered = replace(told("5 9:00 in, 6 9:00 in"), since=at("6"))
    assert [shown(one) for one in clocks(unanswered, promise("utc"), PAUSING, at("6", "9:00"))] == ["first due 6 11:00"]


def test_hours_that_never_come_promise_nothing() -> None:
    from deskbell.rules.calendars import hours
    from rules.clock_calendars import made, several

    closed = made("UTC", (((0, 60),),) * 7, several("2024-01-01", "2024-12-31", yearly=True))
    nothing = Promise(1, hours(closed), (3600, 3600, 3600))
    assert clocks(told("5 9:00 in"), nothing, PAUSING, at("5", "9:00") + timedelta(days=1)) == []
