"""What somebody has asked so far: their tickets, or all that was written on them."""

from functools import partial
from typing import Final

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QWidget

from deskbell.model.changes import Changes
from deskbell.model.kinds import Entity
from deskbell.model.rows import CustomerRow
from deskbell.store.queries.customer_messages import MessageLine
from deskbell.store.queries.customer_tickets import AT_ONCE, TicketLine
from deskbell.ui.customers.history_pane import HistoryPane
from deskbell.ui.customers.ticket_lines import TicketDelegate, TicketsModel
from deskbell.ui.runner import Runner
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.message_lines import MessageDelegate, MessagesModel
from deskbell.ui.widgets.buttons import GhostButton
from deskbell.ui.widgets.entry_list import ENTRY, EntryModel
from deskbell.ui.words import told_error

CONCERNS = frozenset({Entity.TICKET, Entity.MESSAGE})
"""What is seen here."""

_TICKETS: Final = "tickets"
_MESSAGES: Final = "messages"


class PersonHistory(HistoryPane):
    """What is opened is shown in the inbox.

    Signals:
        ticket_wanted(int): this ticket is to be opened.
        message_wanted(int, int): this message of this ticket is to be shown.
        new_wanted: a ticket is to be begun with a mail to them.
    """

    ticket_wanted = Signal(int)
    message_wanted = Signal(int, int)
    new_wanted = Signal()

    def __init__(self, theme: ThemeSource, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(theme, runner, parent)
        self._customer_id = 0
        self.new_button = GhostButton(self.tr("New ticket"), self._head)
        self.new_button.clicked.connect(self.new_wanted)
        tickets = self.tr("Tickets"), self.tr("Their tickets"), TicketDelegate(theme, self)
        messages = self.tr("All messages"), self.tr("All their messages"), MessageDelegate(theme, self)
        self._lay(self.new_button, {_TICKETS: tickets, _MESSAGES: messages})
        self.show_person(None)

    def show_person(self, customer: CustomerRow | None) -> None:
        """Show what this customer has asked; None where nobody is chosen."""
        self._head.setVisible(customer is not None)
        if customer is None:
            self._customer_id = 0
            self._forget()
            words = self.tr("Choose a customer in the list to see their tickets and messages.")
            self._say(Icon.CUSTOMER, self.tr("Nobody is chosen"), words)
            return
        self._title.setText(customer.name or (customer.emails[0] if customer.emails else ""))
        self.new_button.setEnabled(bool(customer.emails))
        if customer.id != self._customer_id:
            self._customer_id = customer.id
            self._read()

    def show_messages(self) -> None:
        """Show all messages in place of the tickets."""
        self.segments.set_value(_MESSAGES)
        self._show(_MESSAGES)

    def hear(self, changes: Changes) -> None:
        """Something was written: read again what may be another by now."""
        # Whoever has gone far down reads on for what others ask now.
        touched = self._is_short() or bool(changes.tickets() & self._tickets())
        if self._customer_id and (changes.lost or (touched and any(row.entity in CONCERNS for row in changes.rows))):
            self._read(again=True)

    def _is_short(self) -> bool:
        return self._model is None or self._model.rowCount() <= AT_ONCE

    def _tickets(self) -> frozenset[int]:
        """The tickets of what was read."""
        model = self._model
        entries = [model.entry(row) for row in range(model.rowCount())] if model is not None else []
        return frozenset(entry.id if isinstance(entry, TicketLine) else entry.ticket_id for entry in entries)

    def _read(self, *, again: bool = False) -> None:
        """Read the first page; again, as much as is there already, and the mark stays where it was."""
        kind = TicketsModel if self._which == _TICKETS else MessagesModel
        there = self._model.rowCount() if again and self._model is not None else 0
        model = kind(self._runner, self._customer_id, self)
        model.read.connect(partial(self._take, model, there, again=again))
        model.failed.connect(partial(self._say_unread, model))
        self._give_up()
        if not again:
            self._forget()
            self._faces.setCurrentWidget(self._shown())
        self._coming = model
        model.fetchMore(QModelIndex())

    def _take(self, model: EntryModel, there: int, *, again: bool) -> None:
        if model is self._model:
            self._unread.put_away()
        if model is not self._coming:
            return
        if model.rowCount() < there and model.canFetchMore(QModelIndex()):
            model.fetchMore(QModelIndex())
            return
        shown = self._shown()
        marked = self._marked() if again else 0
        before, scrolled = self._model, shown.verticalScrollBar().value()
        self._model, self._coming = model, None
        self._unread.put_away()
        shown.setModel(model)
        if before is not None:
            before.deleteLater()
        if model.rowCount() == 0:
            self._say_nothing()
            return
        self._faces.setCurrentWidget(shown)
        if again:
            self._go_back(marked, scrolled)

    def _say_nothing(self) -> None:
        if self._which == _TICKETS:
            words = self.tr("What they ask will be here, as soon as they write or you write to them.")
            self._say(Icon.INBOX, self.tr("No tickets"), words)
        else:
            words = self.tr("What they write, and what is written to them, will be here.")
            self._say(Icon.MAIL, self.tr("No messages"), words)

    def _say_unread(self, model: EntryModel, error: Exception) -> None:
        if model is self._coming:
            self._give_up()
        if self._model is None:
            words = told_error(error)
            self._say(Icon.UNPLUGGED, self.tr("That could not be read"), words, self.tr("Try again"))
        else:
            self._unread.tell(error)

    def _try_again(self) -> None:
        """The page that is missing at the end of what is here, or all of it once more."""
        model = self._model
        if model is not None and model.is_cut:
            model.try_again()
        else:
            self._read(again=True)

    def _open(self, index: QModelIndex) -> None:
        entry = index.data(ENTRY)
        if isinstance(entry, TicketLine):
            self.ticket_wanted.emit(entry.id)
        elif isinstance(entry, MessageLine):
            self.message_wanted.emit(entry.ticket_id, entry.id)
