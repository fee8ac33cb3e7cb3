"""Which policy a ticket would have, why not those before it, and by when what would be done."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, select

from deskbell.actions.count_clocks import Promises
from deskbell.actions.try_out.outcome import Due, TriedPolicy
from deskbell.model.automation import What
from deskbell.model.kinds import Priority, Status, TicketType
from deskbell.model.sla import Metric, Policy
from deskbell.rules.automation import Key
from deskbell.rules.calendars import hours
from deskbell.rules.sla import Facts, lacks
from deskbell.rules.sla_clocks import History, Promise, Stood, Wrote, count, runs
from deskbell.store.queries import calendars, policies
from deskbell.store.queries.clocks import ask_courses
from deskbell.store.session import Session
from deskbell.store.tables import tag, team

_NOTHING: Final = frozenset({""})
_TAGS: Final[Any] = select(tag.c.id).where(
    tag.c.name.in_(bindparam("names", expanding=True)), tag.c.merged_into.is_(None)
)


def promised(
    session: Session,
    number: int,
    values: Mapping[Key, frozenset[str]],
    *,
    snoozed: bool,
    wrote_at: datetime | None,
    begun_at: datetime | None = None,
) -> tuple[tuple[TriedPolicy, ...], tuple[Due, ...]]:
    """The policies up to the one that would be the ticket's, and what it promises. `values` is how the ticket would be, `number` 0 for one that would be new and
    `begun_at` then; `wrote_at` is when the customer would have written, None where they would not.
    """
    there = policies.ask_tags(session, policies.rows(session))()
    facts = _facts(session, values)
    tried: list[TriedPolicy] = []
    for policy in there:
        tried.append(TriedPolicy(policy, lacks(policy, facts)))
        if tried[-1].lacks is None:
            history = _history(session, number, begun_at, wrote_at, _status(values), snoozed=snoozed)
            dues = _dues(session, policy, facts, history) if history is not None else ()
            return tuple(tried), dues
    return tuple(tried), ()


def _dues(session: Session, policy: Policy, facts: Facts, history: History) -> tuple[Due, ...]:
    of_team = select(team.c.calendar_id).where(team.c.id == facts.team)
    calendar = Promises((), calendars.rows(session)).calendar(policy, session.connection.execute(of_team).scalar())
    of = policy.targets[facts.priority]
    targets = (of.of(Metric.FIRST_REPLY), of.of(Metric.NEXT_REPLY), of.of(Metric.RESOLUTION))
    promise = Promise(policy.id, hours(calendar), targets)
    found = (count(run, promise, session.now) for run in runs(history, policy) if run.stopped_at is None)
    return tuple(Due(one.metric, one.target, one.due_at) for one in found if one is not None)


def _history(
    session: Session,
    number: int,
    begun_at: datetime | None,
    wrote_at: datetime | None,
    status: Status,
    *,
    snoozed: bool,
) -> History | None:
    """What would have happened on the ticket; None where it was merged into another."""
    now = session.now
    if number:
        course = ask_courses(session, [number])().get(number)
        known = course.history if course is not None else None
        if known is None:
            return None
    else:
        known = History(Stood(begun_at or now, Status.NEW))
    more: list[Wrote | Stood] = [] if wrote_at is None else [Wrote(wrote_at, by_customer=True)]
    more.append(Stood(now, status, snoozed))
    return History(known.first, (*known.steps, *more), known.since)


def _facts(session: Session, values: Mapping[Key, frozenset[str]]) -> Facts:
    def one(what: What) -> str:
        return next(iter(values.get((what, 0)) or _NOTHING))

    names = sorted(values.get((What.TAG, 0), _NOTHING) - _NOTHING)
    tags = session.connection.execute(_TAGS, {"names": names}).scalars() if names else ()
    kind, organisation = one(What.TYPE), one(What.ORGANISATION)
    return Facts(
        mailbox=int(one(What.MAILBOX)),
        team=int(one(What.TEAM) or 0),
        priority=Priority(int(one(What.PRIORITY))),
        type=TicketType(int(kind)) if kind else None,
        tags=frozenset(tags),
        organisation=int(organisation) if organisation else None,
        language=one(What.LANGUAGE),
        vip=bool(one(What.VIP)),
    )


def _status(values: Mapping[Key, frozenset[str]]) -> Status:
    return Status(int(next(iter(values[What.STATUS, 0]))))
