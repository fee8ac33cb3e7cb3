"""Whom of its team a ticket is for, in its header."""

from PySide6.QtWidgets import QWidget

from deskbell.model.routing import Level
from deskbell.model.rows import TicketRow
from deskbell.ui.routing_words import level_word, level_words
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.chip import Chip, ChipText, Tone
from deskbell.ui.widgets.label import plain_tooltip


class LevelChip(Chip):
    """Stands beside the team; what was escalated stands out."""

    def __init__(self, theme: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme, "", parent=parent)

    def show_row(self, row: TicketRow, *, levels: bool) -> None:
        """Show the level of this ticket; its team has `levels`, or it is hidden."""
        self.set_chip(ChipText(level_word(row.level), Tone.ACCENT if row.level > Level.FIRST else Tone.PLAIN))
        words = level_words(row.level, row.team)
        self.setToolTip(plain_tooltip(words))
        self.setAccessibleName(words)
        self.setVisible(levels)
