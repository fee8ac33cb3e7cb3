"""The ticket list: pages of any view, by key, and how many tickets it has. What searches and mentions need is loaded with the
first: hardly a window begins with one."""

from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, exists, func, select

from deskbell.model.kinds import Shelf
from deskbell.model.rows import TicketPage, TicketRow
from deskbell.model.views import (
    BY_CREATION,
    BY_NUMBER,
    FINDING,
    MOST_SORTED,
    PageKey,
    Sort,
    View,
    ViewKind,
    is_sorted_whole,
)
from deskbell.store import plain
from deskbell.store.queries import keyset, views
from deskbell.store.queries.cards import card, cards, cards_of
from deskbell.store.queries.followed import followed
from deskbell.store.queries.keyset import BY_PRIORITY, CREATED, Road, keys
from deskbell.store.queries.saved_views import query_of
from deskbell.store.session import Session
from deskbell.store.tables import draft, ticket, ticket_tag

if TYPE_CHECKING:
    from deskbell.model.grouping import Grouping
    from deskbell.store.queries.gathered import Lines
    from deskbell.store.queries.kept_lines import KeptLines

# By urgency the tickets of a shelf lie in the order of an index, those of one person, team, mailbox or tag do not. A view that is so much of its shelf
# finds a page of its own soon along that index; of fewer tickets all are sorted. An expression is nothing that an index is in the order of.
MUCH = 0.1
_SORTED = ticket.c.priority + 0
# So are their numbers, and when they came. A view is walked by them along the index of its shelf where as many as it has lie among so many times fewer, and a
# page is soon full; else all of it are sorted.
_GATHERED = 100
_CREATED, _NUMBER = CREATED + 0, ticket.c.id + 0
# The views that are a part of their shelf, and by what.
_OF_A_SHELF = {
    ViewKind.MINE: ticket.c.assignee_id,
    ViewKind.UNASSIGNED: ticket.c.assignee_id,
    ViewKind.COLLEAGUE: ticket.c.assignee_id,
    ViewKind.TEAM: ticket.c.team_id,
    ViewKind.MAILBOX: ticket.c.mailbox_id,
    ViewKind.TAG: ticket_tag.c.tag_id,
}


def page(
    session: Session,
    view: View,
    sort: Sort,
    agent_id: int,
    *,
    after: PageKey | None = None,
    before: PageKey | None = None,
    skip: int = 0,
    limit: int = 50,
    grouping: "Grouping | None" = None,
    kept: "KeptLines | None" = None,
) -> TicketPage:
    """At most `limit` tickets of a view: those that follow `after`, those right before `before`, or the first ones.

    `skip` tickets next to the key are passed over. The rows come in the order of the view, whichever way was read. With a `grouping` heads are lines as
    tickets are; so, and in an order that lies in no index, a view must not have more than `MOST_SORTED` tickets, unless it is a search. `kept` is where
    the lines of such a list are kept for its next page.
    """
    if view.kind in FINDING:
        from deskbell.store.search import find

        query = query_of(session, view, agent_id)
        where = {"after": after, "before": before}
        return find.page(session, query, sort, agent_id, **where, skip=skip, limit=limit, grouping=grouping, kept=kept)
    if grouping is not None or is_sorted_whole(view.kind, sort):
        from deskbell.store.queries import gathered

        read = partial(_lines, session, view, sort, agent_id, grouping)
        sorted_whole = gathered.kept_page(session, kept, read, after=after, before=before, skip=skip, limit=limit)
        return sorted_whole if sorted_whole is not None else TicketPage((), None, None, too_many=True)
    much = sort in BY_PRIORITY and view.kind in _OF_A_SHELF and views.share(session, view, agent_id) >= MUCH
    way = _road(session, view, sort, agent_id, much=much)
    found = keys(session, way, sort, after=after, before=before, skip=skip, limit=limit)
    if not found:
        return TicketPage((), None, None)
    return TicketPage(cards(session, [key.ticket_id for key in found]), found[0], found[-1])


def numbers(session: Session, view: View, sort: Sort, agent_id: int, *, limit: int) -> list[int]:
    """The first `limit` tickets of a view in its order, by number alone. A search gives more of them than it shows."""
    if view.kind in FINDING:
        from deskbell.store.search import find

        return find.numbers(session, query_of(session, view, agent_id), sort, agent_id, limit=limit)
    if is_sorted_whole(view.kind, sort):
        whole = _lines(session, view, sort, agent_id, None)
        if whole is not None:
            return whole.numbers()[:limit]
        sort = Sort.LATEST
    return [key.ticket_id for key in keys(session, _road(session, view, sort, agent_id), sort, limit=limit)]


def _lines(session: Session, view: View, sort: Sort, agent_id: int, grouping: "Grouping | None") -> "Lines | None":
    """The lines of a view that is sorted whole; None where it has too many: what is counted anyway need not be gathered for that."""
    from deskbell.store.queries import gathered

    if view.kind in views.COUNTED and views.count(session, view, agent_id) > MOST_SORTED:
        return None
    return gathered.lines(session, (_road(session, view, Sort.LATEST, agent_id),), sort, grouping)


def count(session: Session, view: View, agent_id: int) -> int:
    """How many tickets a view has, from the counters; a search counts what it finds, up to its limit, and of an import all are counted."""
    if view.kind in FINDING:
        from deskbell.store.search import find

        return find.count(session, query_of(session, view, agent_id), agent_id)
    if view.kind is ViewKind.IMPORTED:
        return session.connection.execute(select(func.count(ticket.c.id)).where(*_imported(view).where)).scalar_one()
    if view.kind is ViewKind.MENTIONS:
        from deskbell.store.queries import mentions

        return mentions.count(session, agent_id)
    if view.kind is ViewKind.SOON:
        from deskbell.store.queries import soon

        return soon.count(session)
    return views.count(session, view, agent_id)


def ask_count(session: Session, view: View, agent_id: int) -> Callable[[], int]:
    """The same, together with what is asked next; what is not kept counted is counted only when it is wanted."""
    if view.kind in views.COUNTED:
        return views.ask_count(session, view, agent_id)
    return partial(count, session, view, agent_id)


def rank(session: Session, view: View, sort: Sort, agent_id: int, key: PageKey) -> int:
    """The row number at which the page after `key` begins, for a list that is scrolled while tickets come in above. What is sorted whole tells it with its
    pages too."""
    if is_sorted_whole(view.kind, sort):
        whole = page(session, view, sort, agent_id, after=key, limit=0).whole
        return whole.start if whole is not None else 0
    if view.kind in FINDING:
        from deskbell.store.search import find

        return find.rank(session, query_of(session, view, agent_id), sort, agent_id, key)
    return keyset.rank(session, _road(session, view, sort, agent_id), sort, key)


def rows(session: Session, ids: Sequence[int], agent_id: int) -> tuple[TicketRow, ...]:
    """The cards of these tickets in this order; those that are not there are left out."""
    del agent_id  # A card looks the same to everybody.
    return cards(session, ids)


def touched(session: Session, view: View, agent_id: int, ids: Sequence[int]) -> tuple[int, tuple[TicketRow, ...]]:
    """How many tickets a view has that is kept counted, and the cards of a few tickets that were changed, in any order: one statement, but where none
    of them is there any more."""
    statement, asked = cards_of(session, ids)
    values = {"ids": asked, "agent": agent_id, "of": view.of}
    found = plain.rows(session.connection, _touched(statement, view.kind), values)
    total = found[0][-1] if found else views.count(session, view, agent_id)
    return total, tuple(card(row[:-1]) for row in found)


@cache
def _touched(asked: Select[Any], kind: ViewKind) -> Select[Any]:
    """The cards of tickets, each with how many tickets a view of this kind has."""
    return asked.add_columns(views.COUNTED[kind].scalar_subquery())


def _road(session: Session, view: View, sort: Sort, agent_id: int, *, much: bool = False) -> Road:
    if view.kind is ViewKind.SOON:
        from deskbell.store.queries import soon

        return soon.road(session)
    if view.kind is not ViewKind.MENTIONS:
        by_index = sort in BY_NUMBER | BY_CREATION and view.kind in _OF_A_SHELF
        return road(view, agent_id, much=much, walked=by_index and _is_walked(session, view, agent_id))
    from deskbell.store.queries import mentions

    return mentions.road(session, agent_id)


def _is_walked(session: Session, view: View, agent_id: int) -> bool:
    """Whether it costs less to pass over what is not of a view than to sort all of it."""
    return views.share(session, view, agent_id) * views.count(session, view, agent_id) > _GATHERED


def road(view: View, agent_id: int, *, much: bool = False, walked: bool = False) -> Road:
    """What a view is read along, but for the mentions and what is due soon; each has its index in `tables.tickets`. `much`: it is much of its shelf, and is read by urgency.
    `walked`: by number or by creation, along the index of its shelf."""
    if view.kind is ViewKind.DRAFTS:
        mine = select(draft.c.ticket_id).where(draft.c.agent_id == agent_id)
        return Road((ticket.c.id.in_(mine),), number=_NUMBER)
    if view.kind is ViewKind.FOLLOWING:
        # As of drafts, there are few: they are gathered, and sorted.
        mine = select(followed.c.ticket_id).where(followed.c.agent_id == agent_id, followed.c.shelf == int(Shelf.LIVE))
        return Road((ticket.c.id.in_(mine),), number=_NUMBER)
    if view.kind is ViewKind.IMPORTED:
        return _imported(view)
    shelf = int(views.SHELF_OF[view.kind])
    lies = ticket.c.shelf == shelf
    if view.kind is ViewKind.TAG:
        of_tag = ticket_tag.c.tag_id == view.of
        tagged = exists().where(of_tag, ticket_tag.c.ticket_id == ticket.c.id)
        if much or walked:
            return Road((lies, tagged))
        return Road(
            (of_tag, ticket_tag.c.shelf == shelf),
            ticket_tag.c.priority,
            ticket_tag.c.activity_at,
            ticket_tag.c.ticket_id,
            due=(lies, tagged),
            created=_CREATED,
            number=ticket_tag.c.ticket_id + 0,
        )
    if view.kind not in _OF_A_SHELF:
        return Road((lies,))
    part = _OF_A_SHELF[view.kind]
    value = agent_id if view.kind is ViewKind.MINE else view.of
    of_part, apart = (one.is_(None) if view.kind is ViewKind.UNASSIGNED else one == value for one in (part, part + 0))
    if walked:
        return Road((lies, apart))
    sorted_by = ticket.c.priority if much else _SORTED
    return Road((lies, of_part), sorted_by, due=(lies, apart), created=_CREATED, number=_NUMBER)


def _imported(view: View) -> Road:
    """What an import made lies side by side under its numbers, among few others; by any other index all of the mailbox would be walked."""
    lies = (ticket.c.shelf + 0).in_([int(shelf) for shelf in (Shelf.LIVE, Shelf.SNOOZED, Shelf.DONE)])
    return Road((ticket.c.id.between(view.first, view.last), ticket.c.mailbox_id + 0 == view.of, lies))
