"""What the clocks of tickets are counted from: what the tickets are, and what happened on them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any

from msgspec import Struct, field
from sqlalchemy import BindParameter, bindparam, func, or_, select

from deskbell.model.kinds import Deed, MessageKind, Priority, ReplyKind, Status, TicketType
from deskbell.model.sla import Metric
from deskbell.rules.sla import Facts
from deskbell.rules.sla_clocks import Clock, History, Stood, Wrote
from deskbell.rules.sla_history import TOLD, Changed, Message, ordered
from deskbell.rules.sla_steps import Rank
from deskbell.store import plain
from deskbell.store.session import Session
from deskbell.store.tables import (
    clock,
    customer,
    deed,
    journal,
    message,
    organisation,
    outbox,
    step_done,
    team,
    ticket,
    ticket_tag,
)

_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_TICKETS = (
    select(
        ticket.c.id,
        ticket.c.mailbox_id,
        ticket.c.team_id,
        ticket.c.priority,
        ticket.c.type,
        ticket.c.status,
        ticket.c.snoozed_until,
        ticket.c.created_at,
        ticket.c.merged_into,
        ticket.c.sla_due_at,
        ticket.c.sla_since,
        customer.c.language,
        customer.c.organisation_id,
        or_(customer.c.vip, func.coalesce(organisation.c.vip, False)).label("vip"),
        team.c.calendar_id,
    )
    .select_from(
        # Outer joins, though each ticket has a customer, and each line its deed: else SQLite may begin with the few that it believes there are.
        ticket.outerjoin(customer, customer.c.id == ticket.c.customer_id)
        .outerjoin(organisation, organisation.c.id == customer.c.organisation_id)
        .outerjoin(team, team.c.id == ticket.c.team_id)
    )
    .where(ticket.c.id.in_(_IDS))
)
# Asked before the lines themselves: what comes in between is newer than what was counted. Lines that say nothing of clocks do not make them another's to count.
# With the plain id PostgreSQL might look for it from the journal's end.
_LAST_LINE = (
    select(func.coalesce(func.max(journal.c.id + 0), 0))
    .where(journal.c.ticket_id == ticket.c.id, journal.c.kind.in_(sorted(kind.value for kind in TOLD)))
    .scalar_subquery()
)
_WITH_LINES = _TICKETS.add_columns(_LAST_LINE.label("last_line"))
_TAGS = select(ticket_tag.c.ticket_id, ticket_tag.c.tag_id).where(ticket_tag.c.ticket_id.in_(_IDS))
_MESSAGES = (
    select(
        message.c.ticket_id,
        message.c.id,
        message.c.kind,
        message.c.at,
        message.c.is_auto,
        message.c.is_bounce,
        outbox.c.kind.label("written_as"),
    )
    .select_from(message.outerjoin(outbox, outbox.c.message_id == message.c.id))
    .where(message.c.ticket_id.in_(_IDS), message.c.kind != int(MessageKind.NOTE))
)
_FILED = (Deed.RECEIVED, Deed.REPLIED, Deed.CREATED)
_SET = (Deed.STATUS, Deed.SNOOZED, Deed.WOKEN)
_JOURNAL = (
    select(
        journal.c.id,
        journal.c.ticket_id,
        journal.c.deed_id,
        journal.c.kind,
        journal.c.at,
        journal.c.before,
        journal.c.after,
        deed.c.undoes,
        deed.c.undone_by,
    )
    .select_from(journal.outerjoin(deed, deed.c.id == journal.c.deed_id))
    .where(journal.c.ticket_id.in_(_IDS), journal.c.kind.in_([kind.value for kind in (*_FILED, *_SET)]))
)
_CLOCKS = select(clock).where(clock.c.ticket_id.in_(_IDS))
_DONE = select(
    step_done.c.ticket_id,
    step_done.c.metric,
    step_done.c.started_at,
    step_done.c.policy_id,
    step_done.c.percent,
    step_done.c.late,
).where(step_done.c.ticket_id.in_(_IDS))
_TYPES = frozenset(TicketType)


class Course(Struct, frozen=True):
    """A ticket as its clocks are counted: what it is, what happened on it, the clocks that it has with their ids, by when it is due by them, and how far the
    steps of which policy were done, by metric and beginning. `last_line` is the last of its journal that may change them, 0 where there is none, `counted_to` the one that each clock was counted to.
    """

    facts: Facts
    history: History | None
    clocks: tuple[tuple[int, Clock], ...]
    team_calendar: int | None
    due_at: datetime | None
    done: Mapping[int, Mapping[tuple[Metric, datetime], Rank]] = field(default_factory=dict)
    last_line: int = 0
    counted_to: tuple[int | None, ...] = ()


def ask_courses(session: Session, ids: Sequence[int], *, steps: bool = True) -> Callable[[], Mapping[int, Course]]:
    """These tickets by number, together with what is asked next; those that are not there are left out. One that was merged has no history any more. Without
    `steps` it is not asked which were done.
    """
    asked = {"ids": sorted(set(ids))}
    tickets, tags, written, done, clocks = (
        plain.ask_named(session.connection, statement, asked)
        for statement in (_WITH_LINES, _TAGS, _MESSAGES, _JOURNAL, _CLOCKS)
    )
    stepped = plain.ask_named(session.connection, _DONE, asked) if steps else tuple

    def courses() -> Mapping[int, Course]:
        there = tickets()
        of_tags = _by_ticket(tags())
        of_messages, of_lines, of_clocks = (_in_order(found()) for found in (written, done, clocks))
        of_steps = _by_ticket(stepped())
        return {
            row.id: Course(
                _facts(row, of_tags.get(row.id, ())),
                None
                if row.merged_into is not None
                else _history(row, of_messages.get(row.id, ()), of_lines.get(row.id, ())),
                tuple((one.id, _clock(one)) for one in of_clocks.get(row.id, ())),
                row.calendar_id,
                row.sla_due_at,
                _done(of_steps.get(row.id, ())),
                row.last_line,
                tuple(one.counted_to for one in of_clocks.get(row.id, ())),
            )
            for row in there
        }

    return courses


def facts_of(session: Session, ids: Sequence[int]) -> Iterator[tuple[Facts, int | None]]:
    """What the conditions of policies look at, of these tickets, with the working hours of their teams."""
    asked = {"ids": ids}
    tickets, tags = (plain.ask_named(session.connection, statement, asked) for statement in (_TICKETS, _TAGS))
    there, tagged = tickets(), _by_ticket(tags())
    return ((_facts(row, tagged.get(row.id, ())), row.calendar_id) for row in there)


def _by_ticket(rows: Sequence[Any]) -> Mapping[int, Sequence[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.ticket_id, []).append(row)
    return found


def _in_order(rows: Sequence[Any]) -> Mapping[int, Sequence[Any]]:
    """The same, those of a ticket by their numbers. Asked for in that order SQLite would rather go through the whole table than sort a few."""
    return _by_ticket(sorted(rows, key=attrgetter("id")))


def _done(rows: Sequence[Any]) -> Mapping[int, Mapping[tuple[Metric, datetime], Rank]]:
    found: dict[int, dict[tuple[Metric, datetime], Rank]] = {}
    for row in rows:
        of_policy = found.setdefault(row.policy_id, {})
        run, rank = (Metric(row.metric), row.started_at), (row.percent, row.late)
        of_policy[run] = max(rank, of_policy.get(run, rank))
    return found


def _facts(row: Any, tags: Sequence[Any]) -> Facts:
    return Facts(
        mailbox=row.mailbox_id,
        team=row.team_id or 0,
        priority=Priority(row.priority),
        type=TicketType(row.type) if row.type in _TYPES else None,
        tags=frozenset(one.tag_id for one in tags),
        organisation=row.organisation_id,
        language=row.language,
        vip=bool(row.vip),
    )


def _history(row: Any, messages: Sequence[Any], lines: Sequence[Any]) -> History:
    filed = {line.after: line.at for line in lines if line.kind in _FILED_KINDS}
    now = Stood(row.created_at, Status(row.status), row.snoozed_until is not None)
    steps = [
        Message(filed.get(str(one.id), one.at), Wrote(one.at, by_customer=one.kind == MessageKind.IN))
        for place, one in enumerate(messages)
        if _counts(one, first=not place)
    ]
    changes = [
        Changed(line.deed_id, Deed(line.kind), line.at, line.before, line.after, line.undoes, line.undone_by)
        for line in lines
        if line.kind not in _FILED_KINDS
    ]
    return ordered(now, steps, changes, row.sla_since)


_FILED_KINDS = frozenset(kind.value for kind in _FILED)


def _counts(one: Any, *, first: bool) -> bool:
    """Whether a message is something that a customer wrote to us, or we wrote to the customer. What is passed on to others is no answer."""
    if one.kind == MessageKind.OUT:
        return not one.is_auto and one.written_as != ReplyKind.FORWARD.value
    return first or not (one.is_auto or one.is_bounce)


def _clock(row: Any) -> Clock:
    return Clock(
        Metric(row.metric),
        row.policy_id,
        row.target,
        row.started_at,
        timedelta(milliseconds=row.spent),
        row.due_at,
        row.paused_at,
        row.stopped_at,
        row.breached_at,
        row.warn_at,
    )
