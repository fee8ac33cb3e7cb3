"""When the steps of a policy come, which of them are done together, and which never are: counted by hand."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from deskbell.model.automation import Hand
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Priority, Status
from deskbell.model.sla import ALWAYS, Conditions, Metric, Policy, Targets
from deskbell.model.sla_steps import MOST_STEPS, Step
from deskbell.rules.sla_clocks import Verdict, runs, settle
from deskbell.rules.sla_steps import by_metric, fault_of, must_be_good, numbered, raised
from rules.sla_stories import METRICS, at, clocks, promise, told

HALF, MOST, WHOLE, LATER = (
    Step(1, percent=50, assignee=True),
    Step(2, percent=75, assignee=True),
    Step(3, percent=100, assignee=True),
    Step(4, percent=100, late=1800, assignee=True),
)
ALL = (HALF, MOST, WHOLE, LATER)
PAUSING = Policy(1, "Pausing")


def moment(of: datetime | None) -> str:
    return "-" if of is None else f"{of.month}-{of.day} {of.hour}:{of.minute:02}"


def verdict(
    story: str,
    calendar: str,
    steps: tuple[Step, ...],
    now: datetime,
    done: dict[str, tuple[int, int]],
    *,
    stepping: bool,
) -> Verdict:
    """What is to become of the clocks of a ticket on which this happened; `done` says how far steps were done, by the name of a metric."""
    history = told(story)
    names = {name: metric for metric, name in METRICS.items()}
    known = runs(history, PAUSING)
    ranks = {
        (run.metric, run.started_at): done[name]
        for name, metric in names.items()
        for run in known
        if metric is run.metric and name in done
    }
    of = replace(promise(calendar), steps=by_metric(steps), done=ranks)
    return settle(clocks(history, promise(calendar), PAUSING, now), known, of, now, stepping=stepping)


# Two hours to the first answer, 16 to the solution, of which nothing is said here; `now` is when it is counted. The 5th of January is a Monday.
NEXT = [
    ("at the beginning", "utc", "5 9:00 in", "5 9:00", {}, "1-5 10:00"),
    ("it has come, and is not done", "utc", "5 9:00 in", "5 10:10", {}, "1-5 10:00"),
    ("it is done", "utc", "5 9:00 in", "5 10:10", {"first": (50, 0)}, "1-5 10:30"),
    ("the next is done", "utc", "5 9:00 in", "5 10:40", {"first": (75, 0)}, "1-5 11:00"),
    ("late", "utc", "5 9:00 in", "5 11:00", {"first": (100, 0)}, "1-5 11:30"),
    ("all are done", "utc", "5 9:00 in", "5 12:00", {"first": (100, 1800)}, "-"),
    ("over the evening", "utc", "5 16:30 in", "5 16:30", {}, "1-6 9:30"),
    ("what is late is late by working time", "utc", "5 15:00 in", "5 17:00", {"first": (100, 0)}, "1-6 9:30"),
    ("over the weekend", "utc", "9 16:15 in", "9 16:15", {}, "1-12 9:15"),
    ("paused", "utc", "5 9:00 in, 5 9:30 pending", "5 9:40", {}, "-"),
    ("and on again", "utc", "5 9:00 in, 5 9:30 pending, 5 11:30 open", "5 11:30", {}, "1-5 12:00"),
    ("a pause before what is done moves the rest", "utc", "5 9:00 in, 5 10:10 pending, 5 11:10 open", "5 11:10", {"first": (50, 0)}, "1-5 11:30"),
    ("late, and paused", "utc", "5 9:00 in, 5 11:10 pending", "5 11:40", {"first": (100, 0)}, "-"),
    ("late, paused, and on again", "utc", "5 9:00 in, 5 11:10 pending, 5 12:10 open", "5 12:10", {"first": (100, 0)}, "1-5 12:30"),
    ("answered", "utc", "5 9:00 in, 5 9:50 out", "5 10:10", {}, "-"),
    ("solved", "utc", "5 9:00 in, 5 9:50 solved", "5 10:10", {}, "-"),
    ("in Spam", "utc", "5 9:00 in, 5 9:50 spam", "5 10:10", {}, "-"),
    ("the clock is set forward", "always", "3-29 0:30 in", "3-29 0:30", {}, "3-29 1:30"),
    ("within hours that the clock leaps over", "early", "3-8 6:00 in", "3-8 8:00", {"first": (100, 0)}, "3-9 5:30"),
    ("the clock is set back", "round", "10-25 0:30 in", "10-25 0:30", {}, "10-25 1:30"),
    ("a holiday", "germany", "4-30 14:30 in", "4-30 14:30", {}, "5-4 7:30"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("calendar", "story", "now", "done", "comes"), [row[1:] for row in NEXT], ids=[row[0] for row in NEXT]
)
def test_when_the_next_step_comes(
    calendar: str, story: str, now: str, done: dict[str, tuple[int, int]], comes: str
) -> None:
    found = verdict(
        story,
        calendar,
        (replace(step, metrics=(Metric.FIRST_REPLY,)) for step in ALL),
        at(*now.split()),
        done,
        stepping=False,
    )
    assert found.come == ()
    known = [after for _, after in found.changed if after is not None and after.metric is Metric.FIRST_REPLY]
    assert moment(known[0].warn_at if known else None) == comes


# What is done by a worker that looks at this time, and what the clock waits for then.
DONE = [
    ("not yet", "5 9:59", {}, [], "1-5 10:00"),
    ("at the very time", "5 10:00", {}, [1], "1-5 10:30"),
    ("the next", "5 10:31", {"first": (50, 0)}, [2], "1-5 11:00"),
    ("late by an hour: all that came", "5 10:40", {}, [1, 2], "1-5 11:00"),
    ("late by a week", "12 9:00", {}, [1, 2, 3, 4], "-"),
    ("late by a week, some of it done", "12 9:00", {"first": (75, 0)}, [3, 4], "-"),
    ("nothing any more", "12 9:00", {"first": (100, 1800)}, None, "-"),
]


@pytest.mark.parametrize(("now", "done", "come", "waits"), [row[1:] for row in DONE], ids=[row[0] for row in DONE])
def test_what_is_done(now: str, done: dict[str, tuple[int, int]], come: list[int] | None, waits: str) -> None:
    steps = tuple(replace(step, metrics=(Metric.FIRST_REPLY,)) for step in ALL)
    found = verdict("5 9:00 in", "utc", steps, at(*now.split()), done, stepping=True)
    assert [step.id for one in found.come for step in one.steps] == (come or [])
    after = [after for _, after in found.changed if after is not None and after.metric is Metric.FIRST_REPLY]
    assert moment(after[0].warn_at if after else None) == waits


def test_steps_that_come_together_are_done_together() -> None:
    steps = (HALF, replace(HALF, id=9, priority=Priority.URGENT), MOST)
    found = verdict("5 9:00 in", "utc", steps, at("5", "10:05"), {}, stepping=True)
    assert [step.id for one in found.come for step in one.steps] == [1, 9]
    # One that is added to them later is of the past.
    found = verdict(
        "5 9:00 in", "utc", (*steps, replace(HALF, id=10)), at("5", "10:05"), {"first": (50, 0)}, stepping=True
    )
    assert found.come == ()


def test_a_step_is_for_what_comes() -> None:
    added = at("5", "10:20")
    steps = tuple(replace(step, since=added) for step in (HALF, MOST))
    found = verdict("5 9:00 in", "utc", steps, at("5", "10:20"), {}, stepping=True)
    assert found.come == ()
    first = next(after for _, after in found.changed if after is not None and after.metric is Metric.FIRST_REPLY)
    assert moment(first.warn_at) == "1-5 10:30"
    assert verdict("5 7:00 in", "utc", steps, at("5", "12:00"), {}, stepping=True).come != ()


def test_each_metric_has_its_own() -> None:
    steps = (
        replace(HALF, metrics=(Metric.RESOLUTION,)),
        replace(MOST, metrics=(Metric.FIRST_REPLY, Metric.NEXT_REPLY)),
    )
    found = verdict("5 9:00 in", "utc", steps, at("5", "9:00"), {}, stepping=False)
    waits = {METRICS[after.metric]: moment(after.warn_at) for _, after in found.changed if after is not None}
    assert waits == {"first": "1-5 10:30", "solution": "1-5 17:00"}


SAVED = at("5", "8:00")
SALT = 5
POLICY = Policy(1, "Everybody", targets=(Targets(3600),) * 4, calendar_id=ALWAYS, steps=ALL)


def test_a_step_that_is_saved_again_is_the_same() -> None:
    first = numbered(replace(POLICY, steps=tuple(replace(step, id=0) for step in ALL)), None, SAVED, SALT)
    ids = [step.id for step in first.steps]
    assert len(set(ids)) == 4
    assert all(ids)
    assert {step.since for step in first.steps} == {SAVED}
    later = SAVED + timedelta(days=1)
    assert numbered(first, first, later, SALT) == first
    other = replace(first, name="Others", steps=(replace(first.steps[0], mail=True), *first.steps[1:]))
    assert [(step.id, step.since) for step in numbered(other, first, later, SALT).steps] == [
        (step.id, SAVED) for step in first.steps
    ]


@pytest.mark.parametrize(
    "values",
    [
        {"targets": (Targets(7200),) * 4},
        {"conditions": Conditions(vip=True)},
        {"calendar_id": None},
        {"pauses": frozenset({Status.PENDING})},
        {"pauses_snoozed": True},
        {"active": False},
    ],
)
def test_with_another_promise_all_steps_hold_from_then_on(values: dict[str, object]) -> None:
    first = numbered(POLICY, None, SAVED, SALT)
    later = SAVED + timedelta(days=1)
    again = numbered(replace(first, **values), first, later, SALT)
    assert [(step.id, step.since) for step in again.steps] == [(step.id, later) for step in first.steps]


def test_another_time_makes_another_step_and_no_number_comes_twice() -> None:
    first = numbered(POLICY, None, SAVED, SALT)
    # Within the same millisecond, and by a clock that was set back.
    for now in (SAVED, SAVED - timedelta(hours=1)):
        moved = replace(first, steps=(replace(first.steps[0], percent=60), *first.steps[1:], HALF))
        again = numbered(moved, first, now, SALT)
        assert len({step.id for step in (*first.steps, *again.steps)}) == 6
        assert [step.since for step in again.steps] == [now, SAVED, SAVED, SAVED, now]


@pytest.mark.parametrize("milliseconds", range(-21, 22))
def test_steps_of_two_policies_saved_at_about_the_same_time_are_others(milliseconds: int) -> None:
    one, other = (replace(POLICY, id=number, steps=(HALF,) * MOST_STEPS) for number in (1, 2))
    first = numbered(one, None, SAVED, SALT)
    second = numbered(other, None, SAVED + timedelta(milliseconds=milliseconds), SALT + 1)
    assert len({step.id for step in (*first.steps, *second.steps)}) == 2 * MOST_STEPS
    assert all(0 < step.id < 2**63 for step in second.steps)


@pytest.mark.parametrize(
    ("step", "fault"),
    [
        (HALF, ""),
        (Step(priority=Priority.HIGH), ""),
        (Step(add=(1,)), ""),
        (Step(webhook_id=1), ""),
        (Step(assign=Hand.NOBODY), ""),
        (Step(lead=True, notify=False, mail=True), ""),
        (Step(), "policy.step_nothing"),
        (Step(assignee=True, notify=False), "policy.step_nothing"),
        (Step(assignee=True, metrics=()), "policy.step_metric"),
        (Step(assignee=True, percent=0), "policy.step_time"),
        (Step(assignee=True, percent=101), "policy.step_time"),
        (Step(assignee=True, percent=75, late=60), "policy.step_time"),
        (Step(assignee=True, late=-1), "policy.step_time"),
        (Step(assignee=True, late=400 * 86_400), "policy.step_time"),
        (Step(assign=Hand.PERSON), "policy.step_nobody"),
    ],
)
def test_what_a_step_must_be(step: Step, fault: str) -> None:
    assert fault_of(step) == fault
    if fault:
        with pytest.raises(Mistake) as refused:
            must_be_good((HALF, step))
        assert refused.value.code == fault


def test_a_policy_has_so_many_steps_at_most() -> None:
    must_be_good((HALF,) * MOST_STEPS)
    with pytest.raises(Mistake) as refused:
        must_be_good((HALF,) * (MOST_STEPS + 1))
    assert refused.value.code == "policy.steps_many"


@given(st.sampled_from(Priority), st.none() | st.sampled_from(Priority))
def test_a_priority_is_never_lowered(priority: Priority, to: Priority | None) -> None:
    assert raised(priority, to) >= priority
    assert raised(priority, to) in (priority, to)


@given(
    looks=st.lists(st.integers(0, 12 * 60), max_size=12),
    pause=st.tuples(st.integers(1, 300), st.integers(1, 300)),
    steps=st.lists(st.tuples(st.integers(1, 100), st.integers(0, 120)), min_size=1, max_size=6),
)
def test_whenever_a_worker_looks_each_step_is_done_once(
    looks: list[int], pause: tuple[int, int], steps: list[tuple[int, int]]
) -> None:
    begin = datetime(2026, 1, 5, 9, tzinfo=UTC)
    made = tuple(
        Step(place, (Metric.FIRST_REPLY,), percent if not late else 100, late * 60, assignee=True)
        for place, (percent, late) in enumerate(steps, 1)
    )
    away, back = pause[0], pause[0] + pause[1]
    done: list[int] = []
    rank: dict[str, tuple[int, int]] = {}
    for minutes in [*sorted(looks), 24 * 60]:
        story = "5 9:00 in"
        for when, what in ((away, "pending"), (back, "open")):
            if minutes >= when:
                moved = begin + timedelta(minutes=when)
                story += f", 5 {moved.hour}:{moved.minute:02} {what}"
        now = begin + timedelta(minutes=minutes)
        for one in verdict(story, "always", made, now, rank, stepping=True).come:
            done += [step.id for step in one.steps]
            rank["first"] = one.steps[-1].rank
    assert sorted(done) == [step.id for step in made]
    assert [made[place - 1].rank for place in done] == sorted(step.rank for step in made)
