"""The inbox: views, tickets, and the conversation of the ticket that is open."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from deskbell.model.rows import ViewRow
from deskbell.model.views import PASSING, View, ViewKind
from deskbell.ui.deeds import Deeds
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.feed import Feed
from deskbell.ui.inbox.dropping import drop_on
from deskbell.ui.inbox.saved_views import SavedViews
from deskbell.ui.inbox.ticket_list import TicketList
from deskbell.ui.inbox.views_list import ViewsList
from deskbell.ui.inbox.views_model import FOLDED_AT_FIRST
from deskbell.ui.keys import Keys
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket_menus import TicketMenus
from deskbell.ui.widgets.splitter import RememberedSplitter

if TYPE_CHECKING:
    from deskbell.ui.inbox.over_list import OverList

_VIEW_KEY = "inbox/view"
_FOLDED_KEY = "inbox/folded"
_FORM_KEY = "inbox/form"
_TABLE = "table"
_GOES = frozenset({ViewKind.SAVED, ViewKind.COLLEAGUE})
VIEWS_WIDTH = 216
LIST_WIDTH = 368


class Inbox(RememberedSplitter):
    """Views and tickets side by side; the conversation is put in as the third part with `set_conversation`. Where the tickets are a table, it lies over them.

    Signals:
        opened(int): show this ticket; 0 for none.
        entered(int): the keyboard goes into this ticket.
        files_dropped(View, tuple): files (paths) were dropped on this view, or on its tickets; None for no view.
        view_changed(View): another view is shown.
        formed(bool): whether the tickets are a table now.
        turned(QWidget): where the list is a table, what can be seen of the two by now: the conversation or the list.
    """

    opened = Signal(int)
    entered = Signal(int)
    files_dropped = Signal(object, object)
    view_changed = Signal(object)
    formed = Signal(bool)
    turned = Signal(object)

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
        super().__init__(settings, "inbox", parent=parent)
        self._theme = theme
        self._kept = settings
        self._deeds = deeds
        self._desk = desk
        self.views = ViewsList(theme, runner, feed, desk.me.id, self)
        self.tickets = TicketList(theme, runner, feed, desk, deeds, menus, settings, self)
        self.saved = SavedViews(theme, runner, desk, deeds, self.views, self.tickets)
        self.addWidget(self.views)
        self.addWidget(self.tickets)
        self.views.setMinimumWidth(160)
        self.tickets.setMinimumWidth(300)
        self._before_search = View(ViewKind.MINE)
        self.views.picked.connect(self.show_view)
        self.views.dropped.connect(lambda view, tickets: drop_on(self._deeds, self._desk, view, tickets))
        self.views.read.connect(self._name_again)
        words = str(settings.value(_FOLDED_KEY, "")).split()
        self.views.model.fold(frozenset(map(ViewKind, set(words) & set(ViewKind))) ^ FOLDED_AT_FIRST)
        self.views.folded.connect(self._keep_folded)
        self.tickets.searched.connect(self.search)
        self.tickets.wants_view.connect(self._go_on_to)
        self.tickets.opened.connect(self.opened)
        self.tickets.entered.connect(self.entered)
        self.tickets.header.form_wanted.connect(self.switch_form)
        self._conversation: QWidget | None = None
        self._over: OverList | None = None
        self._over_made: OverList | None = None

    def set_conversation(self, conversation: QWidget) -> None:
        """Put the conversation beside the list, and take the remembered widths."""
        self._conversation = conversation
        self.addWidget(conversation)
        for part, stretch in ((0, 0), (1, 0), (2, 1)):
            self.setStretchFactor(part, stretch)
        self.recall(*self._widths())

    def bind(self, keys: Keys) -> None:
        """Let the keys go through the list, search it and tick its tickets."""
        view = self.tickets.view
        keys.bind("next", partial(view.step, 1))
        keys.bind("previous", partial(view.step, -1))
        keys.list_only("enter", "save_search", "remove_marked")
        keys.bind("search", self._open_search)
        keys.bind("form", self.switch_form)
        columns = keys.bind("columns", self._choose_columns)
        columns.setEnabled(False)
        self.formed.connect(columns.setEnabled)
        ticking = (keys.bind("tick", view.tick_current), keys.bind("tick_all", self.tickets.model.choose_all))
        for action in ticking:
            self.turned.connect(lambda _seen, action=action: action.setEnabled(not self.is_covered))
        keys.bind("order", self._open_orders)
        folds = keys.bind("fold_groups", self.tickets.fold_or_unfold)
        folds.setEnabled(False)
        self.tickets.model.headed.connect(lambda: folds.setEnabled(self.tickets.model.grouping is not None))
        self.saved.bind(keys)

    def take_files(self) -> None:
        """Let files be dropped on views and tickets."""
        self.views.take_files()
        self.views.files_dropped.connect(self.files_dropped)
        self.tickets.take_files()
        self.tickets.files_dropped.connect(lambda files: self.files_dropped.emit(self.view, files))

    def begin(self) -> None:
        """Show the view of last time."""
        if self._kept.value(_FORM_KEY, "") == _TABLE:
            self._show_form(table=True)
        self.views.read_again()
        kept = str(self._kept.value(_VIEW_KEY, ViewKind.MINE.value))
        kind, _, of = kept.partition(":")
        view = View(ViewKind(kind), int(of or 0)) if kind in set(ViewKind) else View(ViewKind.MINE)
        if view == self.views.view:
            self.show_view(view)
        else:
            self.views.go_to(view)

    @property
    def view(self) -> View:
        """The view that is shown."""
        return self.tickets.model.view

    @property
    def is_covered(self) -> bool:
        """Whether a ticket lies over the table."""
        return self._over is not None and self._over.is_over

    def switch_form(self) -> None:
        """Make the cards a table, or the table cards."""
        self._show_form(table=self._over is None)
        self._kept.setValue(_FORM_KEY, _TABLE if self._over is not None else "")

    def expect(self) -> None:
        """A ticket is being read to be shown."""
        if self._over is not None:
            self._over.expect()

    def follow(self, ticket_id: int) -> None:
        """This ticket is shown by now, 0 for none."""
        if self._over is not None:
            self._over.follow(ticket_id, self.tickets.header.title())

    def uncover(self) -> bool:
        """Close the ticket that lies over the table; whether there was one."""
        was = self.is_covered
        if was:
            self.opened.emit(0)
        return was

    def _show_form(self, *, table: bool) -> None:
        if table:
            self._over = self._made_over()
            self.tickets.show_form(table=True)
            views, tickets, conversation = self.sizes() if self.isVisible() else self._widths()
            self._over.begin(views, tickets + conversation)
            self.opened.emit(0)
        elif self._over is not None:
            covered, self._over = self.is_covered, None
            self._made_over().end()
            self.keep_as("inbox", *self._widths())
            self.tickets.show_form(table=False)
            self.turned.emit(self._conversation)
            # Beside the cards what is marked is open.
            if not covered and self.tickets.view.current_id:
                self.opened.emit(self.tickets.view.current_id)
        self.formed.emit(table)

    def _made_over(self) -> "OverList":
        if self._over_made is None:
            from deskbell.ui.conversation_place import ConversationPlace
            from deskbell.ui.inbox.over_list import OverList

            assert isinstance(self._conversation, ConversationPlace)
            self._over_made = OverList(self._theme, self._desk.keys, self, self.tickets, self._conversation)
            self._over_made.left.connect(self.uncover)
            self._over_made.turned.connect(self.turned)
        return self._over_made

    def _open_search(self) -> None:
        self.uncover()
        self.tickets.header.open_search()

    def _open_orders(self) -> None:
        self.uncover()
        self.tickets.header.open_orders()

    def _choose_columns(self) -> None:
        if self.tickets.table is not None and not self.is_covered:
            self.tickets.table.head.open_menu()

    def show_view(self, view: View) -> None:
        """Show a view's tickets."""
        self.uncover()
        self.tickets.show_view(view, self.views.model.row_of(view))
        if view.kind is not ViewKind.SEARCH:
            self._before_search = view
        if view.kind not in PASSING:
            self._kept.setValue(_VIEW_KEY, f"{view.kind}:{view.of}")
        self.view_changed.emit(view)

    def go_to_view(self, view: View) -> None:
        """As if the view had been clicked."""
        if view == self.views.view:
            self.show_view(view)
        else:
            self.views.go_to(view)

    def _go_on_to(self, view: View) -> None:
        if not self.views.model.rows():
            # They could not be read either.
            self.views.read_again()
        self.go_to_view(view)

    def search(self, words: str) -> None:
        """Show what a search finds; "" goes back to where it was begun."""
        if words:
            self.views.go_to(View(ViewKind.SEARCH, query=words))
        elif self.view.kind is ViewKind.SEARCH:
            self.views.go_to(self._before_search)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Whoever reads what was found goes on with it.
        among_tickets = self.tickets.view.hasFocus()
        if event.key() == Qt.Key.Key_Escape and among_tickets and self.view.kind is ViewKind.SEARCH:
            self.search("")
        else:
            super().keyPressEvent(event)

    def _widths(self) -> tuple[int, int, int]:
        """What views, list and conversation have at first."""
        px = self._theme.px
        return min(px(VIEWS_WIDTH), 280), min(px(LIST_WIDTH), 480), 808

    def _keep_folded(self) -> None:
        # Which are otherwise than at first.
        self._kept.setValue(_FOLDED_KEY, " ".join(sorted(self.views.model.folded ^ FOLDED_AT_FIRST)))

    def _name_again(self) -> None:
        """The name of a mailbox or tag, and what a saved view is, is known once the views are read. Of one that is gone there is nothing to show."""
        row = self.views.model.row_of(self.view) or self._who_left()
        if row is not None:
            self.tickets.learn(row)
        elif self.view.kind in _GOES:
            self.go_to_view(View(ViewKind.MINE))

    def _who_left(self) -> ViewRow | None:
        """A colleague who does not work here any more stands in no list; whoever looks at their tickets goes on with that."""
        agent = self._desk.agent(self.view.of) if self.view.kind is ViewKind.COLLEAGUE else None
        return None if agent is None or agent.id == self._desk.me.id else ViewRow(self.view, agent.name, 0)
