"""Counting the clocks of tickets, and writing what they are now."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from msgspec import Struct, field
from sqlalchemy import bindparam, delete, update

from deskbell.model.calendars import ALWAYS as DAY_AND_NIGHT
from deskbell.model.calendars import Calendar
from deskbell.model.kinds import Deed
from deskbell.model.sla import ALWAYS, Metric, Policy
from deskbell.rules.calendars import hours
from deskbell.rules.sla import choose
from deskbell.rules.sla_clocks import Clock, Come, Promise, Verdict, is_other_promise, runs, settle
from deskbell.rules.sla_journal import as_text
from deskbell.rules.sla_steps import by_metric
from deskbell.store import plain
from deskbell.store.bulk import as_kept, insert_rows
from deskbell.store.queries import calendars, policies
from deskbell.store.queries.clocks import Course, ask_courses
from deskbell.store.session import Session
from deskbell.store.tables import clock, ticket

AT_ONCE = 500
# What a clock is of stays.
_COLUMNS = tuple(name for name in Clock.__struct_fields__ if name not in ("metric", "started_at"))
_KEPT = (*_COLUMNS, "counted_to")
_CHANGED = (
    update(clock).where(clock.c.id == bindparam("row")).values({name: bindparam(f"new_{name}") for name in _KEPT})
)
_AS_IT_WAS = update(clock).where(clock.c.id == bindparam("row")).values(counted_to=bindparam("new_counted_to"))
_GONE = delete(clock).where(clock.c.id == bindparam("row"))
_DUE = update(ticket).where(ticket.c.id == bindparam("row")).values(sla_due_at=bindparam("new_sla_due_at"))
# Where no policy is a ticket's, what is over is still looked for; when it paused does not matter then.
_NO_POLICY = Policy(0, "")


# As `actions.deeds` has it: ticket, kind, before, after.
Line = tuple[int, Deed, str, str]


class Promises:
    """The policies that are on, with their hours."""

    def __init__(self, policies_on: Sequence[Policy], known: Sequence[Calendar]) -> None:
        self._policies = policies_on
        self._known = {one.id: one for one in known}
        self._first = known[0] if known else DAY_AND_NIGHT
        self._steps = {policy.id: by_metric(policy.steps) for policy in policies_on if policy.steps}

    def verdict(self, course: Course, session: Session, *, stepping: bool) -> Verdict:
        """What is to become of the clocks of a ticket, and of steps that have come where they are done now (`stepping`)."""
        known = [one for _, one in course.clocks]
        if course.history is None:
            # Its messages are on another ticket; what was over before that was so here.
            return settle([one for one in known if one.stopped_at is None], (), None, session.now)
        policy = choose(self._policies, course.facts)
        promise = None if policy is None else self._promise(policy, course)
        return settle(known, runs(course.history, policy or _NO_POLICY), promise, session.now, stepping=stepping)

    def _promise(self, policy: Policy, course: Course) -> Promise:
        of = policy.targets[course.facts.priority]
        targets = (of.of(Metric.FIRST_REPLY), of.of(Metric.NEXT_REPLY), of.of(Metric.RESOLUTION))
        counts_by = hours(self.calendar(policy, course.team_calendar))
        return Promise(policy.id, counts_by, targets, self._steps.get(policy.id, {}), course.done.get(policy.id, {}))

    def calendar(self, policy: Policy, of_team: int | None) -> Calendar:
        """The hours that a policy counts by; those of the ticket's team, or the desk's first, where it names none that is there."""
        if policy.calendar_id == ALWAYS:
            return DAY_AND_NIGHT
        named = self._known.get(policy.calendar_id or 0)
        return named or self._known.get(of_team or 0) or self._first


class Counted(Struct):
    """The tickets whose clocks are others now, the journal lines that say what is promised otherwise, and what came too late, and by ticket the steps that have
    come: neither is done yet.
    """

    changed: list[int] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    come: dict[int, tuple[Come, ...]] = field(default_factory=dict)


def count(session: Session, ids: Sequence[int], there: tuple[Policy, ...], *, stepping: bool = False) -> Counted:
    """Bring the clocks of tickets to what is written of them, by these policies. With `stepping` whoever calls does the steps that have come."""
    counted = Counted()
    for start in range(0, len(ids), AT_ONCE):
        part = ids[start : start + AT_ONCE]
        with_tags, known = policies.ask_tags(session, there), calendars.ask_rows(session)
        courses = ask_courses(session, part, steps=any(policy.steps for policy in there))()
        promises = Promises([policy for policy in with_tags() if policy.active], known())
        verdicts = {number: promises.verdict(course, session, stepping=stepping) for number, course in courses.items()}
        _write(session, courses, verdicts)
        counted.changed += [number for number, verdict in verdicts.items() if verdict.changed]
        counted.lines += [line for number, verdict in verdicts.items() for line in _lines(number, verdict)]
        counted.come |= {number: verdict.come for number, verdict in verdicts.items() if verdict.come}
    return counted


def _write(session: Session, courses: Mapping[int, Course], verdicts: Mapping[int, Verdict]) -> None:
    fresh: list[dict[str, Any]] = []
    other: list[tuple[int, dict[str, Any]]] = []
    gone: list[dict[str, int]] = []
    same: list[tuple[int, dict[str, Any]]] = []
    due: list[tuple[int, dict[str, Any]]] = []
    for number, verdict in verdicts.items():
        course = courses[number]
        ids = {id(one): row for row, one in course.clocks}
        to = {"counted_to": course.last_line}
        for before, after in verdict.changed:
            if after is None:
                gone.append({"row": ids[id(before)]})
            elif before is None:
                of = {"ticket_id": number, "metric": int(after.metric), "started_at": after.started_at}
                fresh.append(of | _values(after) | to)
            else:
                other.append((ids[id(before)], _values(after) | to))
        others = {id(before) for before, _ in verdict.changed}
        same += [
            (row, to)
            for (row, one), counted_to in zip(course.clocks, course.counted_to, strict=True)
            if _may_run_out(one) and (counted_to is None or counted_to < course.last_line) and id(one) not in others
        ]
        if verdict.due_at != course.due_at:
            due.append((number, {"sla_due_at": verdict.due_at}))
    insert_rows(session, clock, fresh)
    _update(session, clock, _CHANGED, other)
    if gone:
        plain.update_each(session.connection, _GONE, gone)
    _update(session, clock, _AS_IT_WAS, same)
    _update(session, ticket, _DUE, due)


def _may_run_out(one: Clock) -> bool:
    """Whether it will ever be asked up to where a clock that stays as it is was counted."""
    return one.due_at is not None and one.stopped_at is None and one.breached_at is None


def _update(session: Session, table: Any, statement: Any, rows: Sequence[tuple[int, dict[str, Any]]]) -> None:
    if rows:
        kept = as_kept(session, table, [values for _, values in rows])
        new = [{f"new_{name}": value for name, value in values.items()} for values in kept]
        numbered = [{"row": number} | values for (number, _), values in zip(rows, new, strict=True)]
        plain.update_each(session.connection, statement, numbered)


def _values(one: Clock) -> dict[str, Any]:
    values = {name: getattr(one, name) for name in _COLUMNS}
    return values | {"spent": one.spent // timedelta(milliseconds=1)}


def _lines(number: int, verdict: Verdict) -> Iterator[Line]:
    for before, after in verdict.changed:
        if is_other_promise(before, after):
            yield number, Deed.PROMISED, as_text(before), as_text(after)
        if after is not None and after.breached_at is not None and (before is None or before.breached_at is None):
            yield number, Deed.BREACHED, "", as_text(after)
