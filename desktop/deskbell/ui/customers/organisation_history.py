"""What an organisation is made of: its customers, and the tickets of all of them."""

from functools import partial
from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from deskbell.model.customer_list import CustomerFilter, CustomerLine, CustomerSort
from deskbell.model.organisations import OrganisationRow
from deskbell.store.queries.customer_tickets import TicketLine
from deskbell.ui.customers.customer_lines import CustomerDelegate, CustomersModel
from deskbell.ui.customers.organisation_lines import OrganisationTickets
from deskbell.ui.customers.ticket_lines import TicketDelegate
from deskbell.ui.runner import Runner
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import LIST_HEADER, S8, S16
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.buttons import GhostButton
from deskbell.ui.widgets.empty_state import EmptyState
from deskbell.ui.widgets.entry_list import ENTRY, EntryDelegate, EntryList, EntryModel
from deskbell.ui.widgets.label import ElidedLabel
from deskbell.ui.widgets.overlay_scroll_bar import OverlayScrollBar
from deskbell.ui.widgets.pane import Line, Pane
from deskbell.ui.widgets.segments import Segments
from deskbell.ui.widgets.unread import Unread
from deskbell.ui.words import told_error

CUSTOMERS: Final = "customers"
TICKETS: Final = "tickets"


class OrganisationHistory(Pane):
    """Enter or a click opens what is marked: a customer among all of them, a ticket in the inbox.

    Signals:
        customer_wanted(int): this customer is to be shown.
        ticket_wanted(int): this ticket is to be opened.
        tickets_wanted(str): all tickets of the organisation of this name are to be shown in the inbox.
        left: the keyboard goes back to the list of organisations.
    """

    customer_wanted = Signal(int)
    ticket_wanted = Signal(int)
    tickets_wanted = Signal(str)
    left = Signal()

    def __init__(self, theme: ThemeSource, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__("panel", parent)
        self._theme = theme
        self._runner = runner
        self._id = 0
        self._which: object = CUSTOMERS
        self._model: EntryModel | None = None
        self._coming: EntryModel | None = None
        self._left_at = (0, 0)
        self._head = QWidget(self)
        self._title = ElidedLabel("", TextRole.title, parent=self._head)
        self.search_button = GhostButton(self.tr("Tickets in the inbox"), self._head)
        self.search_button.clicked.connect(lambda: self.tickets_wanted.emit(self._title.text()))
        choices = ((CUSTOMERS, self.tr("Customers")), (TICKETS, self.tr("Tickets")))
        self.segments = Segments(theme, choices, self._head)
        self.segments.set_value(CUSTOMERS)
        self.segments.chosen.connect(self._show)
        self.lists = {
            CUSTOMERS: self._list(self.tr("Its customers"), CustomerDelegate(theme, self, of_one=True)),
            TICKETS: self._list(self.tr("Tickets of its customers"), TicketDelegate(theme, self)),
        }
        self._empty = EmptyState(theme, self)
        self._empty.acted.connect(self._read)
        self._unread = Unread(theme, self)
        self._unread.acted.connect(self._try_again)
        self._faces = QStackedWidget(self)
        for face in (*self.lists.values(), self._empty):
            self._faces.addWidget(face)
        self._lay()
        self.show_organisation(None)

    def show_organisation(self, row: OrganisationRow | None) -> None:
        """Show what belongs to this one; None where none is chosen."""
        self._head.setVisible(row is not None)
        if row is None:
            self._id = 0
            self._forget()
            words = self.tr("Choose an organisation in the list to see its customers and their tickets.")
            self._empty.say(Icon.ORGANISATION, self.tr("None is chosen"), words)
            self._faces.setCurrentWidget(self._empty)
            return
        self._title.setText(row.name)
        if row.id != self._id:
            self._id = row.id
            self._read()

    def read_again(self) -> None:
        """Something was changed of customers or tickets: read again, where nobody has gone far down. What is marked stays so."""
        if isinstance(self._model, CustomersModel):
            self._model.look_again()
        elif self._model is not None and self._shown().verticalScrollBar().value() == 0:
            self._read_tickets_again()

    def show_tickets(self) -> None:
        """Show the tickets in place of the customers."""
        self.segments.set_value(TICKETS)
        self._show(TICKETS)

    def focus_list(self) -> None:
        """Have the keyboard in the list, on the first of it where none was marked."""
        shown = self._shown()
        shown.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not shown.currentIndex().isValid() and shown.model() is not None:
            shown.setCurrentIndex(shown.model().index(0, 0))

    def step(self, by: int) -> None:
        """Go so many entries down, or up."""
        shown = self._shown()
        count = shown.model().rowCount() if shown.model() is not None else 0
        if count:
            row = max(0, min(count - 1, shown.currentIndex().row() + by))
            shown.setCurrentIndex(shown.model().index(row, 0))

    def has_keyboard(self) -> bool:
        """Whether one goes through what is listed here."""
        return any(one.hasFocus() for one in self.lists.values())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _lay(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(S16 + 4, 0, S16, 0)
        head.addWidget(self._title, 1)
        head.addWidget(self.search_button)
        bar = QWidget(self._head)
        bar.setLayout(head)
        bar.setFixedHeight(self._theme.px(LIST_HEADER) - 4)
        below = QHBoxLayout()
        below.setContentsMargins(S16, 0, S16, 10)
        below.addWidget(self.segments)
        below.addStretch(1)
        above = QVBoxLayout(self._head)
        above.setContentsMargins(0, 0, 0, 0)
        above.setSpacing(0)
        above.addWidget(bar)
        above.addLayout(below)
        above.addWidget(Line())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head)
        layout.addWidget(self._faces, 1)
        layout.addWidget(self._unread)

    def _list(self, name: str, delegate: EntryDelegate) -> EntryList:
        made = EntryList(self._theme, name, self)
        made.setItemDelegate(delegate)
        made.setViewportMargins(S8, S8, S8, S8)
        made.clicked.connect(self._open)
        made.entered_at.connect(self._open)
        OverlayScrollBar(made)
        return made

    def _shown(self) -> EntryList:
        return self.lists[str(self._which)]

    def _show(self, which: object) -> None:
        self._which = which
        self._read()

    def _read(self) -> None:
        self._forget()
        model = CustomersModel(self._runner, self) if self._which == CUSTOMERS else self._tickets()
        self._take(model)
        self._faces.setCurrentWidget(self._shown())
        if isinstance(model, CustomersModel):
            model.settling.connect(self._remember)
            model.settled.connect(self._go_back)
            model.show_those(CustomerFilter(organisation=self._id), CustomerSort.NAME)
        else:
            model.fetchMore(QModelIndex())

    def _tickets(self) -> EntryModel:
        return OrganisationTickets(self._runner, self._id, self)

    def _read_tickets_again(self) -> None:
        self._give_up()
        self._coming = coming = self._tickets()
        coming.read.connect(partial(self._replace, coming))
        coming.failed.connect(self._say_unread)
        coming.failed.connect(self._give_up)
        coming.fetchMore(QModelIndex())

    def _take(self, model: EntryModel) -> None:
        self._model = model
        model.read.connect(self._look)
        model.failed.connect(self._say_unread)
        self._shown().setModel(model)

    def _replace(self, coming: EntryModel) -> None:
        """Have what was read again in place of what is shown."""
        if coming is not self._coming or self._model is None:
            return
        coming.read.disconnect()
        coming.failed.disconnect()
        self._coming, before = None, self._model
        self._remember()
        self._take(coming)
        before.deleteLater()
        self._go_back()
        self._look()

    def _remember(self) -> None:
        entry = self._shown().currentIndex().data(ENTRY)
        self._left_at = (entry.id if entry is not None else 0, self._shown().verticalScrollBar().value())

    def _go_back(self) -> None:
        """The entries are others: what was marked and in sight is so again."""
        shown, model, (marked, scrolled) = self._shown(), self._model, self._left_at
        if model is None:
            return
        row = next((row for row in range(model.rowCount()) if model.entry(row).id == marked), -1)
        if row >= 0:
            shown.setCurrentIndex(model.index(row))
        shown.executeDelayedItemsLayout()
        shown.verticalScrollBar().setValue(scrolled)

    def _give_up(self) -> None:
        """What is being read again is not wanted any more."""
        if self._coming is not None:
            self._coming.deleteLater()
            self._coming = None

    def _forget(self) -> None:
        self._give_up()
        self._unread.put_away()
        for one in self.lists.values():
            one.setModel(None)
        if self._model is not None:
            self._model.deleteLater()
            self._model = None

    def _look(self) -> None:
        self._unread.put_away()
        if self._model is not None and self._model.rowCount():
            self._faces.setCurrentWidget(self._shown())
            return
        if self._which == CUSTOMERS:
            words = self.tr("Whoever writes from one of its domains is put into it; others choose it beside a ticket.")
            self._empty.say(Icon.CUSTOMERS, self.tr("No customers"), words)
        else:
            words = self.tr("What its customers ask will be here.")
            self._empty.say(Icon.INBOX, self.tr("No tickets"), words)
        self._faces.setCurrentWidget(self._empty)

    def _say_unread(self, error: Exception) -> None:
        if self._model is None or not self._model.rowCount():
            words = told_error(error)
            self._empty.say(Icon.UNPLUGGED, self.tr("That could not be read"), words, self.tr("Try again"))
            self._faces.setCurrentWidget(self._empty)
        else:
            self._unread.tell(error)

    def _try_again(self) -> None:
        if self._model is not None and (self._model.is_cut or isinstance(self._model, CustomersModel)):
            self._model.try_again()
        elif self._model is not None:
            self._read_tickets_again()

    def _open(self, index: QModelIndex) -> None:
        entry = index.data(ENTRY)
        if isinstance(entry, TicketLine):
            self.ticket_wanted.emit(entry.id)
        elif isinstance(entry, CustomerLine):
            self.customer_wanted.emit(entry.id)
