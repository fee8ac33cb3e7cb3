"""The reminder of the ticket that is open in a pane."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from deskbell.ui.deeds import Deeds
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.reminders.menu import AGAIN, ask_reminder
from deskbell.ui.theme.source import ThemeSource

if TYPE_CHECKING:
    from deskbell.ui.reminders.line import ReminderLine
    from deskbell.ui.ticket.pane import TicketPane


class ReminderAtTicket(QObject):
    """Shows it below the ticket's properties, and does what is said of it there; its line is made for the first ticket that has one."""

    def __init__(self, theme: ThemeSource, desk: DeskNow, deeds: Deeds, pane: "TicketPane") -> None:
        super().__init__(pane)
        self._theme = theme
        self._desk = desk
        self._deeds = deeds
        self._pane = pane
        self.line: ReminderLine | None = None
        pane.shown.connect(self._show)
        desk.reminders.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        row = self._pane.row
        reminder = self._desk.reminders.of(row.id) if row is not None else None
        if self.line is None and reminder is not None:
            self.line = self._make()
        if self.line is not None:
            self.line.show_reminder(reminder)

    def _make(self) -> "ReminderLine":
        from deskbell.ui.reminders.line import ReminderLine

        line = ReminderLine(self._theme, self._pane.header)
        line.change_wanted.connect(self._change)
        line.again_wanted.connect(self._again)
        line.removed.connect(self._remove)
        self._pane.header.add_line(line)
        return line

    def _change(self) -> None:
        row = self._pane.row
        if row is not None and self.line is not None:
            ask_reminder(self._theme, self._deeds, (row.id,), self.line.change, row)

    def _again(self) -> None:
        if (row := self._pane.row) is not None:
            self._desk.reminders.remind(self._deeds, (row.id,), datetime.now(UTC) + AGAIN)

    def _remove(self) -> None:
        if (row := self._pane.row) is not None:
            self._desk.reminders.remind(self._deeds, (row.id,), None)
