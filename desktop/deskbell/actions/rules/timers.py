"""Rules that wait: from when, until when, and what is done when their time has come."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import bindparam, func, insert, or_, select, update

from deskbell.model.automation import Event, Rule, Since, Timer
from deskbell.model.calendars import ALWAYS, Calendar
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Deed, MessageKind
from deskbell.rules.calendars import hours
from deskbell.store.queries import calendars
from deskbell.store.session import Session
from deskbell.store.tables import automation_timer, journal, message, team, ticket

AT_ONCE: Final = 50
"""Timers that are looked at together."""

_IDS: Final[Any] = bindparam("ids", expanding=True)
_CREATED: Final = (
    select(ticket.c.id, ticket.c.created_at, team.c.calendar_id)
    .outerjoin(team, team.c.id == ticket.c.team_id)
    .where(ticket.c.id.in_(_IDS))
)
_WROTE: Final = (
    select(message.c.ticket_id, message.c.kind, func.max(message.c.at).label("at"))
    .where(
        message.c.ticket_id.in_(_IDS),
        ~message.c.is_auto,
        or_(message.c.kind == int(MessageKind.IN), message.c.kind == int(MessageKind.OUT)),
    )
    .group_by(message.c.ticket_id, message.c.kind)
)
_STATUS: Final = (
    select(journal.c.ticket_id, func.max(journal.c.at).label("at"))
    .where(journal.c.ticket_id.in_(_IDS), journal.c.kind == Deed.STATUS.value)
    .group_by(journal.c.ticket_id)
)


class Due(Struct, frozen=True):
    """The timer of a rule at a ticket whose time may have come."""

    rule_id: int
    ticket_id: int


def arm(session: Session, rules: Sequence[Rule], since: Mapping[int, int], last: Mapping[int, int]) -> None:
    """Set the timers of rules at the tickets of `last`, to which something happened (its line in the journal); `since` are the lines with which rules begin.

    One that was looked at in vain is looked at again: perhaps its ticket is now as the rule wants it.
    """
    timed = [rule for rule in rules if rule.timer is not None and Event.TIME in rule.events]
    if not timed or not last:
        return
    counted = _Counted(session, last)
    asked = select(automation_timer).where(automation_timer.c.ticket_id.in_(sorted(last)))
    known = {(row.rule_id, row.ticket_id): row for row in session.connection.execute(asked)}
    for rule in timed:
        assert rule.timer is not None
        for ticket_id, line_id in last.items():
            if line_id <= since[rule.id]:
                continue
            begin = counted.since(rule.timer.since, ticket_id)
            row = known.get((rule.id, ticket_id))
            if begin is None or (row is not None and row.since == begin and (row.done or row.due_at is not None)):
                continue
            due_at = counted.due(rule.timer, ticket_id, begin)
            values = {"since": begin, "due_at": due_at, "done": False}
            if row is not None:
                _change(session, rule.id, ticket_id, **values)
            else:
                made = insert(automation_timer).values(rule_id=rule.id, ticket_id=ticket_id, **values)
                session.connection.execute(made)


def due(session: Session) -> list[Due]:
    """The timers that come next, `AT_ONCE` at most."""
    asked = (
        select(automation_timer.c.rule_id, automation_timer.c.ticket_id)
        .where(automation_timer.c.due_at <= session.now)
        .order_by(automation_timer.c.due_at)
        .limit(AT_ONCE)
    )
    return [Due(*row) for row in session.connection.execute(asked)]


def come(session: Session, rules: Mapping[int, Rule], timers: Sequence[Due]) -> Iterator[tuple[Rule, int]]:
    """Those rules and tickets whose time has come by now, in the order of the rules; they wait no more. Others are set anew, or wait for nothing."""
    counted = _Counted(session, {one.ticket_id for one in timers})
    found: list[tuple[Rule, int]] = []
    for one in timers:
        rule = rules.get(one.rule_id)
        timer = rule.timer if rule is not None and Event.TIME in rule.events else None
        begin = counted.since(timer.since, one.ticket_id) if timer is not None else None
        if rule is None or timer is None or begin is None:
            _change(session, one.rule_id, one.ticket_id, due_at=None)
            continue
        due_at = counted.due(timer, one.ticket_id, begin)
        passed = due_at is not None and due_at <= session.now
        _change(session, rule.id, one.ticket_id, since=begin, due_at=None if passed else due_at)
        if passed:
            found.append((rule, one.ticket_id))
    yield from sorted(found, key=lambda pair: (pair[0].position, pair[0].id, pair[1]))


def had_its_turn(session: Session, rule_id: int, ticket_id: int) -> None:
    """A rule did what it does: it waits for another time to count from."""
    _change(session, rule_id, ticket_id, done=True)


def _change(session: Session, rule_id: int, ticket_id: int, **values: object) -> None:
    its = (automation_timer.c.rule_id == rule_id, automation_timer.c.ticket_id == ticket_id)
    session.connection.execute(update(automation_timer).where(*its).values(values))


class _Counted:
    """From when time is counted at some tickets, and until when."""

    def __init__(self, session: Session, ids: Collection[int]) -> None:
        self._session = session
        asked = {"ids": sorted(ids)}
        self._tickets = {row.id: row for row in session.connection.execute(_CREATED, asked)}
        self._wrote = {(row.ticket_id, row.kind): row.at for row in session.connection.execute(_WROTE, asked)}
        self._status = {row.ticket_id: row.at for row in session.connection.execute(_STATUS, asked)}
        self._calendars: tuple[Calendar, ...] | None = None

    def since(self, since: Since, ticket_id: int) -> datetime | None:
        """None where there is no such time yet, or no such ticket any more."""
        row = self._tickets.get(ticket_id)
        if row is None:
            return None
        created: datetime = row.created_at
        match since:
            case Since.CREATED:
                return created
            case Since.CUSTOMER:
                return self._wrote.get((ticket_id, int(MessageKind.IN)))
            case Since.AGENT:
                return self._wrote.get((ticket_id, int(MessageKind.OUT)))
            case Since.STATUS:
                changed: datetime = self._status.get(ticket_id, created)
                return changed

    def due(self, timer: Timer, ticket_id: int, begin: datetime) -> datetime | None:
        """When the time of the timer has passed; None where it never will: the calendar has no working hours."""
        amount = timedelta(hours=timer.hours)
        if not timer.working:
            return begin + amount
        if self._calendars is None:
            self._calendars = calendars.rows(self._session)
        first = self._calendars[0] if self._calendars else ALWAYS
        its = self._tickets[ticket_id].calendar_id
        try:
            return hours(next((one for one in self._calendars if one.id == its), first)).after(begin, amount)
        except Mistake:
            return None
