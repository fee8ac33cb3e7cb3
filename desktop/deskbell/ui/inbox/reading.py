"""What the ticket list asks: each question is one transaction or one statement, so that count, place and rows belong together."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from deskbell.model.rows import TicketPage, TicketRow
from deskbell.model.views import FINDING, PageKey, Sort, View, is_sorted_whole
from deskbell.store.queries import ticket_list
from deskbell.store.session import Session, one_statement

if TYPE_CHECKING:
    from deskbell.model.grouping import Grouping
    from deskbell.store.queries.kept_lines import KeptLines

PAGE = 50
MOST_CHOSEN: Final = 5_000
"""So many tickets can be ticked with all of a view: what is done to them is one transaction, behind which others wait for a second or two."""
NOTHING = TicketPage((), None, None)


class Asked(Struct, frozen=True):
    """Which list a question is about. `kept` is where its lines are kept between its pages, of one that is sorted whole."""

    view: View
    sort: Sort
    agent_id: int
    grouping: "Grouping | None" = None
    kept: "KeptLines | None" = None

    @property
    def is_whole(self) -> bool:
        """Whether all of it is sorted for each page."""
        return self.grouping is not None or is_sorted_whole(self.view.kind, self.sort)

    @property
    def is_kept(self) -> bool:
        """Whether its lines are kept, as of a large one that is sorted whole."""
        return self.kept is not None and self.kept.is_large

    def to_keep(self) -> "Asked":
        """The same with room for its lines, where it is sorted whole."""
        if not self.is_whole:
            return self
        from deskbell.store.queries.kept_lines import KeptLines

        return replace(self, kept=KeptLines())


class Stretch(Struct, frozen=True):
    """Some rows of a list: how many it has, at which row `page` begins, and the page. `more`: there may be more than `total` says. Heads of groups are rows
    too."""

    total: int
    start: int
    page: TicketPage
    more: bool = False

    @property
    def tickets(self) -> int:
        """How many tickets the list has, those of folded groups too."""
        return self.page.whole.tickets if self.page.whole is not None else self.total

    @property
    def heads(self) -> dict[int, int]:
        """Which rows of the list are heads of groups, rising, and of which."""
        whole = self.page.whole
        return dict(zip(whole.heads, whole.groups, strict=True)) if whole is not None else {}


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
    """The cards of tickets that may have come, gone or moved: lines that are kept from before have them where they were."""
    _read_anew(asked)
    return Touched(*ticket_list.touched(session, asked.view, asked.agent_id, ids))


def from_top(session: Session, asked: Asked, limit: int = PAGE) -> Stretch:
    """The first rows."""
    _read_anew(asked)
    total = _ask_count(session, asked)
    page = _page(session, asked, limit=limit)
    return _stretch(asked, 0, page, limit, total)


def from_row(session: Session, asked: Asked, row: int, near: tuple[int, PageKey] | None, limit: int = PAGE) -> Stretch:
    """Rows from number `row` on: a jump of the scroll bar. `near` is a row before it whose key is known, which shortens the way."""
    start, after = (near[0] + 1, near[1]) if near is not None and near[0] < row else (0, None)
    total = _ask_count(session, asked)
    page = _page(session, asked, after=after, skip=row - start, limit=limit)
    return _stretch(asked, row, page, limit, total)


def below(session: Session, asked: Asked, row: int, after: PageKey) -> Stretch:
    """The rows that follow the key of row number `row` - 1."""
    total = _ask_count(session, asked)
    page = _page(session, asked, after=after)
    return _stretch(asked, row, page, PAGE, total)


def above(session: Session, asked: Asked, row: int, before: PageKey) -> Stretch:
    """The rows right before the key of row number `row`; how many there are in all stays as it was, 0 here."""
    page = _page(session, asked, before=before)
    return Stretch(0, row - len(page.lines), page)


def again(session: Session, asked: Asked, after: PageKey | None, limit: int) -> Stretch:
    """Rows that were read before: those after a key, wherever they stand by now; from the top where there is no key."""
    if after is None:
        return from_top(session, asked, limit)
    if asked.is_whole:
        _read_anew(asked)
        page = _page(session, asked, after=after, limit=limit)
        return _whole(page, page.whole.start if page.whole is not None else 0)
    total = _ask_count(session, asked)
    row = ticket_list.rank(session, asked.view, asked.sort, asked.agent_id, after)
    page = _page(session, asked, after=after, limit=limit)
    return _stretch(asked, row, page, limit, total)


def _read_anew(asked: Asked) -> None:
    if asked.kept is not None:
        asked.kept.forget()


def _ask_count(session: Session, asked: Asked) -> Callable[[], int]:
    """How many tickets there are, together with what is asked next; what is sorted whole is counted with that."""
    return int if asked.is_whole else ticket_list.ask_count(session, asked.view, asked.agent_id)


def _page(
    session: Session,
    asked: Asked,
    *,
    after: PageKey | None = None,
    before: PageKey | None = None,
    skip: int = 0,
    limit: int = PAGE,
) -> TicketPage:
    ask = partial(
        ticket_list.page, session, asked.view, asked.sort, asked.agent_id, grouping=asked.grouping, kept=asked.kept
    )
    return ask(after=after, before=before, skip=skip, limit=limit)


def _stretch(asked: Asked, start: int, page: TicketPage, limit: int, total: Callable[[], int]) -> Stretch:
    """A page that is not full ends the list, whatever the counters say. The hits of a search are counted nowhere: one more than was read."""
    if asked.is_whole:
        return _whole(page, start)
    end = start + len(page.rows)
    if len(page.rows) < limit:
        return Stretch(end, start, page)
    if asked.view.kind in FINDING:
        return Stretch(end + 1, start, page, more=True)
    return Stretch(max(end, total()), start, page)


def _whole(page: TicketPage, start: int) -> Stretch:
    """Of a list that is sorted whole each page tells how much it has."""
    if page.whole is None:
        return Stretch(0, 0, page)
    return Stretch(page.whole.lines, start, page, more=page.whole.more)
