"""What was done on tickets of late, as one agent sees it: of what their notices are made. The cost follows what happened, not the desk."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import BigInteger, ColumnElement, Select, and_, bindparam, case, cast, exists, func, select, type_coerce

from deskbell.model.concerns import Happening
from deskbell.model.kinds import Deed, Shelf
from deskbell.store import plain
from deskbell.store.queries.followed import followed
from deskbell.store.session import Session, one_statement
from deskbell.store.tables import agent, journal, mention, message, ticket
from deskbell.store.tables.base import from_milliseconds, to_milliseconds

MOST: Final = 200
"""No more are given at once, the newest; who has missed more than that looks at the list."""
MANY: Final = 500
"""Of so many tickets at once it is not asked what happened on each, but what happened at all."""
LATE: Final = timedelta(seconds=60)
"""So much earlier than the last one that was seen another may have been written that was committed after it."""

# What can concern somebody besides what they did themselves, which says that they know of it.
_KINDS: Final = [
    kind.value
    for kind in (Deed.RECEIVED, Deed.REPLIED, Deed.NOTED, Deed.ASSIGNED, Deed.STATUS, Deed.WOKEN, Deed.UNATTENDED)
]
_OF_MESSAGE: Final = [kind.value for kind in (Deed.RECEIVED, Deed.NOTED)]
_ME: ColumnElement[int] = bindparam("me")

# Of these kinds alone the text is an id.
_MESSAGE = case((journal.c.kind.in_(_OF_MESSAGE), cast(journal.c.after, BigInteger)))
_EARLIER = message.alias("earlier")
_SNOOZED = journal.alias("snoozed")
# Who snoozed the ticket last, where it came back from that.
_PUT_AWAY_BY = case(
    (
        journal.c.kind == Deed.WOKEN.value,
        select(_SNOOZED.c.agent_id)
        .where(
            _SNOOZED.c.ticket_id == journal.c.ticket_id,
            _SNOOZED.c.kind == Deed.SNOOZED.value,
            _SNOOZED.c.id < journal.c.id,
        )
        .order_by(_SNOOZED.c.id.desc())
        .limit(1)
        .correlate(journal)
        .scalar_subquery(),
    )
)


def _lines(*which: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            journal.c.id,
            journal.c.ticket_id,
            journal.c.kind,
            journal.c.agent_id,
            func.coalesce(agent.c.name, message.c.from_name, ""),
            journal.c.at,
            journal.c.after,
            ticket.c.subject,
            ticket.c.assignee_id,
            ticket.c.mailbox_id,
            ticket.c.team_id,
            ticket.c.shelf,
            followed.c.agent_id.is_not(None),
            message.c.at,
            ~exists().where(_EARLIER.c.ticket_id == message.c.ticket_id, _EARLIER.c.id < message.c.id),
            message.c.is_auto,
            message.c.is_bounce,
            mention.c.agent_id.is_not(None),
            func.coalesce(_PUT_AWAY_BY, 0) == _ME,
        )
        .select_from(
            journal.join(ticket, ticket.c.id == journal.c.ticket_id)
            .outerjoin(agent, agent.c.id == journal.c.agent_id)
            .outerjoin(followed, and_(followed.c.ticket_id == journal.c.ticket_id, followed.c.agent_id == _ME))
            .outerjoin(message, message.c.id == _MESSAGE)
            .outerjoin(mention, and_(mention.c.message_id == message.c.id, mention.c.agent_id == _ME))
        )
        .where(*which, journal.c.kind.in_(_KINDS))
        .order_by(journal.c.id.desc())
        .limit(MOST)
    )


_ON_TICKETS = _lines(
    journal.c.ticket_id.in_(bindparam("tickets", expanding=True)),
    type_coerce(journal.c.at, BigInteger) >= bindparam("since", type_=BigInteger),
)
_AFTER = _lines(journal.c.id > bindparam("last", type_=BigInteger))
_LAST = select(func.coalesce(func.max(journal.c.id), 0))


class Mark(Struct, frozen=True):
    """Up to where somebody knows what happened: the last line of the journal, and its time."""

    line: int
    at: datetime


def begin(session: Session) -> Mark:
    """Where whoever comes now goes on from."""
    return Mark(plain.rows(session.connection, _LAST, {})[0][0], session.now)


@one_statement
def on_tickets(session: Session, tickets: Sequence[int], since: datetime, me: int) -> tuple[Happening, ...]:
    """What was done on these tickets since a time, and `LATE` before it; oldest first, the newest `MOST` of them. Some of it may be known already."""
    values = {"tickets": sorted(tickets), "since": to_milliseconds(since - LATE), "me": me}
    return _happenings(plain.rows(session.connection, _ON_TICKETS, values))


@one_statement
def after(session: Session, line: int, me: int) -> tuple[Happening, ...]:
    """What was done on any ticket after a line of the journal; the same way."""
    return _happenings(plain.rows(session.connection, _AFTER, {"last": line, "me": me}))


def _happenings(found: Sequence[Sequence[Any]]) -> tuple[Happening, ...]:
    return tuple(_happening(*row) for row in reversed(found))


def _happening(
    line: int, ticket_id: int, kind: str, by: int | None, who: str, at: int, after_: str, subject: str, assignee: int | None,
    mailbox: int, team: int | None, shelf: int, follows: Any, written_at: int | None, first: Any, auto: Any, bounce: Any, mentions: Any,
    put_away: Any,
) -> Happening:  # fmt: skip
    return Happening(
        id=line,
        ticket_id=ticket_id,
        kind=Deed(kind),
        by=by,
        who=who,
        at=from_milliseconds(at),
        after=after_,
        subject=subject,
        assignee_id=assignee,
        mailbox_id=mailbox,
        team_id=team,
        shelf=Shelf(shelf),
        follows=bool(follows),
        written_at=None if written_at is None else from_milliseconds(written_at),
        first=written_at is not None and bool(first),
        automatic=bool(auto) or bool(bounce),
        mentions=bool(mentions),
        put_away=bool(put_away),
    )
