"""The customers at the left of their screen: what is asked of them, and who they are."""

from collections.abc import Callable

from PySide6.QtCore import QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from deskbell.model.customer_list import CustomerFilter, CustomerSort
from deskbell.ui.customers.customer_lines import CustomerDelegate, CustomersModel
from deskbell.ui.customers.jumping_list import JumpingList
from deskbell.ui.customers.list_head import ListHead
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.runner import Runner
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.empty_state import EmptyState
from deskbell.ui.widgets.entry_list import Index
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.overlay_scroll_bar import OverlayScrollBar
from deskbell.ui.widgets.pane import Pane
from deskbell.ui.widgets.unread import Unread
from deskbell.ui.words import told_error

_SORT_KEY = "customers/sort"
_READ_AGAIN_MS = 2_000


class CustomerList(Pane):
    """The head, and below it the list, or what is said where there is none. `may_import`: there is somewhere to import customers.

    Signals:
        opened(int): somebody is to be shown, 0 for nobody.
        entered: the keyboard goes to whoever is shown.
        left: the keyboard goes away from here.
        import_wanted: customers are to be imported.
    """

    opened = Signal(int)
    entered = Signal()
    left = Signal()
    import_wanted = Signal()

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        desk: DeskNow,
        kept: QSettings,
        *,
        may_import: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("panel", parent)
        self._theme = theme
        self._kept = kept
        self._may_import = may_import
        self.current_id = 0
        self._row = 0
        self._wanted: int | None = None
        self._scrolled = self._top = 0
        self.model = CustomersModel(runner, self, jumps=True)
        self.head = ListHead(theme, desk, self)
        self.view = JumpingList(theme, self.tr("Customers"), CustomerDelegate, self)
        self.view.setModel(self.model)
        OverlayScrollBar(self.view)
        self._empty = EmptyState(theme, self)
        self._do_next: Callable[[], None] = self._begin_again
        self._faces = QStackedWidget(self)
        self._faces.addWidget(self.view)
        self._faces.addWidget(self._empty)
        self._coming = Label(
            self.tr("Some customers are still being listed."), TextRole.small, ink="muted", parent=self
        )
        self._coming.setContentsMargins(16, 6, 16, 8)
        self._coming.hide()
        self._unread = Unread(theme, self)
        self._unread.acted.connect(self.model.try_again)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(self._faces, 1)
        layout.addWidget(self._unread)
        layout.addWidget(self._coming)
        # Who is still to be listed comes by and by.
        self._again = QTimer(self, interval=_READ_AGAIN_MS, singleShot=True)
        self._again.timeout.connect(self.model.look_again)
        self._look_soon = QTimer(self, interval=0, singleShot=True)
        self._look_soon.timeout.connect(self._look_about)
        self._wire()

    def begin(self) -> None:
        """Show all of them, in the order of last time."""
        kept = str(self._kept.value(_SORT_KEY, ""))
        sort = CustomerSort(kept) if kept in set(CustomerSort) else CustomerSort.NAME
        self.head.show_order(sort)
        self.model.show_those(self.head.filter, sort)

    def step(self, by: int) -> None:
        """Go so many customers down, or up."""
        row = self.model.row_of(self.current_id)
        last = self.model.rowCount() - 1
        if row is None and self.model.jumps and self._row:
            row = self._row  # Far from what is read by now.
        if last >= 0:
            self._go_to(0 if row is None else max(0, min(last, row + by)))

    def search(self) -> None:
        """Put the caret into the search."""
        self.head.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.head.search.selectAll()

    def look_for(self, words: str) -> None:
        """Show those with these words."""
        self.head.clear()
        self.head.search.setText(words)
        self.head.search.search_now()

    def show_only(self, customer_id: int) -> None:
        """Mark this customer, wherever they stand, and show them."""
        self.current_id = customer_id
        self._mark()
        self.view.scrollTo(self.view.currentIndex())
        self.opened.emit(customer_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _wire(self) -> None:
        self.head.wanted.connect(self._show)
        self.head.sorted_by.connect(self._sort_by)
        self.head.left.connect(self._to_results)
        self.model.counted.connect(self._count)
        self.model.counted_all.connect(self.head.show_count)
        self.model.read.connect(self._look)
        self.model.failed.connect(self._say_unread)
        self.model.settling.connect(self._remember)
        self.model.settled.connect(self._settle)
        self.model.came.connect(self._go_on)
        bar = self.view.verticalScrollBar()
        for moved in (bar.valueChanged, bar.rangeChanged):
            moved.connect(lambda *_: self._look_soon.start())
        self.view.stepped.connect(self._step_to)
        self.view.clicked.connect(self._step_to)
        self.view.entered_at.connect(lambda _index: self.entered.emit())
        self._empty.acted.connect(self._act)

    def _act(self) -> None:
        self._do_next()

    def _show(self, wanted: CustomerFilter) -> None:
        self._wanted = None
        self.view.scrollToTop()
        self.model.show_those(wanted, self.model.order)

    def _sort_by(self, sort: CustomerSort) -> None:
        self._kept.setValue(_SORT_KEY, sort.value)
        self.head.show_order(sort)
        self._wanted = None
        self.view.scrollToTop()
        self.model.show_those(self.head.filter, sort)

    def _to_results(self) -> None:
        """From the search to what it found; the first of them is shown where whoever was is not among them."""
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self.model.row_of(self.current_id) is None and self.model.rowCount():
            self._go_to(0)

    def _count(self, total: int | None, unlisted: bool) -> None:
        # Of all of them it is told right afterwards.
        if total is not None or self.head.filter != CustomerFilter():
            self.head.show_count(total)
        self._coming.setVisible(unlisted)
        if unlisted and self.isVisible():
            self._again.start()

    def _look(self) -> None:
        self._unread.put_away()
        if self.model.rowCount():
            self._faces.setCurrentWidget(self.view)
            if not self.current_id:
                self._go_to(0)
            return
        if self.head.filter == CustomerFilter():
            action = self.tr("Import customers…") if self._may_import else ""
            self._do_next = self.import_wanted.emit
            self._empty.say(
                Icon.CUSTOMERS,
                self.tr("No customers yet"),
                self.tr("Whoever writes to one of your mailboxes will be here, with all their tickets and messages."),
                action,
            )
        else:
            self._do_next = self._ask_nothing
            self._empty.say(
                Icon.SEARCH,
                self.tr("Nobody found"),
                self.tr("No customer matches everything that you ask for."),
                self.tr("Show all customers"),
            )
        self._faces.setCurrentWidget(self._empty)

    def _say_unread(self, error: Exception) -> None:
        if self.model.rowCount():
            self._unread.tell(error)
        else:
            self._do_next = self._begin_again
            self._unread.put_away()
            self.head.show_count(None)
            words = told_error(error)
            self._empty.say(Icon.UNPLUGGED, self.tr("The customers could not be read"), words, self.tr("Try again"))
            self._faces.setCurrentWidget(self._empty)

    def _ask_nothing(self) -> None:
        self.head.clear()
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _begin_again(self) -> None:
        self.model.refresh()

    def _go_to(self, row: int) -> None:
        self._step_to(self.model.index(row))
        self._mark()
        self.view.scrollTo(self.model.index(row))

    def _step_to(self, index: Index) -> None:
        entry = self.model.entry(index.row())
        self._row = index.row()
        self._wanted = None if entry is not None else self._row
        if entry is not None and entry.id != self.current_id:
            self.current_id = entry.id
            self.opened.emit(entry.id)

    def _look_about(self) -> None:
        """Tell the model which rows are in sight."""
        self.model.need(*self.view.in_sight())

    def _go_on(self) -> None:
        """Whoever was gone to is shown once they are read; and whoever is shown is marked where they are seen again."""
        if self._wanted is not None and self.model.entry(self._wanted) is not None:
            self._step_to(self.model.index(self._wanted))
        elif not self.view.currentIndex().isValid():
            self._mark()

    def _mark(self) -> None:
        """Let whoever is shown be marked, silently, where they stand by now."""
        row = self.model.row_of(self.current_id)
        self.view.mark(row)

    def _remember(self) -> None:
        self._scrolled, self._top = self.view.verticalScrollBar().value(), self.model.start

    def _settle(self) -> None:
        """The entries are others: what was in sight stays there."""
        self._mark()
        self.view.executeDelayedItemsLayout()
        moved = self.model.start - self._top if self._top else 0
        self._row += moved
        self.view.verticalScrollBar().setValue(self._scrolled + moved * self.view.row_height)
