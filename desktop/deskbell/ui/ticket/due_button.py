"""When an open ticket is due, beside its other properties."""

from datetime import UTC, datetime

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from deskbell.model.rows import TicketRow
from deskbell.rules.due import is_overdue
from deskbell.ui.deeds import Deeds
from deskbell.ui.due_menu import ask_due
from deskbell.ui.due_words import due_words
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.ages import exact
from deskbell.ui.widgets.property_button import PropertyButton


class DueButton(PropertyButton):
    """Made for the first ticket that is due, and hidden for those that are not."""

    def __init__(self, theme: ThemeSource, deeds: Deeds, parent: QWidget | None = None) -> None:
        super().__init__(theme, self.tr("Due"), parent=parent)
        self._deeds = deeds
        self._row: TicketRow | None = None
        # What is due in a minute is overdue in two.
        self._ageing = QTimer(self, interval=30_000)
        self._ageing.timeout.connect(self._say)

    def show_row(self, row: TicketRow) -> None:
        """Show when this ticket is due."""
        self._row = row
        there = row.due_at is not None
        if there:
            self._say()
            self._ageing.start()
        else:
            self._ageing.stop()
        self.setVisible(there)

    def open_list(self) -> None:
        if self._row is not None:
            ask_due(self._theme, self._deeds, (self._row.id,), self, self._row)

    def _say(self) -> None:
        row, now = self._row, datetime.now(UTC)
        assert row is not None
        assert row.due_at is not None
        overdue = is_overdue(row.status, row.due_at, now)
        words = due_words(row, now)
        self.set_value(words if overdue else self.tr("Due %1").replace("%1", words), ink="danger" if overdue else "ink")
        self.setToolTip(self.tr("Due %1").replace("%1", exact(row.due_at)))
