"""What the ticket list asks: each question is one transaction or one statement, so that count, place and rows belong together."""

from collections.abc import Callable
from typing import Final

from msgspec import Struct

from deskbell.model.rows import TicketPage, TicketRow
from deskbell.model.views import FINDING, PageKey, Sort, View
from deskbell.store.queries import ticket_list
from deskbell.store.session import Session, one_statement

PAGE = 50
MOST_CHOSEN: Final = 5_000
"""So many tickets can be ticked with all of a view: what is done to them is one transaction, behind which others wait for a second or two."""
NOTHING = TicketPage((), None, None)


class Asked(Struct, frozen=True):
    """Which list a question is about."""

    view: View
    sort: Sort
    agent_id: int


class Stretch(Struct, frozen=True):
    """Some rows of a list: how many tickets it has, at which row `page` begins, and the page. `more`: there may be more than `total` says."""

    total: int
    start: int
    page: TicketPage
    more: bool = False


class Touched(Struct, frozen=True):
    """How many tickets a list has, and the cards of some that were changed: those that are there."""

    total: int
    cards: tuple[TicketRow, ...]


class Everything(Struct, frozen=True):
    """The tickets of a list in its order, at most `MOST_CHOSEN` of them, and whether there are more."""

    tickets: tuple[int, ...]
    more: bool


def everything(session: Session, asked: Asked) -> Everything:
    """All tickets of a list, to do something to them."""
    found = ticket_list.numbers(session, asked.view, asked.sort, asked.agent_id, limit=MOST_CHOSEN + 1)
    return Everything(tuple(found[:MOST_CHOSEN]), len(found) > MOST_CHOSEN)


@one_statement
def touched(session: Session, asked: Asked, ids: tuple[int, ...]) -> Touched:
    """The cards of tickets that may have come, gone or moved."""
    return Touched(*ticket_list.touched(session, asked.view, asked.agent_id, ids))


def from_top(session: Session, asked: Asked, limit: int = PAGE) -> Stretch:
    """The first rows."""
    total = ticket_list.ask_count(session, asked.view, asked.agent_id)
    page = _page(session, asked, limit=limit)
    return _stretch(asked, 0, page, limit, total)


def from_row(session: Session, asked: Asked, row: int, near: tuple[int, PageKey] | None, limit: int = PAGE) -> Stretch:
    """Rows from number `row` on: a jump of the scroll bar. `near` is a row before it whose key is known, which shortens the way."""
    start, after = (near[0] + 1, near[1]) if near is not None and near[0] < row else (0, None)
    total = ticket_list.ask_count(session, asked.view, asked.agent_id)
    page = _page(session, asked, after=after, skip=row - start, limit=limit)
    return _stretch(asked, row, page, limit, total)


def below(session: Session, asked: Asked, row: int, after: PageKey) -> Stretch:
    """The rows that follow the key of row number `row` - 1."""
    total = ticket_list.ask_count(session, asked.view, asked.agent_id)
    page = _page(session, asked, after=after)
    return _stretch(asked, row, page, PAGE, total)


def above(session: Session, asked: Asked, row: int, before: PageKey) -> Stretch:
    """The rows right before the key of row number `row`; how many there are in all stays as it was, 0 here."""
    page = _page(session, asked, before=before)
    return Stretch(0, row - len(page.rows), page)


def again(session: Session, asked: Asked, after: PageKey | None, limit: int) -> Stretch:
    """Rows that were read before: those after a key, wherever they stand by now; from the top where there is no key."""
    if after is None:
        return from_top(session, asked, limit)
    total = ticket_list.ask_count(session, asked.view, asked.agent_id)
    row = ticket_list.rank(session, asked.view, asked.sort, asked.agent_id, after)
    page = _page(session, asked, after=after, limit=limit)
    return _stretch(asked, row, page, limit, total)


def _page(
    session: Session,
    asked: Asked,
    *,
    after: PageKey | None = None,
    before: PageKey | None = None,
    skip: int = 0,
    limit: int = PAGE,
) -> TicketPage:
    return ticket_list.page(
        session, asked.view, asked.sort, asked.agent_id, after=after, before=before, skip=skip, limit=limit
    )


def _stretch(asked: Asked, start: int, page: TicketPage, limit: int, total: Callable[[], int]) -> Stretch:
    """A page that is not full ends the list, whatever the counters say. The hits of a search are counted nowhere: one more than was read."""
    end = start + len(page.rows)
    if len(page.rows) < limit:
        return Stretch(end, start, page)
    if asked.view.kind in FINDING:
        return Stretch(end + 1, start, page, more=True)
    return Stretch(max(end, total()), start, page)
