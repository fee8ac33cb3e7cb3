"""What an organisation is made of: its customers, and the tickets of all of them."""

from functools import partial
from typing import Final

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QWidget

from deskbell.model.customer_list import CustomerFilter, CustomerLine, CustomerSort
from deskbell.model.organisations import OrganisationRow
from deskbell.store.queries.customer_tickets import TicketLine
from deskbell.ui.customers.customer_lines import CustomerDelegate, CustomersModel
from deskbell.ui.customers.history_pane import HistoryPane
from deskbell.ui.customers.organisation_lines import OrganisationTickets
from deskbell.ui.customers.ticket_lines import TicketDelegate
from deskbell.ui.runner import Runner
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.buttons import GhostButton
from deskbell.ui.widgets.entry_list import ENTRY, EntryModel
from deskbell.ui.words import told_error

CUSTOMERS: Final = "customers"
TICKETS: Final = "tickets"


class OrganisationHistory(HistoryPane):
    """What is opened is shown elsewhere: a customer among all of them, a ticket in the inbox.

    Signals:
        customer_wanted(int): this customer is to be shown.
        ticket_wanted(int): this ticket is to be opened.
        tickets_wanted(str): all tickets of the organisation of this name are to be shown in the inbox.
    """

    customer_wanted = Signal(int)
    ticket_wanted = Signal(int)
    tickets_wanted = Signal(str)

    def __init__(self, theme: ThemeSource, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(theme, runner, parent)
        self._id = 0
        self._left_at = (0, 0)
        self.search_button = GhostButton(self.tr("Tickets in the inbox"), self._head)
        self.search_button.clicked.connect(lambda: self.tickets_wanted.emit(self._title.text()))
        customers = self.tr("Customers"), self.tr("Its customers"), CustomerDelegate(theme, self, of_one=True)
        tickets = self.tr("Tickets"), self.tr("Tickets of its customers"), TicketDelegate(theme, self)
        self._lay(self.search_button, {CUSTOMERS: customers, TICKETS: tickets})
        self.show_organisation(None)

    def show_organisation(self, row: OrganisationRow | None) -> None:
        """Show what belongs to this one; None where none is chosen."""
        self._head.setVisible(row is not None)
        if row is None:
            self._id = 0
            self._forget()
            words = self.tr("Choose an organisation in the list to see its customers and their tickets.")
            self._say(Icon.ORGANISATION, self.tr("None is chosen"), words)
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

    def has_keyboard(self) -> bool:
        """Whether one goes through what is listed here."""
        return any(one.hasFocus() for one in self.lists.values())

    def _read(self) -> None:
        self._forget()
        model = CustomersModel(self._runner, self) if self._which == CUSTOMERS else self._tickets()
        self._take(model)
        self._faces.setCurrentWidget(self._shown())
        if isinstance(model, CustomersModel):
            model.settling.connect(self._remember)
            model.settled.connect(self._return)
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
        self._return()
        self._look()

    def _remember(self) -> None:
        self._left_at = (self._marked(), self._shown().verticalScrollBar().value())

    def _return(self) -> None:
        self._go_back(*self._left_at)

    def _look(self) -> None:
        self._unread.put_away()
        if self._model is not None and self._model.rowCount():
            self._faces.setCurrentWidget(self._shown())
            return
        if self._which == CUSTOMERS:
            words = self.tr("Whoever writes from one of its domains is put into it; others choose it beside a ticket.")
            self._say(Icon.CUSTOMERS, self.tr("No customers"), words)
        else:
            words = self.tr("What its customers ask will be here.")
            self._say(Icon.INBOX, self.tr("No tickets"), words)

    def _say_unread(self, error: Exception) -> None:
        if self._model is None or not self._model.rowCount():
            words = told_error(error)
            self._say(Icon.UNPLUGGED, self.tr("That could not be read"), words, self.tr("Try again"))
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
