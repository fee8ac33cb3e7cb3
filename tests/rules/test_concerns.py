"""What concerns a person, what of it is told of one ticket, and when they are left alone."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from deskbell.model.concerns import Concern, Happening, QuietTimes, Reason, Wanted
from deskbell.model.kinds import Deed, Shelf
from deskbell.model.views import View, ViewKind
from deskbell.rules.concerns import (
    FRESH,
    WATCHED,
    concern,
    counted,
    is_quiet,
    kept_views,
    one_each,
    quiet_times,
    views_of,
)

ME, TOMAS = 1, 2
AT = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
UNASSIGNED, OPEN, SUPPORT, SALES = (
    View(ViewKind.UNASSIGNED),
    View(ViewKind.OPEN),
    View(ViewKind.MAILBOX, 3),
    View(ViewKind.TEAM, 4),
)
ALL = Wanted(frozenset(Reason), frozenset({OPEN}))
MAIL = Happening(10, 7, Deed.RECEIVED, None, "Jonas", AT, "5", "Rain", None, 3, None, Shelf.LIVE, written_at=AT)
NOTE = replace(MAIL, kind=Deed.NOTED, by=TOMAS, who="Tomas")
BACK = replace(MAIL, kind=Deed.WOKEN, who="", after="", written_at=None)
GIVEN = replace(MAIL, kind=Deed.ASSIGNED, by=TOMAS, who="Tomas", after="1", assignee_id=ME, written_at=None)
WAITS = replace(MAIL, kind=Deed.UNATTENDED, who="", after="1 3", written_at=None)


@pytest.mark.parametrize(
    ("happening", "changed", "reason"),
    [
        (MAIL, {}, None),
        (MAIL, {"assignee_id": TOMAS}, None),
        (MAIL, {"assignee_id": ME}, Reason.ANSWER),
        (MAIL, {"assignee_id": TOMAS, "follows": True}, Reason.ANSWER),
        (MAIL, {"assignee_id": ME, "automatic": True}, None),
        (MAIL, {"assignee_id": ME, "shelf": Shelf.SNOOZED}, Reason.ANSWER),
        (MAIL, {"assignee_id": ME, "shelf": Shelf.DONE}, Reason.ANSWER),
        (MAIL, {"assignee_id": ME, "shelf": Shelf.SPAM}, None),
        (MAIL, {"assignee_id": ME, "shelf": Shelf.TRASH}, None),
        (MAIL, {"assignee_id": ME, "written_at": None}, None),
        (MAIL, {"assignee_id": ME, "written_at": AT - FRESH}, Reason.ANSWER),
        (MAIL, {"assignee_id": ME, "written_at": AT - FRESH - timedelta(seconds=1)}, None),
        (MAIL, {"first": True}, Reason.NEW),
        (MAIL, {"first": True, "automatic": True}, Reason.NEW),
        (MAIL, {"first": True, "shelf": Shelf.SPAM}, None),
        (MAIL, {"first": True, "shelf": Shelf.DONE}, None),
        (MAIL, {"first": True, "written_at": AT - FRESH - timedelta(seconds=1)}, None),
        (MAIL, {"first": True, "assignee_id": ME}, Reason.NEW),
        (NOTE, {}, None),
        (NOTE, {"assignee_id": ME}, Reason.NOTE),
        (NOTE, {"follows": True}, Reason.NOTE),
        (NOTE, {"follows": True, "by": ME}, None),
        (NOTE, {"follows": True, "by": None}, Reason.NOTE),
        (NOTE, {"follows": True, "written_at": None}, None),
        (NOTE, {"mentions": True}, Reason.MENTION),
        (NOTE, {"mentions": True, "follows": True}, Reason.MENTION),
        (NOTE, {"mentions": True, "shelf": Shelf.TRASH}, None),
        (BACK, {}, None),
        (BACK, {"assignee_id": ME}, Reason.WOKEN),
        (BACK, {"follows": True}, Reason.WOKEN),
        (BACK, {"put_away": True}, Reason.WOKEN),
        (BACK, {"put_away": True, "assignee_id": TOMAS}, Reason.WOKEN),
        (BACK, {"put_away": True, "shelf": Shelf.TRASH}, None),
        (GIVEN, {}, Reason.ASSIGNED),
        (GIVEN, {"by": None}, Reason.ASSIGNED),
        (GIVEN, {"by": ME}, None),
        (GIVEN, {"after": "2"}, None),
        (GIVEN, {"after": ""}, None),
        # Taken back, or given on, before anybody looked.
        (GIVEN, {"assignee_id": TOMAS}, None),
        (GIVEN, {"kind": Deed.STATUS}, None),
        (GIVEN, {"kind": Deed.REPLIED}, None),
        (WAITS, {}, Reason.UNATTENDED),
        (WAITS, {"after": "3 11"}, None),
        (WAITS, {"after": ""}, None),
    ],
)
def test_what_concerns_me(happening: Happening, changed: dict[str, Any], reason: Reason | None) -> None:
    found = concern(replace(happening, **changed), ME, ALL)
    assert (found.reason if found is not None else None) is reason
    if found is not None:
        assert (found.line, found.ticket_id, found.subject, found.who) == (10, 7, "Rain", happening.who)


@pytest.mark.parametrize("reason", sorted(set(Reason) - {Reason.REMINDER, Reason.OVERDUE, Reason.DUE}))
def test_what_nobody_wants_to_hear_is_not_told(reason: Reason) -> None:
    of = {
        Reason.ANSWER: replace(MAIL, assignee_id=ME),
        Reason.NEW: replace(MAIL, first=True),
        Reason.NOTE: replace(NOTE, follows=True),
        Reason.WOKEN: replace(BACK, put_away=True),
        Reason.MENTION: replace(NOTE, mentions=True),
        Reason.ASSIGNED: GIVEN,
        Reason.UNATTENDED: WAITS,
    }[reason]
    assert concern(of, ME, Wanted(frozenset({reason}), frozenset({OPEN}))) is not None
    assert concern(of, ME, Wanted(frozenset(Reason) - {reason}, frozenset({OPEN}))) is None


def test_a_mention_that_is_not_told_as_one_is_still_a_note() -> None:
    found = concern(replace(NOTE, mentions=True, follows=True), ME, Wanted(frozenset({Reason.NOTE})))
    assert found is not None
    assert found.reason is Reason.NOTE


@pytest.mark.parametrize(
    ("changed", "lies_in"),
    [
        ({}, {UNASSIGNED, OPEN, SUPPORT}),
        ({"assignee_id": TOMAS}, {OPEN, SUPPORT}),
        ({"team_id": 4}, {UNASSIGNED, OPEN, SUPPORT, SALES}),
        ({"team_id": 5}, {UNASSIGNED, OPEN, SUPPORT}),
        ({"mailbox_id": 9}, {UNASSIGNED, OPEN}),
    ],
)
def test_in_which_views_a_new_ticket_is_heard_of(changed: dict[str, Any], lies_in: set[View]) -> None:
    new = replace(MAIL, first=True, **changed)
    views = (UNASSIGNED, OPEN, SUPPORT, SALES)
    assert {view for view in views if concern(new, ME, Wanted(frozenset(Reason), frozenset({view})))} == lies_in


def told(line: int, ticket: int, reason: Reason) -> Concern:
    return Concern(line, reason, ticket, "Rain", "Jonas")


def test_of_each_ticket_the_most_telling_is_told() -> None:
    all_ = [
        told(1, 7, Reason.MENTION),
        told(2, 8, Reason.NEW),
        told(3, 9, Reason.NOTE),
        told(4, 7, Reason.ANSWER),
        told(5, 9, Reason.NOTE),
    ]
    assert [(one.line, one.ticket_id) for one in one_each(all_)] == [(5, 9), (1, 7), (2, 8)]
    assert counted(all_) == {Reason.MENTION: 1, Reason.NOTE: 1, Reason.NEW: 1}
    assert list(counted(all_)) == [Reason.MENTION, Reason.NOTE, Reason.NEW]


EVENING = QuietTimes(time(18), time(8))
LUNCH = QuietTimes(time(12), time(13, 30))


@pytest.mark.parametrize(
    ("times", "day", "at", "quiet"),
    [
        (QuietTimes(), 4, "12:00", False),
        (EVENING, 4, "07:59", True),
        (EVENING, 4, "08:00", False),
        (EVENING, 4, "17:59", False),
        (EVENING, 4, "18:00", True),
        (EVENING, 4, "00:00", True),
        (LUNCH, 4, "11:59", False),
        (LUNCH, 4, "12:00", True),
        (LUNCH, 4, "13:29", True),
        (LUNCH, 4, "13:30", False),
        (QuietTimes(time(8), time(8)), 4, "12:00", True),
        (QuietTimes(days=frozenset({6, 7})), 8, "12:00", False),
        (QuietTimes(days=frozenset({6, 7})), 9, "12:00", True),
        (QuietTimes(days=frozenset({6, 7})), 10, "23:59", True),
        (QuietTimes(days=frozenset({6, 7})), 11, "00:00", False),
    ],
)
def test_when_one_is_left_alone(times: QuietTimes, day: int, at: str, quiet: bool) -> None:
    """The fourth of May 2026 is a Monday."""
    assert is_quiet(times, datetime.combine(date(2026, 5, day), time.fromisoformat(at))) is quiet


@pytest.mark.parametrize(
    ("hours", "begin", "end", "days", "found"),
    [
        (True, "18:00", "08:00", "", EVENING),
        (False, "18:00", "08:00", "67", QuietTimes(days=frozenset({6, 7}))),
        (True, "18:00", "soon", "x80", QuietTimes()),
        (True, "", "08:00", "1", QuietTimes(days=frozenset({1}))),
    ],
)
def test_quiet_times_as_they_are_kept(hours: bool, begin: str, end: str, days: str, found: QuietTimes) -> None:
    assert quiet_times(hours=hours, begin=begin, end=end, days=days) == found


@given(st.frozensets(st.builds(View, st.sampled_from(WATCHED), st.integers(0, 10**9))))
def test_views_come_back_as_they_were_kept(views: frozenset[View]) -> None:
    assert views_of(kept_views(views)) == views


@pytest.mark.parametrize("kept", ["", "snoozed", "mailbox:x", "mailbox:-1", "saved:3", "mailbox:²"])
def test_what_names_no_view_is_left_out(kept: str) -> None:
    assert views_of(kept) == frozenset()


@given(st.text())
def test_any_text_can_be_read(kept: str) -> None:
    assert all(view.kind in WATCHED for view in views_of(kept))
    quiet_times(hours=True, begin=kept, end=kept, days=kept)
