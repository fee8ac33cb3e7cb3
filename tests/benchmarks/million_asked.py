"""What the window asks of a large desk, each question timed, and beside it the same statements through the driver alone."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from building import statements
from deskbell.model.grouping import Group, Grouping
from deskbell.model.views import MOST_SORTED, PageKey, Sort, View, ViewKind, orders
from deskbell.store.desk import Desk
from deskbell.store.queries import most_urgent, saved_views, ticket_list, views
from deskbell.store.queries.kept_lines import SORTED_EACH_TIME
from deskbell.store.search.portions import JOINED
from deskbell.store.session import Session
from deskbell.ui.inbox.reading import PAGE, Asked, below, from_top
from deskbell.ui.ticket.reading import open_ticket

# Where in a list it is scrolled on, and how many pages in a row from there.
_DEPTHS = (0.02, 0.25, 0.5, 0.75, 0.97)
_PAGES = 4
_TIMES = 20
_TICKETS = 200

SEARCHES = (
    "refund",
    "headphones",
    "thank you",
    "invoice order",
    '"kind regards"',
    "deliv",
    "re",
    "zzyzx",
    "退款",
    "rückerstattung",
    "subject:delivery",
    "from:bennett",
    "to:support",
    "refund is:open",
    "order tag:refund",
    "headphones status:pending priority:high",
    "refund mailbox:sales",
    "please before:2024-06-01",
    "refund -order",
    "headphones -thank",
    "is:open has:attachment",
    "is:unassigned priority:urgent",
    "assignee:me status:pending",
    "tag:damage before:2024-06-01",
    "-tag:refund",
    "-thank",
    "#12345",
)


@dataclass
class Times:
    """How long each thing took, in milliseconds: as the window asks it, and the bare statements."""

    ours: dict[str, list[float]] = field(default_factory=dict)
    bare: dict[str, list[float]] = field(default_factory=dict)

    def add(self, what: str, ours: float, bare: float) -> None:
        """Note one time of each."""
        self.ours.setdefault(what, []).append(ours)
        self.bare.setdefault(what, []).append(bare)

    def slowest(self) -> str:
        """What has the largest p95."""
        return max(self.ours, key=lambda what: p95(self.ours[what]))


def _key_at(session: Session, asked: Asked, row: int) -> PageKey | None:
    """The key of row number `row`: where somebody would have scrolled to."""
    page = ticket_list.page(
        session, asked.view, asked.sort, asked.agent_id, skip=row, limit=1, grouping=asked.grouping, kept=asked.kept
    )
    return page.first


def _most_urgent(session: Session, view: View, agent_id: int) -> object:
    return most_urgent.find(session, view, agent_id, left_out=())


def p50(values: Sequence[float]) -> float:
    """What half are at most."""
    return sorted(values)[len(values) // 2]


def p95(values: Sequence[float]) -> float:
    """What 95 of 100 are at most: of twenty, all but the largest."""
    return sorted(values)[max(0, ceil(0.95 * len(values)) - 1)]


class Asker:
    """Asks a desk, and its database by itself."""

    def __init__(self, desk: Desk, agent_id: int) -> None:
        self._desk = desk
        self._agent_id = agent_id
        self._chance = random.Random(1)

    def pages(self) -> tuple[Times, Times, Times]:
        """The first page of each view in each order, apart those for which many tickets are sorted whole, and the next ones at some depths; those of saved
        views are searches."""
        small, large, following = Times(), Times(), Times()
        for row in self._desk.read(views.view_rows, self._agent_id):
            if row.saved is not None:
                continue
            for sort in orders(row.view.kind, row.count):
                asked = Asked(row.view, sort, self._agent_id).to_keep()
                first = large if asked.is_whole and row.count > SORTED_EACH_TIME else small
                self._view(first, following, f"{row.view.kind} {row.name}, {sort}", asked, row.count)
            for by in Group if row.count <= MOST_SORTED else ():
                asked = Asked(row.view, Sort.LATEST, self._agent_id, Grouping(by)).to_keep()
                first = large if row.count > SORTED_EACH_TIME else small
                self._view(first, following, f"{row.view.kind} {row.name}, by {by}", asked, row.count)
        return small, large, following

    def _view(self, first: Times, following: Times, name: str, asked: Asked, rows: int) -> None:
        self._desk.read(from_top, asked)
        for _ in range(_TIMES):
            self._time(first, name, from_top, asked)
        for depth in _DEPTHS:
            self._scroll(following, name, asked, int(depth * rows))

    def _scroll(self, times: Times, name: str, asked: Asked, row: int) -> None:
        key = self._desk.read(_key_at, asked, row)
        for _ in range(_PAGES):
            if key is None:
                return
            stretch = self._time(times, name, below, asked, row, key)
            row, key = row + PAGE, stretch.page.last

    def counts(self) -> Times:
        """The list of views with the counts."""
        times = Times()
        for _ in range(5 * _TIMES):
            self._time(times, "all views", views.view_rows, self._agent_id)
        return times

    def saved_views(self) -> tuple[Times, Times]:
        """The first page of each saved view in each order, and its count."""
        pages, counts = Times(), Times()
        for row in self._desk.read(views.view_rows, self._agent_id):
            for sort in (
                (Sort.LATEST, Sort.OLDEST, Sort.URGENT, Sort.DUE, Sort.CUSTOMER) if row.saved is not None else ()
            ):
                asked = Asked(row.view, sort, self._agent_id)
                self._desk.read(from_top, asked)
                for _ in range(_TIMES):
                    self._time(pages, f"{row.name}, {sort}", from_top, asked)
                    self._time(counts, row.name, saved_views.count, row.view, self._agent_id)
        return pages, counts

    def most_urgent(self) -> Times:
        """The next ticket by urgency of each view of live tickets."""
        times = Times()
        for row in self._desk.read(views.view_rows, self._agent_id):
            if row.saved is None and most_urgent.has_waiting(row.view.kind):
                for _ in range(_TIMES):
                    self._time(times, f"{row.view.kind} {row.name}", _most_urgent, row.view, self._agent_id)
        return times

    def tickets(self, most: int) -> Times:
        """Tickets out of all, opened."""
        times = Times()
        for _ in range(_TICKETS):
            self._time(times, "a ticket", open_ticket, self._chance.randint(1, most), self._agent_id)
        return times

    def searches(self, sort: Sort) -> Times:
        """What an agent may look for, rare and common, as it is typed."""
        times = Times()
        for text in SEARCHES:
            asked = Asked(View(ViewKind.SEARCH, query=text), sort, self._agent_id)
            self._desk.read(from_top, asked)
            for _ in range(_TIMES):
                self._time(times, text, from_top, asked)
        return times

    def _time(self, times: Times, what: str, question: Callable[..., Any], *values: Any) -> Any:
        began = time.perf_counter()
        answer = self._desk.read(question, *values)
        ours = time.perf_counter() - began
        with statements(self._desk) as sent:
            self._desk.read(question, *values)
        times.add(what, 1000 * ours, 1000 * self._bare(sent))
        return answer

    def _bare(self, sent: Sequence[tuple[str, tuple[object, ...]]]) -> float:
        """The seconds that the statements of a question take alone; of a search's the first rows, as it takes no more."""
        with self._desk.engine.connect() as connection:
            cursor = connection.connection.driver_connection.cursor()
            began = time.perf_counter()
            for statement, values in sent:
                cursor.execute(statement, values)
                cursor.fetchmany(JOINED)
            seconds = time.perf_counter() - began
            cursor.close()
            connection.rollback()
        return seconds
