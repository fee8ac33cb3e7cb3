"""How much of the time is left that was promised, in a ticket's header."""

from datetime import UTC, datetime

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from deskbell.model.rows import TicketRow
from deskbell.ui.sla_left import is_waited_for, left_tone, left_words
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.ages import exact
from deskbell.ui.widgets.chip import Chip, ChipText


class LeftChip(Chip):
    """Counts down; hidden where nothing is waited for."""

    def __init__(self, theme: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme, "", icon=Icon.HOURGLASS, parent=parent)
        self._due_at: datetime | None = None
        self._ageing = QTimer(self, interval=15_000)
        self._ageing.timeout.connect(self._say)

    def show_row(self, row: TicketRow) -> None:
        """Show what is left of what was promised of this ticket."""
        self._due_at = row.sla_due_at if is_waited_for(row) else None
        self.setVisible(self._due_at is not None)
        if self._due_at is None:
            self._ageing.stop()
            return
        self._say()
        self._ageing.start()

    def _say(self) -> None:
        assert self._due_at is not None
        now = datetime.now(UTC)
        words = left_words(self._due_at, now)
        self.set_chip(ChipText(words, left_tone(self._due_at, now), Icon.HOURGLASS))
        self.setToolTip(self.tr("SLA: due %1").replace("%1", exact(self._due_at)))
        self.setAccessibleName(self.tr("SLA: %1").replace("%1", words))
