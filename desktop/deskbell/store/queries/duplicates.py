"""Which of the customer's other tickets may be the same as one: the newest of them, compared by their subjects and first mails."""

from datetime import timedelta
from typing import Final

from sqlalchemy import ColumnElement, Table, and_, bindparam, exists, func, literal_column, or_, select

from deskbell.model.kinds import MessageKind, Shelf, Status
from deskbell.model.rows import TicketTitle
from deskbell.rules.duplicates import LOOKED_AT, Written, likely
from deskbell.store import plain
from deskbell.store.session import Session
from deskbell.store.tables import message, not_same, ticket, ticket_link

AMONG: Final = 30
"""So many of the customer's newest tickets are compared, whatever a large one has."""
RECENTLY: Final = timedelta(days=30)
"""A ticket that was done longer than this before the other one came is not what that asks again."""

_HERE: ColumnElement[int] = bindparam("ticket")
_IN: ColumnElement[int] = literal_column(str(int(MessageKind.IN)))
_FIRST = (
    select(func.substr(func.coalesce(message.c.visible, message.c.text), 1, literal_column(str(LOOKED_AT))))
    .where(message.c.ticket_id == ticket.c.id, message.c.kind == _IN)
    .order_by(message.c.at, message.c.id)
    .limit(1)
    .correlate(ticket)
    .scalar_subquery()
)
_COMPARED = select(
    ticket.c.id, ticket.c.subject, ticket.c.status, ticket.c.activity_at, ticket.c.created_at, ticket.c.done_at,
    _FIRST.label("first"),
)  # fmt: skip
_ONE = _COMPARED.where(ticket.c.id == _HERE)
_theirs = ticket.alias("theirs")
_here = ticket.alias("here")
# Along the index of the customer's tickets; only these are looked at.
_NEAR = (
    select(_theirs.c.id)
    .where(
        _theirs.c.customer_id == select(_here.c.customer_id).where(_here.c.id == _HERE).scalar_subquery(),
        _theirs.c.id != _HERE,
    )
    .order_by(_theirs.c.activity_at.desc(), _theirs.c.id.desc())
    .limit(AMONG)
)


def _paired(pairs: Table) -> ColumnElement[bool]:
    """Whether the two stand in such a table, whichever way."""
    one, other = pairs.c.ticket_id, pairs.c.other_id
    return exists().where(or_(and_(one == _HERE, other == ticket.c.id), and_(one == ticket.c.id, other == _HERE)))


_OTHERS = _COMPARED.where(
    ticket.c.id.in_(_NEAR),
    ticket.c.merged_into.is_(None),
    ticket.c.shelf <= literal_column(str(int(Shelf.DONE))),
    ~_paired(ticket_link),
    ~_paired(not_same),
).order_by(ticket.c.activity_at.desc(), ticket.c.id.desc())


def maybe_same(session: Session, ticket_id: int) -> tuple[TicketTitle, ...]:
    """A few of the customer's tickets that may be the same as this one, the likeliest first: open ones, and such as were done lately. None that it is linked
    to, nor one that somebody said is not the same.
    """
    asked = {"ticket": ticket_id}
    one = plain.ask_named(session.connection, _ONE, asked)
    others = plain.ask_named(session.connection, _OTHERS, asked)
    here = next(iter(one()), None)
    if here is None:
        return ()
    since = here.created_at - RECENTLY
    rows = {row.id: row for row in others() if row.done_at is None or row.done_at >= since}
    written = [Written(row.id, row.subject, row.first or "") for row in rows.values()]
    found = [rows[number] for number in likely(Written(here.id, here.subject, here.first or ""), written)]
    return tuple(TicketTitle(row.id, row.subject, Status(row.status), row.activity_at) for row in found)
