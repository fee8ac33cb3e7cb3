"""The tickets that one is linked to: what it goes on from, what its mail only names, what was merged into it or moved out of it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskbell.model.rows import TicketTitle
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.ticket_links import TicketLinks
from deskbell.ui.widgets.label import SectionHead

_BLEED = 6


class LinkedTickets(QWidget):
    """A heading and a line for each; gone while there is none.

    Signals:
        open_ticket(int): one of them was clicked.
    """

    open_ticket = Signal(int)

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        head = QVBoxLayout()
        # The links' hover ground stands out on both sides, so that their letters stand in line with the heading.
        head.setContentsMargins(_BLEED, 0, _BLEED, 4)
        head.addWidget(SectionHead(self.tr("Linked tickets"), self))
        self._links = TicketLinks(theme, self)
        self._links.open_ticket.connect(self.open_ticket)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 16)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._links)

    def show_rows(self, rows: Sequence[TicketTitle]) -> None:
        """Show these."""
        self._links.show_rows(rows)
        self.setVisible(bool(rows))
