"""Where the list is a table it has the room of the conversation too: a ticket that is opened lies over it, until it is closed again."""

from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from deskbell.ui.conversation_place import ConversationPlace
from deskbell.ui.inbox.back_bar import BackBar
from deskbell.ui.inbox.ticket_list import TicketList
from deskbell.ui.my_keys import MyKeys
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.splitter import RememberedSplitter

# A ticket is shown when it has been read; where that takes longer, its place says so.
_PATIENCE_MS: Final = 600
_LIST, _PLACE = 1, 2


class OverList(QObject):
    """Lays the splitter's list and conversation over each other.

    Signals:
        left: the ticket shall be closed.
        turned(QWidget): the conversation or the list can be seen now.
    """

    left = Signal()
    turned = Signal(object)

    def __init__(
        self,
        theme: ThemeSource,
        keys: MyKeys,
        inbox: RememberedSplitter,
        tickets: TicketList,
        place: ConversationPlace,
    ) -> None:
        super().__init__(inbox)
        self._inbox = inbox
        self._tickets = tickets
        self._place = place
        self.is_over = False
        self.bar = BackBar(theme, keys, tickets.view.step, place)
        self.bar.back_wanted.connect(self.left)
        place.put_above(self.bar)
        self._slow = QTimer(self, interval=_PATIENCE_MS, singleShot=True)
        self._slow.timeout.connect(lambda: self._turn(over=True))

    def begin(self, views: int, room: int) -> None:
        """The list takes the room, beside views that at first are so wide."""
        self._turn(over=False)
        self._inbox.setStretchFactor(_LIST, 1)
        self._inbox.keep_as("inbox-table", views, room, room)

    def end(self) -> None:
        """List and conversation stand side by side again."""
        self._slow.stop()
        self.is_over = False
        self.bar.hide()
        self._tickets.view.browsing = False
        self._tickets.show()
        self._place.show()
        self._inbox.setStretchFactor(_LIST, 0)

    def expect(self) -> None:
        """A ticket is being read."""
        if not self.is_over:
            self._slow.start()

    def follow(self, ticket_id: int, title: str) -> None:
        """This ticket is on the screen now, 0 for none; `title` is what the list has that it lies over."""
        self._slow.stop()
        self.bar.say(title)
        if self.is_over is not bool(ticket_id):
            self._turn(over=bool(ticket_id))

    def _turn(self, *, over: bool) -> None:
        """What comes is shown before what goes is hidden: else the keyboard would be given to whatever is next."""
        self.is_over = over
        self._tickets.view.browsing = not over
        self.bar.setVisible(over)
        comes, goes = (self._place, self._tickets) if over else (self._tickets, self._place)
        comes.show()
        focus = QApplication.focusWidget()
        # Who waits for the ticket with what was typed meanwhile has the keyboard already.
        if focus is None or not comes.isAncestorOf(focus):
            comes.setFocus(Qt.FocusReason.OtherFocusReason)
        goes.hide()
        if over:
            # Nobody would see any more what a key does something to.
            self._tickets.model.choose_none()
            # Whoever is used to a double click would hit with its second half whatever lies there now.
            self._place.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            QTimer.singleShot(QApplication.doubleClickInterval(), self._place, self._let_through)
        else:
            self._tickets.view.reveal()
        self.turned.emit(comes)

    def _let_through(self) -> None:
        self._place.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, False)
