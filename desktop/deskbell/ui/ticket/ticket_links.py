"""Some tickets below each other, each in a line that opens it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskbell.model.rows import TicketTitle
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.ticket_link import TicketLink


class TicketLinks(QWidget):
    """Shows one list of tickets after another in the same lines: making them anew would cost more than all they show.

    Signals:
        open_ticket(int): one of them was clicked.
        linked_as(int, object): one of them is to be this (`LinkKind`) to the ticket beside which they stand, None for nothing.
    """

    open_ticket = Signal(int)
    linked_as = Signal(int, object)

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._links: list[TicketLink] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)

    def show_rows(self, rows: Sequence[TicketTitle]) -> None:
        """Show these."""
        while len(self._links) < len(rows):
            link = TicketLink(self._theme, self)
            link.open_ticket.connect(self.open_ticket)
            link.linked_as.connect(self.linked_as)
            self._layout.addWidget(link)
            self._links.append(link)
        for number, link in enumerate(self._links):
            if number < len(rows):
                link.show_row(rows[number])
            link.setVisible(number < len(rows))
