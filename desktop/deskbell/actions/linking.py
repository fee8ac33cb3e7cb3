"""Linking tickets by hand. What the desk itself has linked stays beside it, and is seen again once that is undone."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, delete, literal_column, or_, select

from deskbell.actions.deeds import Line, record_changes
from deskbell.actions.properties import load, write
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Deed, LinkKind
from deskbell.model.linking import INVERSE, LinkTickets
from deskbell.store import plain
from deskbell.store.bulk import insert_rows
from deskbell.store.session import Session
from deskbell.store.tables import ticket_link


def _is(*kinds: LinkKind) -> ColumnElement[bool]:
    """The link is one of these; as words of the statement, which binds but numbers."""
    return ticket_link.c.kind.in_([literal_column(f"'{kind.value}'") for kind in kinds])


_BOTH_WAYS = or_(
    (ticket_link.c.ticket_id == bindparam("one")) & (ticket_link.c.other_id == bindparam("other")),
    (ticket_link.c.ticket_id == bindparam("other")) & (ticket_link.c.other_id == bindparam("one")),
)
_BETWEEN = select(ticket_link.c.ticket_id, ticket_link.c.kind).where(_BOTH_WAYS)
_GONE = delete(ticket_link).where(_BOTH_WAYS, _is(*INVERSE))
# The parents of a ticket: those that it is a child of, and those that are said to be its parent.
_PARENTS = (
    select(ticket_link.c.other_id)
    .where(ticket_link.c.ticket_id == bindparam("child"), _is(LinkKind.CHILD))
    .union_all(
        select(ticket_link.c.ticket_id).where(ticket_link.c.other_id == bindparam("child"), _is(LinkKind.PARENT))
    )
)


def link_tickets(session: Session, command: LinkTickets) -> int | None:
    """Link two tickets, or no longer.

    Raises `Mistake` ticket.missing, link.same, and link.circle where a ticket would be above itself.
    """
    one, other, kind = command.ticket_id, command.other_id, command.kind
    if one == other:
        raise Mistake("link.same", number=one)
    rows = load(session, (one, other))
    before = _between(session, one, other)
    lines: list[Line] = []
    if before is not kind:
        # What was said before no longer counts for what is above what.
        _put(session, one, other, None)
        if kind in (LinkKind.CHILD, LinkKind.PARENT):
            child, parent = (one, other) if kind is LinkKind.CHILD else (other, one)
            _refuse_circle(session, child, parent)
        _put(session, one, other, kind)
        write(session, [(row, {}) for row in rows])
        lines = [(one, Deed.LINKED, _said(before, other), _said(kind, other))]
        lines.append((other, Deed.LINKED, _said(_turned(before), one), _said(_turned(kind), one)))
    return record_changes(session, command, Deed.LINKED, lines)


def take_back(session: Session, lines: Sequence[Row[Any]]) -> list[Line]:
    """Undo these journal lines, two of each link; the lines that say so. Raises `Mistake` undo.changed, and changes nothing then."""
    for line in lines:
        kind, other = _read(line.after)
        if _between(session, line.ticket_id, other) is not kind:
            raise Mistake("undo.changed", number=line.ticket_id)
    for line in lines:
        kind, other = _read(line.before)
        if line.ticket_id < other:
            _put(session, line.ticket_id, other, kind)
    return [(line.ticket_id, Deed.LINKED, line.after, line.before) for line in lines]


def _between(session: Session, one: int, other: int) -> LinkKind | None:
    """What people have said that `one` is to `other`."""
    for ticket_id, kind in plain.rows(session.connection, _BETWEEN, {"one": one, "other": other}):
        if kind in INVERSE:
            return LinkKind(kind) if ticket_id == one else INVERSE[LinkKind(kind)]
    return None


def _put(session: Session, one: int, other: int, kind: LinkKind | None) -> None:
    """Let this be what people say of the two."""
    plain.update(session.connection, _GONE, [{"one": one, "other": other}])
    if kind is None:
        return
    # The one way is taken where the desk itself has linked them.
    taken = {ticket_id for ticket_id, _ in plain.rows(session.connection, _BETWEEN, {"one": one, "other": other})}
    if one in taken:
        one, other, kind = other, one, INVERSE[kind]
    row = {"ticket_id": one, "other_id": other, "kind": kind.value, "at": session.now}
    insert_rows(session, ticket_link, [row])


def _refuse_circle(session: Session, child: int, parent: int) -> None:
    above, look_at = {parent}, [parent]
    while look_at:
        fresh = {found for (found,) in plain.rows(session.connection, _PARENTS, {"child": look_at.pop()})} - above
        above |= fresh
        look_at += fresh
    if child in above:
        raise Mistake("link.circle", number=parent, other=child)


def _turned(kind: LinkKind | None) -> LinkKind | None:
    return None if kind is None else INVERSE[kind]


def _said(kind: LinkKind | None, number: int) -> str:
    """What a ticket is to the one of this number, as the journal keeps it."""
    return f"{kind.value if kind is not None else ''} {number}"


def _read(said: str) -> tuple[LinkKind | None, int]:
    kind, _, number = said.partition(" ")
    return LinkKind(kind) if kind else None, int(number)
