"""The ticket of a view that is to be taken next: what should have been done by now, the longest ago first; what is due soon; then by priority, and of one
priority what has waited longest."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import ColumnElement, Select, false, func, literal, select, union_all

from deskbell.model.kinds import Priority, Shelf, Status
from deskbell.model.views import FINDING, View, ViewKind
from deskbell.rules.viewing import GONE_SECONDS
from deskbell.store.queries.saved_views import query_of
from deskbell.store.queries.ticket_list import road
from deskbell.store.session import Session
from deskbell.store.tables import ticket, ticket_tag, viewer

SOON: Final = timedelta(hours=24)
"""What is due within this comes before what is not, whatever their priorities."""
MOST_COUNTED: Final = 100
"""No more are counted."""
MOST_FOUND: Final = 500
"""So many of what a search finds are looked at, the newest."""

_WAITING: Final = [int(Status.NEW), int(Status.OPEN)]
_ELSEWHERE: Final = frozenset({ViewKind.SNOOZED, ViewKind.DONE, ViewKind.SPAM, ViewKind.TRASH})


class MostUrgent(Struct, frozen=True):
    """The next ticket, 0 where there is none, and how many there are with it, up to `MOST_COUNTED`."""

    ticket_id: int
    left: int


def has_waiting(kind: ViewKind) -> bool:
    """Whether views of a kind can have tickets that wait for an answer."""
    return kind not in _ELSEWHERE


def find(session: Session, view: View, agent_id: int, *, left_out: Collection[int]) -> MostUrgent:
    """The most urgent new or open ticket of a view at which no colleague is, but for those `left_out`. One statement, a search besides where the view is one."""
    if not has_waiting(view.kind):
        return MostUrgent(0, 0)
    where, due = _where(session, view, agent_id)
    apart = [_waits(session, agent_id), ticket.c.id.not_in(sorted(left_out))]
    firsts = [_first(0, [*due, ticket.c.due_at <= session.now + SOON, *apart], ticket.c.due_at)]
    # Each along the index, from where the longest waiting lies; sorted by both all of them would be read.
    firsts += [
        _first(place, [*where, ticket.c.priority == int(priority), *apart], ticket.c.activity_at)
        for place, priority in enumerate(sorted(Priority, reverse=True), 1)
    ]
    chosen = union_all(*(select(one.subquery()) for one in firsts)).subquery()
    some = select(literal(1)).where(*where, *apart).limit(MOST_COUNTED).subquery()
    many = select(func.count()).select_from(some).scalar_subquery()
    found = session.connection.execute(select(chosen.c.id, many).order_by(chosen.c.place).limit(1)).one_or_none()
    return MostUrgent(*found) if found is not None else MostUrgent(0, 0)


def _first(place: int, where: list[ColumnElement[bool]], order: ColumnElement[Any]) -> Select[Any]:
    return select(ticket.c.id, literal(place).label("place")).where(*where).order_by(order, ticket.c.id).limit(1)


def _waits(session: Session, agent_id: int) -> ColumnElement[bool]:
    """It waits for an answer, and nobody else sees to it."""
    there = session.now - timedelta(seconds=GONE_SECONDS)
    company = select(viewer.c.ticket_id).where(viewer.c.agent_id != agent_id, viewer.c.seen_at > there)
    return ticket.c.status.in_(_WAITING) & ticket.c.id.not_in(company)


def _where(
    session: Session, view: View, agent_id: int
) -> tuple[tuple[ColumnElement[bool], ...], tuple[ColumnElement[bool], ...]]:
    """What the tickets of a view have in common, and the same for the way along the index of those that are due."""
    live = ticket.c.shelf == int(Shelf.LIVE)
    if view.kind in FINDING:
        from deskbell.model.views import Sort
        from deskbell.store.search import find as search

        query = query_of(session, view, agent_id)
        numbers = search.numbers(session, query, Sort.LATEST, agent_id, limit=MOST_FOUND)
        both = (live, ticket.c.id.in_(numbers) if numbers else false())
        return both, both
    if view.kind is ViewKind.MENTIONS:
        from deskbell.store.queries import mentions

        mentioned = mentions.road(session, agent_id).ticket_id
        both = (live, ticket.c.id.in_(select(mentioned)))
        return both, both
    if view.kind is ViewKind.TAG:
        tagged = select(ticket_tag.c.ticket_id).where(
            ticket_tag.c.tag_id == view.of, ticket_tag.c.shelf == int(Shelf.LIVE)
        )
        both = (live, ticket.c.id.in_(tagged))
        return both, both
    way = road(view, agent_id)
    return (live, *way.where), (live, *(way.where if way.due is None else way.due))
