"""What somebody has asked so far: their tickets, or all that was written on them."""

from functools import partial
from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from deskbell.model.changes import Changes
from deskbell.model.kinds import Entity
from deskbell.model.rows import CustomerRow
from deskbell.store.queries.customer_messages import MessageLine
from deskbell.store.queries.customer_tickets import AT_ONCE, TicketLine
from deskbell.ui.customers.ticket_lines import TicketDelegate, TicketsModel
from deskbell.ui.runner import Runner
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import LIST_HEADER, S8, S12, S16
from deskbell.ui.theme.type import TextRole
from deskbell.ui.ticket.message_lines import MessageDelegate, MessagesModel
from deskbell.ui.widgets.buttons import GhostButton
from deskbell.ui.widgets.empty_state import EmptyState
from deskbell.ui.widgets.entry_list import ENTRY, EntryDelegate, EntryList, EntryModel
from deskbell.ui.widgets.label import ElidedLabel
from deskbell.ui.widgets.overlay_scroll_bar import OverlayScrollBar
from deskbell.ui.widgets.pane import Line, Pane
from deskbell.ui.widgets.segments import Segments
from deskbell.ui.widgets.unread import Unread
from deskbell.ui.words import told_error

CONCERNS = frozenset({Entity.TICKET, Entity.MESSAGE})
"""What is seen here."""

_TICKETS: Final = "tickets"
_MESSAGES: Final = "messages"


class PersonHistory(Pane):
    """Enter or a click opens what is marked, in the inbox.

    Signals:
        ticket_wanted(int): this ticket is to be opened.
        message_wanted(int, int): this message of this ticket is to be shown.
        new_wanted: a ticket is to be begun with a mail to them.
        left: the keyboard goes back to the list of customers.
    """

    ticket_wanted = Signal(int)
    message_wanted = Signal(int, int)
    new_wanted = Signal()
    left = Signal()

    def __init__(self, theme: ThemeSource, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__("panel", parent)
        self._theme = theme
        self._runner = runner
        self._customer_id = 0
        self._which: object = _TICKETS
        self._model: EntryModel | None = None
        # What is being read, to take the place of `_model`.
        self._coming: EntryModel | None = None
        self._head = QWidget(self)
        self._title = ElidedLabel("", TextRole.title, parent=self._head)
        self.new_button = GhostButton(self.tr("New ticket"), self._head)
        self.new_button.clicked.connect(self.new_wanted)
        choices = ((_TICKETS, self.tr("Tickets")), (_MESSAGES, self.tr("All messages")))
        self.segments = Segments(theme, choices, self._head)
        self.segments.set_value(_TICKETS)
        self.segments.chosen.connect(self._show)
        self.lists = {
            _TICKETS: self._list(self.tr("Their tickets"), TicketDelegate(theme, self)),
            _MESSAGES: self._list(self.tr("All their messages"), MessageDelegate(theme, self)),
        }
        self._empty = EmptyState(theme, self)
        self._empty.acted.connect(self._read)
        self._unread = Unread(theme, self)
        self._unread.acted.connect(self._try_again)
        self._faces = QStackedWidget(self)
        for face in (*self.lists.values(), self._empty):
            self._faces.addWidget(face)
        self._lay()
        self.show_person(None)

    def show_person(self, customer: CustomerRow | None) -> None:
        """Show what this customer has asked; None where nobody is chosen."""
        self._head.setVisible(customer is not None)
        if customer is None:
            self._customer_id = 0
            self._forget()
            words = self.tr("Choose a customer in the list to see their tickets and messages.")
            self._empty.say(Icon.CUSTOMER, self.tr("Nobody is chosen"), words)
            self._faces.setCurrentWidget(self._empty)
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _lay(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(S16 + 4, 0, S16, 0)
        head.setSpacing(S12)
        head.addWidget(self._title, 1)
        head.addWidget(self.new_button)
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

    def _give_up(self) -> None:
        """What is being read is not wanted any more."""
        if self._coming is not None:
            self._coming.deleteLater()
            self._coming = None

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
        if not again:
            return
        row = next((row for row in range(model.rowCount()) if model.entry(row).id == marked), -1)
        if row >= 0:
            shown.setCurrentIndex(model.index(row))
        shown.executeDelayedItemsLayout()
        shown.verticalScrollBar().setValue(scrolled)

    def _forget(self) -> None:
        self._give_up()
        self._unread.put_away()
        for one in self.lists.values():
            one.setModel(None)
        if self._model is not None:
            self._model.deleteLater()
            self._model = None

    def _marked(self) -> int:
        entry = self._shown().currentIndex().data(ENTRY)
        return entry.id if entry is not None else 0

    def _say_nothing(self) -> None:
        if self._which == _TICKETS:
            words = self.tr("What they ask will be here, as soon as they write or you write to them.")
            self._empty.say(Icon.INBOX, self.tr("No tickets"), words)
        else:
            words = self.tr("What they write, and what is written to them, will be here.")
            self._empty.say(Icon.MAIL, self.tr("No messages"), words)
        self._faces.setCurrentWidget(self._empty)

    def _say_unread(self, model: EntryModel, error: Exception) -> None:
        if model is self._coming:
            self._give_up()
        if self._model is None:
            words = told_error(error)
            self._empty.say(Icon.UNPLUGGED, self.tr("That could not be read"), words, self.tr("Try again"))
            self._faces.setCurrentWidget(self._empty)
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
