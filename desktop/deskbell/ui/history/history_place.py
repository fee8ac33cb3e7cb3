"""The way from an open ticket's thread to its history and back."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtWidgets import QWidget

from deskbell.ui.deeds import Deeds
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.header import TicketHeader
from deskbell.ui.ticket.page import TicketPage

if TYPE_CHECKING:
    from deskbell.model.history import Step
    from deskbell.ui.history.ticket_history import TicketHistory


class HistoryPlace(QObject):
    """Puts the history where the thread is while the header's button is down; it is made when it is first wanted.

    Signals:
        message_wanted(int, int): the ticket and the message that are to be seen.
        failed(Exception): the history could not be read.
    """

    message_wanted = Signal(int, int)
    failed = Signal(object)

    def __init__(
        self, theme: ThemeSource, runner: Runner, desk: DeskNow, deeds: Deeds, header: TicketHeader, page: TicketPage
    ) -> None:
        super().__init__(page)
        self._theme = theme
        self._runner = runner
        self._desk = desk
        self._deeds = deeds
        self._button = header.history_button
        self._page = page
        self._ticket_id = 0
        self._button.toggled.connect(self._show)

    @cached_property
    def panel(self) -> "TicketHistory":
        """The history itself."""
        from deskbell.ui.history.ticket_history import TicketHistory

        made = TicketHistory(self._theme, self._runner, self._desk, self._page)
        made.left.connect(lambda: self._button.setChecked(False))
        made.steps.take_back.connect(self._take_back)
        made.steps.show_wanted.connect(self._show_message)
        made.steps.failed.connect(self.failed)
        self._deeds.failed.connect(self._look_again)
        return made

    @property
    def list_shown(self) -> QWidget | None:
        """The list of steps, while it stands where the thread was."""
        return self.panel.steps.list if self._button.isChecked() else None

    def show_ticket(self, ticket_id: int) -> None:
        """Another ticket is open: its conversation is seen first."""
        self._ticket_id = ticket_id
        self._button.setChecked(False)

    def read_again(self) -> None:
        """The open ticket was changed."""
        if self._button.isChecked():
            self.panel.read_again()

    def toggle(self) -> None:
        """Show the history, or the conversation again."""
        if self._ticket_id:
            self._button.toggle()

    def _show(self, wanted: bool) -> None:
        if wanted and not self._ticket_id:
            with QSignalBlocker(self._button):
                self._button.setChecked(False)
            return
        self._page.show_instead(self.panel if wanted else None)
        if wanted:
            self.panel.show_ticket(self._ticket_id)
            self.panel.setFocus()

    def _look_again(self, _error: Exception) -> None:
        self.read_again()

    def _take_back(self, step: "Step", everywhere: bool) -> None:
        self._deeds.take_back(step, everywhere=everywhere)

    def _show_message(self, step: "Step") -> None:
        self._button.setChecked(False)
        self.message_wanted.emit(step.ticket_id, step.message_id)
