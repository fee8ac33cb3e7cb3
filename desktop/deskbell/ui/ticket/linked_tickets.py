"""The tickets that one is linked to: what it goes on from, what its mail only names, what was merged into it or moved out of it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskbell.model.rows import TicketRow
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.ticket_link import TicketLink
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
        self._theme = theme
        self._links: list[TicketLink] = []
        head = QVBoxLayout()
        # The links' hover ground stands out on both sides, so that their letters stand in line with the heading.
        head.setContentsMargins(_BLEED, 0, _BLEED, 4)
        head.addWidget(SectionHead(self.tr("Linked tickets"), self))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 16)
        self._layout.setSpacing(0)
        self._layout.addLayout(head)

    def show_rows(self, rows: Sequence[TicketRow]) -> None:
        """Show these."""
        for old in self._links:
            self._layout.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._links = [TicketLink(self._theme, row, self) for row in rows]
        for link, row in zip(self._links, rows, strict=True):
            link.clicked.connect(lambda _=False, ticket_id=row.id: self.open_ticket.emit(ticket_id))
            self._layout.addWidget(link)
            link.show()
        self.setVisible(bool(rows))
