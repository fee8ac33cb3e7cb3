"""The ticket list as a part of the window: header, cards or a table of lines, and what is said where there are none."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QSettings, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QFocusEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from deskbell.model.kinds import TagColour
from deskbell.model.rows import ViewRow
from deskbell.model.saved_views import SavedView
from deskbell.model.views import ANY_SIZE, FINDING, MOST_SORTED, PASSING, Sort, View, ViewKind, orders
from deskbell.ui.deeds import Deeds
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.feed import Feed
from deskbell.ui.inbox.bulk_bar import BulkBar
from deskbell.ui.inbox.card_text import Badge, searched_words
from deskbell.ui.inbox.empty_words import empty_words
from deskbell.ui.inbox.list_header import ListHeader
from deskbell.ui.inbox.reading import Everything
from deskbell.ui.inbox.ticket_model import TicketListModel
from deskbell.ui.inbox.ticket_view import TicketView
from deskbell.ui.inbox.view_orders import ViewOrders
from deskbell.ui.runner import Runner
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket_menus import TicketMenus
from deskbell.ui.widgets.empty_state import EmptyState
from deskbell.ui.widgets.pane import Pane
from deskbell.ui.words import told_error, view_word

if TYPE_CHECKING:
    from deskbell.model.grouping import Group, Grouping
    from deskbell.ui.inbox.course_line import CourseLine
    from deskbell.ui.inbox.search_completion import SearchCompletion
    from deskbell.ui.inbox.table import Table
    from deskbell.ui.widgets.file_drop import DropHint


class TicketList(Pane):
    """The tickets of one view. `table` is None where they are cards.

    Signals:
        opened(int): the person went to a ticket; 0 where the last one of the view was dealt with.
        entered(int): the person wants to work in it.
        searched(str): words to look for, "" when the search is over.
        files_dropped(tuple): files (paths) were dropped on it.
        wants_view(View): the next step of an empty view was pressed, or this one is to be read once more.
    """

    opened = Signal(int)
    entered = Signal(int)
    searched = Signal(str)
    wants_view = Signal(object)
    files_dropped = Signal(object)

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        feed: Feed,
        desk: DeskNow,
        deeds: Deeds,
        menus: TicketMenus,
        settings: QSettings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("panel", parent)
        self._theme = theme
        self._runner = runner
        self._feed = feed
        self._keys = desk.keys
        self._settings = settings
        self._orders = ViewOrders(settings)
        self._sort = Sort.LATEST
        self._grouping: Grouping | None = None
        self._tickets = 0
        self._saved: SavedView | None = None
        self.model = TicketListModel(runner, desk.me.id, self)
        self.view = TicketView(theme, self.model, self)
        self.model.show_heading(self.view.accessibleName())
        self.bulk = BulkBar(theme, desk, deeds, menus, self.model.chosen, self)
        self.header = ListHeader(theme, desk.keys, self.bulk, self)
        self._empty = EmptyState(theme, self)
        self._next_view: View | None = None
        self._desk = desk
        self._mine: frozenset[int] = frozenset()
        self._go_to_results = False
        self._faces = QStackedWidget(self)
        self._faces.addWidget(self.view)
        self._faces.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self._faces)
        self._line: CourseLine | None = None
        self._made: Table | None = None
        self.table: Table | None = None
        self._long = deeds.long
        self._wire(feed, deeds)
        desk.changed.connect(self._show_colours)
        self._show_colours()

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Not by a focus proxy: Tab would come back to that from whatever stands behind it.
        self.view.setFocus(event.reason())

    def show_view(self, view: View, row: ViewRow | None = None) -> None:
        """Show another view. `row` is what the list of views knows of it."""
        self.model.choose_none()
        if self._line is not None:
            self._line.say("")
        self._sort, self._grouping = self._order_of(view, row)
        self._tickets = 0
        self._saved = row.saved if row is not None else None
        self.header.show_title(view_word(view, row.name if row is not None else ""))
        if view.kind is not ViewKind.SEARCH:
            self.header.close_search()
        self.view.cards.kind = view.kind
        self.view.cards.words = searched_words(self._saved.query if self._saved is not None else view.query)
        self._say_sort(view)
        self._show_columns(view)
        self.model.show_view(view, self._sort, self._grouping)

    def show_form(self, *, table: bool) -> None:
        """Show the tickets as lines of a table, or as cards."""
        if table:
            self.table = self._made_table()
            self._show_columns(self.model.view)
            self.table.begin()
        elif self.table is not None:
            self.table.end()
            self.table = None
        self.header.show_form(table=table)
        self._say_sort(self.model.view)
        self._place_head()

    def take_files(self) -> None:
        """Let files be dropped here."""
        self.setAcceptDrops(True)

    @cached_property
    def _hint(self) -> "DropHint":
        from deskbell.ui.widgets.file_drop import DropHint

        return DropHint(self._theme, self.tr("Drop mails here to take them in as tickets"), self)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        from deskbell.ui.widgets.file_drop import take_files

        if take_files(event):
            self._hint.cover()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._hint.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        from deskbell.ui.widgets.file_drop import take_files

        self._hint.hide()
        if files := take_files(event):
            self.files_dropped.emit(files)

    def learn(self, row: ViewRow) -> None:
        """What the list of views says of the view that is shown: its name may be known only now, and a saved view may be another one."""
        known, self._saved = self._saved, row.saved
        if row.name:
            self.header.show_title(row.name)
        if row.saved is None:
            return
        asks_otherwise = known is not None and known.query != row.saved.query
        if asks_otherwise or self._order_of(row.view, row) != (self._sort, self._grouping):
            self.show_view(row.view, row)
        else:
            self.view.cards.words = searched_words(row.saved.query)
            self._show_columns(row.view)

    def forget_order(self, view: View) -> None:
        """Let a view begin with its own order and groups again."""
        self._orders.forget(view)

    def columns_of(self, view: View) -> str:
        """The columns that the table has, where it shows this view; else ""."""
        return self.table.text() if self.table is not None and view == self.model.view else ""

    def forget_columns(self, view: View) -> None:
        """Let a view have the columns again that it was saved with."""
        if self.table is not None:
            self.table.forget(view)

    def show_badges(self, badges: Mapping[int, Badge]) -> None:
        """Show which colleagues are at which tickets."""
        self.model.badges = self.view.cards.badges = badges
        self.view.viewport().update()

    def show_mentions(self, tickets: frozenset[int]) -> None:
        """Mark these tickets as such that mention the person at this window, who has not seen it yet."""
        self.model.mentioning = self.view.cards.mentioning = tickets
        self.view.viewport().update()

    def _show_colours(self) -> None:
        colours = {tag.name: tag.colour for tag in self._desk.tags if tag.colour is not TagColour.BLUE}
        if self.view.cards.show_colours(colours):
            self.view.viewport().update()

    def _wire(self, feed: Feed, deeds: Deeds) -> None:
        feed.changed.connect(self.model.hear)
        deeds.shown.connect(self.model.show_as)
        deeds.shown.connect(self._dealt_with)
        deeds.refused.connect(lambda _: self.model.refresh())
        self.model.counted.connect(self._counted)
        self.model.overgrown.connect(self._go_without)
        self.model.unread.connect(self._say_unread)
        self.model.chosen_changed.connect(self._say_chosen)
        self.model.chosen_all.connect(self._say_cut)
        deeds.long.changed.connect(lambda: self._course_line().follow())
        self.view.opened.connect(self.opened)
        self.view.entered.connect(self.entered)
        self.view.current_left.connect(self._go_on)
        self.header.sorted_by.connect(self._sort_by)
        self.header.grouped_by.connect(self._group_by)
        self.header.fold_all_wanted.connect(self._fold_all)
        self.view.fold_wanted.connect(lambda head, on: self._fold((head,), on))
        self.header.searched.connect(self.searched)
        self.header.searched.connect(lambda _words: self._let_results_come(go=False))
        self.header.search_left.connect(self._to_results)
        self.header.keyboard_left.connect(self.view.setFocus)
        self.header.search.textEdited.connect(lambda _text: self.completion.look())
        self.bulk.dismissed.connect(self.model.choose_none)
        self._empty.acted.connect(self._next_step)

    @cached_property
    def completion(self) -> "SearchCompletion":
        """What the search box offers while one types; made with the first letter."""
        from deskbell.ui.inbox.search_completion import SearchCompletion

        return SearchCompletion(self._theme, self._runner, self._desk, self.header.search)

    def _course_line(self) -> "CourseLine":
        """What is said between header and tickets; made when there is something for the first time."""
        if self._line is None:
            from deskbell.ui.inbox.course_line import CourseLine

            self._line = CourseLine(self._long, self)
            layout = self.layout()
            assert isinstance(layout, QVBoxLayout)
            layout.insertWidget(1, self._line)
        return self._line

    def _say_chosen(self) -> None:
        self.header.show_chosen(len(self.model.chosen()))
        if self._line is not None:
            self._line.say("")

    def _say_cut(self, found: Everything) -> None:
        """Nobody is to think that all of a view are ticked where it has more."""
        if found.more:
            self._course_line().say_selected(len(found.tickets))

    def _dealt_with(self, tickets: tuple[int, ...]) -> None:
        self._mine = frozenset(tickets)
        if self._mine == set(self.model.chosen()):
            self.model.choose_none()

    def _go_on(self, number: int) -> None:
        """The open ticket left the view: after a deed of this person the next one is opened. What a colleague moved stays open to be read."""
        if self.view.current_id not in self._mine:
            return
        count = self.model.rowCount()
        if count:
            self.view.walk_to(min(number, count - 1))
        else:
            self.view.set_current(0)
            self.opened.emit(0)

    def _sort_by(self, sort: Sort) -> None:
        self._sort = sort
        self._orders.keep_sort(self.model.view, sort)
        self._show_otherwise()

    def _group_by(self, by: "Group | None") -> None:
        from deskbell.model.grouping import Grouping

        self._grouping = Grouping(by) if by is not None else None
        self._orders.keep_grouping(self.model.view, self._grouping)
        self._show_otherwise()

    def _show_otherwise(self) -> None:
        if self._line is not None:
            self._line.say("")
        self._say_sort(self.model.view)
        self.model.show_view(self.model.view, self._sort, self._grouping)

    def _fold(self, heads: tuple[int, ...], on: bool) -> None:
        """Fold groups, or unfold them."""
        if self._grouping is not None:
            folded = self._grouping.folded
            self._grouping = replace(self._grouping, folded=folded.union(heads) if on else folded.difference(heads))
            self._orders.keep_grouping(self.model.view, self._grouping)
            self._mine = frozenset()  # what is folded away has not left the view
            self.model.fold(self._grouping)

    def fold_or_unfold(self) -> None:
        """Fold all groups, or unfold them where none is left to fold."""
        self._fold_all(self._grouping is not None and not self._grouping.folded.issuperset(self.model.heads.values()))

    def _fold_all(self, on: bool) -> None:
        if self._grouping is not None:
            self._fold(tuple(self.model.heads.values()) if on else tuple(self._grouping.folded), on)

    def _go_without(self) -> None:
        """The view has too many tickets for its order, or for groups: it is shown without, and has them again once it has fewer."""
        self._sort, self._grouping = Sort.LATEST if self._sort not in ANY_SIZE else self._sort, None
        self._tickets = MOST_SORTED + 1
        self._show_otherwise()
        self._course_line().say_too_many()

    def _say_sort(self, view: View) -> None:
        offered = orders(view.kind, self._tickets)
        can_group = view.kind in FINDING or self._tickets <= MOST_SORTED
        by = self._grouping.by if self._grouping is not None else None
        self.header.show_sort(self._sort, offered, by, can_group=can_group)
        if self.table is not None:
            # With words the latest are those whose mail with the words is the latest, which no column says.
            told = {Sort.LATEST, Sort.OLDEST} if self.view.cards.words else ()
            self.table.show_sort(self._sort, tuple(sort for sort in offered if sort not in told))

    def _made_table(self) -> "Table":
        """The table's columns and their head; made when somebody first wants one."""
        if self._made is None:
            from deskbell.ui.inbox.table import Table

            self._made = Table(self._theme, self._runner, self._feed, self.model, self.view, self._settings)
            self._made.sorted_by.connect(self._sort_by)
            self._faces.currentChanged.connect(self._place_head)
            layout = self.layout()
            assert isinstance(layout, QVBoxLayout)
            layout.insertWidget(layout.indexOf(self._faces), self._made.head)
            QWidget.setTabOrder(self.view, self._made.head.choose_button)
        return self._made

    def _show_columns(self, view: View) -> None:
        if self.table is not None:
            self.table.show_view(view, self._saved.columns if self._saved is not None else "")

    def _place_head(self) -> None:
        """Where there are no lines there is no head above them."""
        if self.table is not None:
            self.table.head.setVisible(self._faces.currentWidget() is self.view)

    def _order_of(self, view: View, row: ViewRow | None) -> "tuple[Sort, Grouping | None]":
        """The order and the groups of a view. A search keeps them for as long as it goes on."""
        if view.kind not in PASSING:
            return self._orders.sort(view, row), self._orders.grouping(view, row)
        return (self._sort, self._grouping) if view.kind is self.model.view.kind else (Sort.LATEST, None)

    def _counted(self, count: int, more: bool) -> None:
        self.header.show_count(count, more=more)
        if more and self.model.is_whole:
            self._course_line().say_newest(count)
        was_large, self._tickets = self._tickets > MOST_SORTED, count
        if (count > MOST_SORTED) is not was_large:
            self._say_sort(self.model.view)
        if count:
            self._faces.setCurrentWidget(self.view)
            if self._go_to_results:
                self._to_results()
            return
        words = empty_words(self.model.view)
        self._next_view = words.next_view
        self._empty.say(words.icon, words.title, words.with_key(self._keys), words.action)
        self._faces.setCurrentWidget(self._empty)

    def _say_unread(self, error: Exception) -> None:
        """The view cannot be read: say so where its tickets would be, rather than that there are none."""
        self.header.show_count(0, more=False)
        self._next_view = None
        self._empty.say(Icon.ERROR, self.tr("This view cannot be read"), told_error(error), self.tr("Try again"))
        self._faces.setCurrentWidget(self._empty)

    def _let_results_come(self, *, go: bool) -> None:
        """Whether the keyboard goes to what is found as soon as it is there: not where somebody types on."""
        self._go_to_results = go

    def _to_results(self) -> None:
        there = self.view.isVisibleTo(self)
        self._let_results_come(go=not there)
        if not there:
            return
        self.view.setFocus()
        if not self.view.current_id:
            self.view.step(0)

    def _next_step(self) -> None:
        self.wants_view.emit(self._next_view or self.model.view)
