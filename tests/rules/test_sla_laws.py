"""What holds of clocks whatever happens, and how their history is read out of the journal."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.model.calendars import Calendar
from deskbell.model.kinds import Deed, Status
from deskbell.model.sla import Metric, Policy
from deskbell.rules.calendars import Hours
from deskbell.rules.sla_clocks import History, Promise, Stood, Wrote, count, pauses, runs
from deskbell.rules.sla_history import Changed, Message, ordered
from rules.sla_stories import settled
from rules.test_calendar_laws import calendars

BEGIN = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
POLICY = Policy(1, "All", pauses_snoozed=True)
gaps = st.integers(1, 20_000).map(lambda minutes: timedelta(minutes=minutes))
events = st.one_of(
    st.booleans(),
    st.tuples(st.sampled_from(Status), st.booleans()),
)
hours_of = st.integers(60, 400_000)


@st.composite
def histories(draw: st.DrawFn) -> History:
    at = BEGIN
    first = Stood(at, draw(st.sampled_from([Status.NEW, Status.OPEN, Status.PENDING, Status.SPAM])))
    steps: list[Wrote | Stood] = [Wrote(at, by_customer=True)] if draw(st.booleans()) else []
    for gap, event in draw(st.lists(st.tuples(gaps, events), max_size=12)):
        at += gap
        steps.append(Wrote(at, by_customer=event) if isinstance(event, bool) else Stood(at, *event))
    return History(first, tuple(steps))


def promised(calendar: Calendar, seconds: int) -> Promise:
    return Promise(1, Hours(calendar), (seconds, seconds, seconds))


@given(histories(), calendars(), hours_of, gaps)
def test_counting_at_each_event_is_as_counting_all_at_the_end(
    history: History, calendar: Calendar, seconds: int, later: timedelta
) -> None:
    promise = promised(calendar, seconds)
    known = []
    moments = [history.first.at, *(step.at for step in history.steps)]
    for place, moment in enumerate(moments):
        known = settled(known, History(history.first, history.steps[:place]), promise, POLICY, moment)
    now = moments[-1] + later
    known = settled(known, history, promise, POLICY, now)
    assert known == [count(run, promise, now) for run in sorted(runs(history, POLICY), key=lambda one: (one.started_at, one.metric))]  # fmt: skip


@given(histories(), calendars(), hours_of)
def test_what_is_spent_and_what_is_left_make_the_target(history: History, calendar: Calendar, seconds: int) -> None:
    """On going on it is due when what is left has been worked: as if it had been counted from pause to pause."""
    promise = promised(calendar, seconds)
    for run in runs(history, POLICY):
        now = max([run.started_at, *(end for _, end in run.pauses)])
        clock = count(run, promise, now)
        assert clock is not None
        assert timedelta(0) <= clock.spent
        if run.paused_at is not None or run.stopped_at is not None:
            assert clock.breached_at is not None or clock.spent <= timedelta(seconds=seconds)
        elif clock.breached_at is None:
            assert clock.due_at == promise.hours.after(now, timedelta(seconds=seconds) - clock.spent)


@given(histories(), calendars(), hours_of, hours_of)
def test_who_is_promised_more_is_not_due_sooner(history: History, calendar: Calendar, one: int, other: int) -> None:
    low, high = sorted((one, other))
    for run in runs(history, POLICY):
        now = BEGIN + timedelta(days=365)
        sooner, later = (count(run, promised(calendar, seconds), now) for seconds in (low, high))
        assert sooner is not None
        assert later is not None
        assert sooner.spent == later.spent
        if sooner.due_at is not None and later.due_at is not None:
            assert sooner.due_at <= later.due_at
        assert later.breached_at is None or sooner.breached_at is not None


@given(histories())
def test_runs_follow_one_another(history: History) -> None:
    found = runs(history, POLICY)
    last = history.first
    for step in history.steps:
        if isinstance(step, Stood):
            last = step
    still = pauses(POLICY, last.status, snoozed=last.snoozed)
    answers = [run for run in found if run.metric is not Metric.RESOLUTION]
    assert [run.metric for run in answers[1:]] == [Metric.NEXT_REPLY] * len(answers[1:])
    assert sum(run.metric is Metric.RESOLUTION for run in found) == 1
    for run in found:
        edges = [run.started_at, *(edge for pause in run.pauses for edge in pause)]
        assert edges == sorted(edges)
        if run.stopped_at is None:
            assert (run.paused_at is not None) is still
            assert last.status not in (Status.SOLVED, Status.CLOSED)
    assert all(run.stopped_at is not None for run in answers[:-1])


def minute(number: int) -> datetime:
    return BEGIN + timedelta(minutes=number)


def status(deed: str, at: int, before: Status, after: Status, undoes: str = "", by: str = "") -> Changed:
    return Changed(deed, Deed.STATUS, minute(at), str(int(before)), str(int(after)), undoes or None, by or None)


OPEN, SOLVED, PENDING = Status.OPEN, Status.SOLVED, Status.PENDING
JOURNALS = [
    ("nothing", [], OPEN, OPEN, []),
    ("solved", [status("a", 1, OPEN, SOLVED)], SOLVED, OPEN, [(1, SOLVED)]),
    (
        "solved, and taken back: it never was",
        [status("a", 1, OPEN, SOLVED), status("b", 5, SOLVED, OPEN, "a")],
        OPEN,
        OPEN,
        [],
    ),
    (
        "taken back, and done again: it was",
        [status("a", 1, OPEN, SOLVED), status("b", 5, SOLVED, OPEN, "a"), status("c", 6, OPEN, SOLVED, "b")],
        SOLVED,
        OPEN,
        [(1, SOLVED)],
    ),
    (
        "as the desk knows it while it is done again",
        [status("a", 1, OPEN, SOLVED, by="b"), status("b", 5, SOLVED, OPEN, "a"), status("c", 6, OPEN, SOLVED, "b")],
        SOLVED,
        OPEN,
        [(1, SOLVED)],
    ),
    (
        "a mail that was taken back, with the status that it gave",
        [status("a", 1, OPEN, PENDING, by="b"), status("b", 2, PENDING, OPEN)],
        OPEN,
        OPEN,
        [],
    ),
    (
        "taken back elsewhere alone",
        [status("a", 1, OPEN, SOLVED, by="x")],
        SOLVED,
        OPEN,
        [(1, SOLVED)],
    ),
    (
        "the first of two is taken back, where it left the same",
        [
            status("a", 1, OPEN, SOLVED),
            status("b", 2, SOLVED, PENDING),
            status("c", 3, PENDING, SOLVED),
            status("d", 4, SOLVED, OPEN, "a"),
        ],
        OPEN,
        OPEN,
        [(1, SOLVED), (2, PENDING), (3, SOLVED), (4, OPEN)],
    ),
]


@pytest.mark.parametrize(("name", "lines", "now", "first", "steps"), JOURNALS, ids=[one[0] for one in JOURNALS])
def test_what_was_taken_back_never_was(
    name: str, lines: list[Changed], now: Status, first: Status, steps: list[tuple[int, Status]]
) -> None:
    history = ordered(Stood(BEGIN, now), [], lines)
    assert history.first == Stood(BEGIN, first), name
    assert history.steps == tuple(Stood(minute(at), stood) for at, stood in steps)


def test_a_mail_counts_from_when_it_came_but_behind_what_was_done_before_it_was_filed() -> None:
    came = Message(minute(60), Wrote(minute(0), by_customer=True))
    history = ordered(Stood(BEGIN, OPEN), [came], [status("a", 30, OPEN, SOLVED), status("b", 60, SOLVED, OPEN)])
    assert history.steps == (Stood(minute(30), SOLVED), came.wrote, Stood(minute(60), OPEN))


def test_of_one_moment_what_was_written_comes_first() -> None:
    sent = Message(minute(5), Wrote(minute(5), by_customer=False))
    history = ordered(Stood(BEGIN, SOLVED), [sent], [status("a", 5, OPEN, SOLVED)])
    assert history.steps == (sent.wrote, Stood(minute(5), SOLVED))
