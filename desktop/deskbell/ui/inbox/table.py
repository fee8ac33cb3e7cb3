"""The ticket list as a table: lines in place of the cards, the head above them, and the columns that each view has."""

from PySide6.QtCore import QObject, QSettings, Signal

from deskbell.model.columns import Column, Key
from deskbell.model.views import PASSING, Sort, View
from deskbell.rules import columns as rules
from deskbell.ui.feed import Feed
from deskbell.ui.inbox.cells import column_word
from deskbell.ui.inbox.field_columns import FieldColumns
from deskbell.ui.inbox.line_delegate import LineDelegate
from deskbell.ui.inbox.table_head import TableHead
from deskbell.ui.inbox.ticket_model import TicketListModel
from deskbell.ui.inbox.ticket_view import TicketView
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource

_COLUMNS_KEYS = "columns"


class Table(QObject):
    """What a person chose for a view holds for it alone; else a saved view has those that it was saved with, and others have the usual columns.

    Signals:
        sorted_by(Sort): another order was picked in the head.
    """

    sorted_by = Signal(object)

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        feed: Feed,
        tickets: TicketListModel,
        view: TicketView,
        settings: QSettings,
    ) -> None:
        super().__init__(view)
        self._settings = settings
        self._list = view
        self._tickets = tickets
        self._is_shown = False
        self._fields = FieldColumns(runner, feed, tickets, self)
        self._fields.changed.connect(self._show_fields)
        self._fields.filled.connect(view.viewport().update)
        self._lines = LineDelegate(theme, view.cards, self._fields, self)
        self._view: View | None = None
        self._shared = ""
        self.head = TableHead(theme, self._lines.places, self._word, self._offered, view.parentWidget())
        self.head.sorted_by.connect(self.sorted_by)
        self.head.edited.connect(self._keep)
        self.head.reset_wanted.connect(self._forget)

    @property
    def columns(self) -> rules.Columns:
        """Those of the view that is shown."""
        return self._columns

    def text(self) -> str:
        """The same as settings and saved views keep it."""
        return rules.as_text(self._columns)

    def begin(self) -> None:
        """Show lines from now on."""
        self._is_shown = True
        self._list.draw_with(self._lines)
        self._say()

    def end(self) -> None:
        """Show cards again."""
        self._is_shown = False
        self.head.hide()
        self._list.draw_with(self._list.cards)
        self._tickets.show_heading(self._list.accessibleName())

    def show_view(self, view: View, shared: str) -> None:
        """Have the columns of a view; `shared` are those that it was saved with, as a text."""
        if view != self._view or shared != self._shared:
            self._view, self._shared = view, shared
            self._show_chosen()

    def forget(self, view: View) -> None:
        """Let a view have the columns again that it was saved with, or the usual ones."""
        self._settings.setValue(_key(view), "")
        if view == self._view:
            self._show_chosen()

    def show_sort(self, sort: Sort, orders: tuple[Sort, ...]) -> None:
        """The list is in this order, of those that it can have."""
        self.head.show_sort(sort, orders)
        self._say()

    def _show_chosen(self) -> None:
        assert self._view is not None
        own = rules.from_text(str(self._settings.value(_key(self._view), "")))
        self._show(own or rules.from_text(self._shared) or rules.usual(self._view.kind))

    def _word(self, column: Key) -> str:
        return column_word(column) if isinstance(column, Column) else self._fields.word(column)

    def _offered(self) -> tuple[Key, ...]:
        return (*Column, *(self._fields.fields or {}))

    def _show_fields(self) -> None:
        """A field may have come, or gone, or be called otherwise."""
        if self._view is not None:
            self._show_chosen()

    def _show(self, columns: rules.Columns) -> None:
        there = self._offered() if self._fields.fields is not None else [one.column for one in columns]
        columns = tuple(one for one in columns if one.column in there)
        self._columns = columns
        self._fields.show(one.column for one in columns if not isinstance(one.column, Column))
        self._lines.show_columns(columns)
        self.head.show_columns(columns)
        self._say()
        self._list.viewport().update()

    def _say(self) -> None:
        """A screen reader that is in the table reads the names that stand above it."""
        if self._is_shown:
            self._tickets.show_heading(self.head.said())

    def _keep(self, columns: rules.Columns) -> None:
        assert self._view is not None
        self._settings.setValue(_key(self._view), rules.as_text(columns))
        self._show(columns)

    def _forget(self) -> None:
        assert self._view is not None
        self.forget(self._view)


def _key(view: View) -> str:
    """Searches have their columns together, and so have imports."""
    return (
        f"{_COLUMNS_KEYS}/{view.kind}-{view.of}"
        if view.of and view.kind not in PASSING
        else f"{_COLUMNS_KEYS}/{view.kind}"
    )
