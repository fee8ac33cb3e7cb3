"""The ticket list as Qt sees it: as many rows as the view has tickets, of which only those near the screen are in memory."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace
from PySide6.QtCore import (
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from deskbell.model.changes import Changes
from deskbell.model.kinds import Entity
from deskbell.model.rows import TicketRow
from deskbell.model.views import FINDING, Sort, View, ViewKind
from deskbell.ui.inbox import merging, reading
from deskbell.ui.inbox.card_text import Badge, sentence
from deskbell.ui.inbox.drag import tickets_mime
from deskbell.ui.inbox.patience import Patience
from deskbell.ui.inbox.reading import Asked, Everything, Stretch, Touched
from deskbell.ui.inbox.rows_model import RowsModel
from deskbell.ui.runner import Runner

if TYPE_CHECKING:
    from deskbell.model.grouping import Grouping, GroupRow

Index = QModelIndex | QPersistentModelIndex
T = TypeVar("T")

TICKET = Qt.ItemDataRole.UserRole + 1
CHOSEN = Qt.ItemDataRole.UserRole + 2
HEAD = Qt.ItemDataRole.UserRole + 3

# Asked for with every card that is painted, so put together once.
_COMING = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_THERE = _COMING | Qt.ItemFlag.ItemIsDragEnabled

_MARGIN = 25
# What comes and goes in these views without a change of its ticket.
_OF_THE_VIEW = {ViewKind.DRAFTS: Entity.DRAFT, ViewKind.MENTIONS: Entity.MENTION}
_NAMES = frozenset({Entity.CUSTOMER, Entity.ORGANISATION, Entity.AGENT, Entity.MAILBOX, Entity.TAG, Entity.TEAM})


class TicketListModel(RowsModel):
    """A view's tickets, with the heads of their groups among them. `TICKET` gives a `TicketRow`, or None while it is being read and for a head, of which
    `HEAD` gives the `GroupRow`; `CHOSEN` whether a ticket is ticked for a deed in bulk.

    `badges` are the colleagues at tickets, by number; `mentioning` the tickets with mentions of the agent that they have not seen.

    Signals:
        counted(int, bool): how many tickets the view has, and whether there may be more (a search).
        settling: rows are about to come, go or move because of what happened on the desk.
        settled: they have.
        shown: the first rows of a view are there.
        unread(Exception): a view could not be read; nothing of it is here.
        overgrown: the view has too many tickets to be sorted so, or grouped; nothing of it was read.
        chosen_changed: other tickets are ticked.
        chosen_all(Everything): all tickets of the view are ticked, or as many as can be.
    """

    counted = Signal(int, bool)
    settling = Signal()
    settled = Signal()
    shown = Signal()
    unread = Signal(object)
    overgrown = Signal()
    chosen_changed = Signal()
    chosen_all = Signal(object)

    def __init__(self, runner: Runner, agent_id: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._agent_id = agent_id
        self._asked = Asked(View(ViewKind.MINE), Sort.LATEST, agent_id)
        self._generation = 0
        self._reading = False
        self._visible = (0, 0)
        self._stale = False
        self._touched: set[int] = set()
        self._chosen: dict[int, None] = {}
        self.badges: Mapping[int, Badge] = {}
        self.mentioning: frozenset[int] = frozenset()
        self._waits = Patience()
        self._refresh_soon = QTimer(self, singleShot=True)
        self._refresh_soon.timeout.connect(self._catch_up)

    # What Qt asks.

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else self._total

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._loaded.get(index.row())
        if row is not None and not isinstance(row, TicketRow):
            return self._data_of_head(row, role)
        if role == TICKET:
            return row
        if role == CHOSEN:
            return row is not None and row.id in self._chosen
        if row is not None and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            badge, mentioned = self.badges.get(row.id), row.id in self.mentioning
            return sentence(row, chosen=row.id in self._chosen, badge=badge, mentioned=mentioned)
        return None

    def _data_of_head(self, head: "GroupRow", role: int) -> object:
        if role == HEAD:
            return head
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            from deskbell.ui.inbox.group_head import head_sentence

            return head_sentence(head)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _THERE if self.ticket(index.row()) is not None else _COMING

    def mimeData(self, indexes: object) -> QMimeData:
        """The tickets that a drag takes along: the ticked ones where the dragged one is among them, else itself."""
        assert isinstance(indexes, list | tuple)
        rows = [row for index in indexes if (row := self.ticket(index.row())) is not None]
        ids = tuple(row.id for row in rows)
        return tickets_mime(self.chosen() if ids and ids[0] in self._chosen else ids)

    # What the screen asks.

    @property
    def view(self) -> View:
        """The view that is shown."""
        return self._asked.view

    @property
    def order(self) -> Sort:
        """Its order."""
        return self._asked.sort

    @property
    def grouping(self) -> "Grouping | None":
        """Its groups, None for none."""
        return self._asked.grouping

    @property
    def is_whole(self) -> bool:
        """Whether it is sorted whole: by what a column says, or in groups."""
        return self._asked.is_whole

    def ticket(self, number: int) -> TicketRow | None:
        """The ticket at a row, where it is loaded."""
        row = self._loaded.get(number)
        return row if isinstance(row, TicketRow) else None

    def number_of(self, ticket_id: int) -> int | None:
        """The row of a ticket, where it is loaded."""
        return self._loaded.number_of(ticket_id)

    def ids(self) -> list[int]:
        """The tickets that are loaded, those on the screen and some around, in their order."""
        return [number for number in self._loaded.ids() if number > 0]

    def chosen(self) -> tuple[int, ...]:
        """The ticked tickets in the order they were ticked."""
        return tuple(self._chosen)

    def choose(self, tickets: tuple[int, ...], *, on: bool) -> None:
        """Tick tickets, or untick them."""
        for ticket in tickets:
            if on:
                self._chosen[ticket] = None
            else:
                self._chosen.pop(ticket, None)
        self._redraw(tickets)
        self.chosen_changed.emit()

    def choose_none(self) -> None:
        """Untick all."""
        if self._chosen:
            self.choose(self.chosen(), on=False)

    def choose_all(self) -> None:
        """Tick all tickets of the view, also those that are not loaded, and no others; of very many the first in its order."""
        take = partial(self._choose_all, self._generation)
        self._runner.ask(reading.everything, self._asked, done=take, topic=(id(self), "everything"), owner=self)

    def _choose_all(self, generation: int, found: Everything) -> None:
        if generation == self._generation:
            self._chosen = dict.fromkeys(found.tickets)
            self._redraw_rows(self._loaded.start, self._loaded.end)
            self.chosen_changed.emit()
            self.chosen_all.emit(found)

    def show_view(self, view: View, sort: Sort, grouping: "Grouping | None" = None) -> None:
        """Show another view, or the same in another order or other groups. What is on the screen stays until the first rows are there."""
        self._asked = Asked(view, sort, self._agent_id, grouping).to_keep()
        self._waits.begin_list()
        self._generation += 1
        self._begin_reading()
        self._ask(reading.from_top, then=self._begin)

    def fold(self, grouping: "Grouping") -> None:
        """Have other groups folded; what is on the screen stays where it is."""
        self._asked = replace(self._asked, grouping=grouping)
        self._waits.hurry()
        self.refresh()

    def need(self, first: int, last: int) -> None:
        """The screen shows rows `first` to `last`: read what is missing there and right around."""
        self._visible = (first, last)
        if self._reading or not self._total:
            return
        loaded = self._loaded
        top, bottom = max(0, first - _MARGIN), min(self._total, last + 1 + _MARGIN)
        if top >= loaded.start and bottom <= loaded.end:
            return
        touches = bool(len(loaded)) and first <= loaded.end and last >= loaded.start - 1
        self._reading = True
        if touches and bottom > loaded.end and loaded.last_key is not None:
            self._ask(reading.below, loaded.end, loaded.last_key, then=self._take_below)
        elif touches and loaded.first_key is not None:
            self._ask(reading.above, loaded.start, loaded.first_key, then=self._take_above)
        else:
            near = (loaded.end - 1, loaded.last_key) if loaded.last_key is not None and loaded.end <= top else None
            self._ask(reading.from_row, top, near, then=self._jump)

    # What happens on the desk.

    def hear(self, changes: Changes) -> None:
        """Rows were written; read again what is on the screen, soon, where it may have changed."""
        entities = {row.entity for row in changes.rows}
        if changes.lost or entities & _NAMES or _OF_THE_VIEW.get(self.view.kind) in entities:
            self._stale = True
        self._touched |= changes.of(Entity.TICKET)
        wait = self._patience()
        if (self._stale or self._touched) and not 0 <= self._refresh_soon.remainingTime() <= wait:
            self._refresh_soon.start(wait)

    def refresh(self) -> None:
        """Read the loaded rows again, from wherever they stand by now."""
        if self._reading:
            self._stale = True  # The answer under way sees to it.
            return
        self._begin_reading()
        loaded = self._loaded
        anchored = loaded.start > 0 and loaded.first_key is not None
        self._ask(
            reading.again,
            loaded.first_key if anchored else None,
            max(reading.PAGE, len(loaded)),
            then=self._settle,
        )

    def _patience(self) -> int:
        """How long what was changed may wait, in milliseconds: not at all where it is seen."""
        loaded = bool(self._loaded.numbers_of(self._touched))
        finding = self.view.kind in FINDING
        return self._waits.left(self._touched, seen=loaded or (self._stale and not finding), finding=finding)

    def _catch_up(self) -> None:
        """Read the cards that were touched, and all rows where these would not say enough."""
        if self._reading or not (self._stale or self._touched):
            return  # The answer under way sees to it, or another one did.
        by_card = (
            self.grouping is None
            and merging.told_by_card(self.view)
            and not self._loaded.start
            and len(self._touched) <= merging.MOST
        )
        if self._stale or not by_card:
            self.refresh()
            return
        ids = tuple(self._touched)
        self._begin_reading()
        self._ask(reading.touched, ids, then=partial(self._merge, ids))

    def _begin_reading(self) -> None:
        """What was changed up to now will be in the answer."""
        self._reading = True
        self._waits.begin_reading(self._touched)
        self._stale = False
        self._touched.clear()

    def show_as(self, tickets: tuple[int, ...], change: Callable[[TicketRow], TicketRow]) -> None:
        """Show tickets as they will be; the change row that comes round settles it."""
        self._waits.expect(tickets)
        for number in self._loaded.numbers_of(tickets):
            if (row := self.ticket(number)) is not None:
                self._loaded.put(number, change(row))
        self._redraw(tickets)

    # Answers.

    def _ask(self, question: Callable[..., T], *values: object, then: Callable[[T], None]) -> None:
        generation = self._generation

        def take(answer: T) -> None:
            if generation != self._generation:
                return
            self._reading = False
            if isinstance(answer, Stretch) and answer.page.too_many:
                self.overgrown.emit()
                return
            then(answer)
            if self._stale or self._touched:
                if wait := self._patience():
                    self._refresh_soon.start(wait)
                else:
                    self._catch_up()
            self.need(*self._visible)

        def give_up(error: Exception) -> None:
            if generation == self._generation:
                self._reading = False
                if then == self._begin:
                    self._loaded.replace(0, reading.NOTHING)
                    self._resize(0)
                    self.unread.emit(error)
                self._runner.troubled.emit(error)

        self._runner.ask(question, self._asked, *values, done=take, failed=give_up, owner=self)

    def _begin(self, stretch: Stretch) -> None:
        self._waits.end_reading(large=self._asked.is_kept)
        self.beginResetModel()
        self._loaded.replace(0, stretch.page)
        self._total = stretch.total
        self._visible = (0, 0)
        self.endResetModel()
        self._take_heads(stretch.heads)
        self.counted.emit(stretch.tickets, stretch.more)
        self.shown.emit()

    def _take_below(self, stretch: Stretch) -> None:
        follows = bool(stretch.page.lines) and stretch.start == self._loaded.end
        if follows:
            self._loaded.append(stretch.page)
        # A search may have more rows than it was known to have: they are there before they are drawn.
        self._count(stretch)
        if follows:
            self._redraw_rows(stretch.start, min(self._loaded.end, self._total))
        if self._loaded.end > self._total or (not follows and self._loaded.end < self._total):
            self._read_all_anew()

    def _take_above(self, stretch: Stretch) -> None:
        reached_top = len(stretch.page.lines) < reading.PAGE
        if stretch.start < 0 or (reached_top and stretch.start > 0):
            self._read_all_anew()  # Tickets came or went above: the row numbers are off.
            return
        if stretch.page.lines:
            self._loaded.prepend(stretch.page)
            self._redraw_rows(stretch.start, stretch.start + len(stretch.page.lines))

    def _read_all_anew(self) -> None:
        """What is loaded does not fit what was read now: the answer under way sees to it."""
        self._stale = True
        self._waits.hurry()

    def _jump(self, stretch: Stretch) -> None:
        self._loaded.replace(stretch.start, stretch.page)
        self._count(stretch)
        self._redraw_rows(stretch.start, self._loaded.end)

    def _count(self, stretch: Stretch) -> None:
        """Take another count at the end of the list, which is off the screen or about to be."""
        self._resize(stretch.total)
        self._take_heads(stretch.heads)
        self.counted.emit(stretch.tickets, stretch.more)

    def _merge(self, ids: tuple[int, ...], touched: Touched) -> None:
        """Turn the loaded rows into those that they are with these cards. No more of them stay than were loaded: the list may be long."""
        loaded = self._loaded
        ends = loaded.end == self._total
        limit = max(reading.PAGE, len(loaded))
        found = [row for row in touched.cards if merging.belongs(self.view, row, self._agent_id)]
        page = merging.merged(
            loaded.rows(), ids, found, self.order, last=None if ends else loaded.last_key, limit=limit
        )
        total = len(page.rows) if ends and len(page.rows) < limit else max(touched.total, len(page.rows))
        self._settle(Stretch(total, 0, page))

    def _settle(self, stretch: Stretch) -> None:
        self._waits.end_reading(large=self._asked.is_kept)
        self.settling.emit()
        self._become(stretch.start, stretch.page, stretch.total)
        self._take_heads(stretch.heads)
        self.counted.emit(stretch.tickets, stretch.more)
        self.settled.emit()
