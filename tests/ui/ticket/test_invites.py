"""Meetings in a card: what is asked, when in the reader's own time, where, by whom."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtCore import QLocale
from pytestqt.qtbot import QtBot

from deskbell.model.mail import Every, Invite, Mailbox, Repeats
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.invite_box import InviteBox
from deskbell.ui.ticket.invite_words import lines, what, when
from deskbell.ui.ticket.reading import Opened
from deskbell.ui.ticket.repeat_words import again
from ui.ticket.opening import Desk, Make, words
from ui.ticket.rows import PANEL, detail, message

VILNIUS = timezone(timedelta(hours=2))
MEETING = Invite(
    method="request", summary="Return of <b>88213</b>", location="Room 4", organizer=Mailbox("Jane Doe", "jane@example.com"),
    start=datetime(2026, 11, 24, 8, 0, tzinfo=UTC), end=datetime(2026, 11, 24, 9, 30, tzinfo=UTC), zone="Europe/Berlin",
)  # fmt: skip
ENGLISH = QLocale("en_GB")
DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Tue 24 Nov 2026, 10:00 – 11:30"),
        ({"zone": ""}, "Tue 24 Nov 2026, 08:00 – 09:30"),
        ({"end": None}, "Tue 24 Nov 2026, 10:00"),
        ({"end": MEETING.start}, "Tue 24 Nov 2026, 10:00"),
        ({"end": datetime(2026, 11, 24, 23, 0, tzinfo=UTC)}, "Tue 24 Nov 2026, 10:00 – Wed 25 Nov 2026, 01:00"),
        (
            {"all_day": True, "start": datetime(2026, 11, 24, tzinfo=UTC), "end": datetime(2026, 11, 25, tzinfo=UTC)},
            "Tue 24 Nov 2026",
        ),
        (
            {"all_day": True, "start": datetime(2026, 11, 24, tzinfo=UTC), "end": datetime(2026, 11, 27, tzinfo=UTC)},
            "Tue 24 Nov 2026 – Thu 26 Nov 2026",
        ),
        ({"all_day": True, "end": None}, "Tue 24 Nov 2026"),
        ({"start": None}, ""),
        ({"recurs": True}, "Tue 24 Nov 2026, 10:00 – 11:30, and again after that"),
    ],
)
def test_when_it_is(changes: dict[str, object], said: str) -> None:
    assert when(replace(MEETING, **changes), VILNIUS, ENGLISH) == said  # type: ignore[arg-type]


MONDAYS = Repeats(Every.WEEK, date(2026, 11, 23), weekdays=(1,))


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (Repeats(Every.DAY, DAY), "every day"),
        (Repeats(Every.DAY, DAY, interval=3), "every 3 days"),
        (Repeats(Every.WEEK, DAY, weekdays=(2,)), "every week on Tuesday"),
        (Repeats(Every.WEEK, DAY, weekdays=(2, 4)), "every week on Tuesday and Thursday"),
        (Repeats(Every.WEEK, DAY, weekdays=(1, 2, 4)), "every week on Monday, Tuesday and Thursday"),
        (Repeats(Every.WEEK, DAY, interval=2, weekdays=(2,)), "every 2 weeks on Tuesday"),
        (Repeats(Every.WEEK, DAY, weekdays=(1, 2, 3, 4, 5)), "every day from Monday to Friday"),
        (Repeats(Every.WEEK, DAY, weekdays=(1, 2, 3, 4, 5, 6, 7)), "every day"),
        (Repeats(Every.MONTH, DAY, month_day=24), "every month on day 24"),
        (Repeats(Every.MONTH, DAY, month_day=-1), "every month on the last day"),
        (Repeats(Every.MONTH, DAY, interval=3, weekdays=(2,), nth=4), "every 3 months on the fourth Tuesday"),
        (Repeats(Every.MONTH, DAY, weekdays=(5,), nth=-1), "every month on the last Friday"),
        (Repeats(Every.YEAR, DAY, month_day=24, month=11), "every year on 24 Nov"),
        (Repeats(Every.YEAR, DAY, month_day=29, month=2), "every year on 29 Feb"),
        (Repeats(Every.YEAR, DAY, month_day=-1, month=2), "every year on the last day of February"),
        (
            Repeats(Every.YEAR, DAY, interval=2, weekdays=(7,), nth=1, month=5),
            "every 2 years on the first Sunday of May",
        ),
        (Repeats(Every.DAY, DAY, until=date(2027, 5, 3)), "every day until 3 May 2027"),
        (Repeats(Every.DAY, DAY, count=10), "every day, 10 times in all"),
        (Repeats(Every.DAY, DAY, count=10, excepted=True), "every day, 10 times in all, with exceptions"),
    ],
)
def test_when_it_is_again(rule: Repeats, said: str) -> None:
    assert again(rule, DAY, ENGLISH) == said
    meeting = replace(MEETING, recurs=True, repeats=rule)
    assert when(meeting, VILNIUS, ENGLISH) == f"Tue 24 Nov 2026, 10:00 – 11:30, {said}"


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (replace(MONDAYS, until=date(2027, 5, 3)), "every week on Tuesday until 4 May 2027"),
        (replace(MONDAYS, weekdays=(1, 7)), "every week on Monday and Tuesday"),
        (Repeats(Every.DAY, MONDAYS.day, count=3), "every day, 3 times in all"),
        (Repeats(Every.MONTH, MONDAYS.day, month_day=23), ""),
        (Repeats(Every.YEAR, MONDAYS.day, weekdays=(1,), nth=4, month=11), ""),
    ],
)
def test_what_is_monday_there_and_tuesday_here(rule: Repeats, said: str) -> None:
    """A meeting of Monday evening in New York, read in Vilnius."""
    late = {"start": datetime(2026, 11, 24, 1, 0, tzinfo=UTC), "end": None, "zone": "America/New_York"}
    meeting = replace(MEETING, recurs=True, repeats=rule, **late)  # type: ignore[arg-type]
    expected = said or "and again after that"
    assert when(meeting, VILNIUS, ENGLISH) == f"Tue 24 Nov 2026, 03:00, {expected}"


RULES = st.builds(
    Repeats,
    every=st.sampled_from(Every),
    day=st.dates(),
    interval=st.integers(1, 9999),
    weekdays=st.lists(st.integers(1, 7), min_size=1, max_size=7, unique=True).map(tuple),
    nth=st.sampled_from([0, 1, 2, 3, 4, 5, -1]),
    month_day=st.sampled_from([-1, *range(1, 29)]),
    month=st.integers(0, 12),
    until=st.none() | st.dates(),
    count=st.sampled_from([0, 2, 9999]),
)


@given(RULES, st.integers(-1, 1), st.sampled_from(["en_GB", "lt_LT", "ru_RU", "zh_CN", "zh_TW"]))
def test_every_rule_has_words(rule: Repeats, apart: int, name: str) -> None:
    shown = date.fromordinal(min(max(rule.day.toordinal() + apart, 1), date.max.toordinal()))
    words = again(rule, shown, QLocale(name))
    assert bool(words) is (shown == rule.day or rule.every in (Every.DAY, Every.WEEK))
    assert "{" not in words
    assert "%n" not in words


@pytest.mark.parametrize(
    ("method", "answer", "said"),
    [
        ("request", "", "Invitation"),
        ("cancel", "", "Called off"),
        ("reply", "declined", "Declined"),
        ("reply", "", "Meeting"),
        ("publish", "", "Meeting"),
        ("", "", "Meeting"),
    ],
)
def test_what_it_wants(method: str, answer: str, said: str) -> None:
    assert what(replace(MEETING, method=method, answer=answer)) == said


def test_what_is_not_known_is_left_out() -> None:
    assert lines(MEETING, VILNIUS)[1:] == ["Room 4", "Asked by Jane Doe <jane@example.com>"]
    assert lines(replace(MEETING, start=None, location=" ", organizer=Mailbox("", ""))) == []


def test_a_card_shows_it_literally(qtbot: QtBot, theme: ThemeSource, desk: Desk, make: Make) -> None:
    desk.opened[1042] = Opened(detail(messages=(message(3, "See you", 1, invites=(MEETING,)),)), (), PANEL)
    pane = make()
    (box,) = pane.findChildren(InviteBox)
    assert box.isVisible()
    assert "Invitation: Return of <b>88213</b>" in words(pane)
    assert box.height() > 60
