"""The ticket of a view that is to be taken next: what was promised, soon or by now, the soonest first; what else should have been done by now, or is due
soon; then by priority, and of one priority what has waited longest."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import ColumnElement, ScalarSelect, func, literal, select

from deskbell.model.kinds import Priority, Shelf, Status
from deskbell.model.views import FINDING, Sort, View, ViewKind
from deskbell.rules.viewing import GONE_SECONDS
from deskbell.store.queries.keyset import Road
from deskbell.store.queries.saved_views import query_of
from deskbell.store.queries.ticket_list import road
from deskbell.store.session import Session
from deskbell.store.tables import ticket, viewer

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
    way = _way(session, view, agent_id)
    live = ticket.c.shelf == int(Shelf.LIVE)
    apart = [live, _waits(session, agent_id), ticket.c.id.not_in(sorted(left_out))]
    along = [*way.where, *apart]
    if way.ticket_id is not ticket.c.id:
        along.append(way.ticket_id == ticket.c.id)
    by_date = along if way.due is None else [*way.due, *apart]
    firsts = [_first([*by_date, at <= session.now + SOON], at) for at in (ticket.c.sla_due_at, ticket.c.due_at)]
    # Each along the index, from where the longest waiting lies; sorted by both all of them would be read.
    firsts += [_first([*along, way.priority == int(one)], way.activity) for one in sorted(Priority, reverse=True)]
    some = select(literal(1)).where(*along).limit(MOST_COUNTED).subquery()
    many = select(func.count()).select_from(some).scalar_subquery()
    # What comes behind the first that is there is not looked for: so both engines have it.
    return MostUrgent(*session.connection.execute(select(func.coalesce(*firsts, 0), many)).one())


def _first(where: list[ColumnElement[bool]], order: ColumnElement[Any]) -> ScalarSelect[int]:
    return select(ticket.c.id).where(*where).order_by(order, ticket.c.id).limit(1).scalar_subquery()


def _waits(session: Session, agent_id: int) -> ColumnElement[bool]:
    """It waits for an answer, and nobody else sees to it."""
    there = session.now - timedelta(seconds=GONE_SECONDS)
    company = select(viewer.c.ticket_id).where(viewer.c.agent_id != agent_id, viewer.c.seen_at > there)
    return ticket.c.status.in_(_WAITING) & ticket.c.id.not_in(company)


def _way(session: Session, view: View, agent_id: int) -> Road:
    """What a view is read along; what is found, or mentions somebody, are few: they are gathered, and sorted."""
    if view.kind in FINDING:
        from deskbell.store.search import find as search

        query = query_of(session, view, agent_id)
        numbers = search.numbers(session, query, Sort.LATEST, agent_id, limit=MOST_FOUND)
        return Road((ticket.c.id.in_(numbers),))
    if view.kind is ViewKind.MENTIONS:
        from deskbell.store.queries import mentions

        return Road((ticket.c.id.in_(select(mentions.road(session, agent_id).ticket_id)),))
    if view.kind is ViewKind.SOON:
        from deskbell.store.queries import soon

        return soon.road(session)
    return road(view, agent_id)
