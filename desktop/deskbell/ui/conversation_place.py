"""Where the conversation stands. It is built after the list is on the screen, or when it is first needed."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskbell.ui.widgets.pane import Pane

if TYPE_CHECKING:
    from deskbell.ui.ticket.pane import TicketPane

# Time for the list to be painted: the conversation is a third of what the window is made of.
_AFTER_MS = 40


class ConversationPlace(Pane):
    """Holds the `TicketPane` that `make` builds."""

    def __init__(self, make: "Callable[[], TicketPane]", parent: QWidget | None = None) -> None:
        super().__init__("background", parent)
        self._make = make
        self._pane: TicketPane | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)

    @property
    def pane(self) -> "TicketPane":
        """The pane; built now where it was not yet."""
        if self._pane is None:
            self._pane = self._make()
            self._layout.addWidget(self._pane)
            self._pane.lower()  # toasts float over it
        return self._pane

    def put_above(self, bar: QWidget) -> None:
        """Have this stand over the pane, in its whole width."""
        self._layout.insertWidget(0, bar)

    @property
    def is_made(self) -> bool:
        """Whether there is a pane."""
        return self._pane is not None

    @property
    def ticket_id(self) -> int:
        """The ticket that is shown, 0 for none."""
        return self._pane.ticket_id if self._pane is not None else 0

    def make_soon(self) -> None:
        """Build it when what is on its way to the screen has been painted."""
        QTimer.singleShot(_AFTER_MS, self, lambda: self.pane)

    def thread_area(self) -> QRect:
        """The part of the pane with the messages, or with the steps of the history, where toasts float; the whole place while no ticket is open."""
        if self._pane is None or not self._pane.ticket_id:
            return self.rect()
        thread = self._pane.history.list_shown or self._pane.conversation
        if not thread.isVisible():
            return self.rect()
        return QRect(thread.mapTo(self, QPoint(0, 0)), thread.size())
