"""What else a customer asked, in the panel beside a ticket."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskbell.model.rows import TicketTitle
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.ticket_links import TicketLinks
from deskbell.ui.widgets.buttons import LinkButton
from deskbell.ui.widgets.label import SectionHead

_AT_FIRST: Final = 5


class EarlierTickets(QWidget):
    """A heading and a line for each, the first few of them until more are wanted; gone while there is none.

    Signals:
        open_ticket(int): one of them was clicked.
        linked_as(int, object): as of `TicketLinks`.
    """

    open_ticket = Signal(int)
    linked_as = Signal(int, object)

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[TicketTitle] = ()
        self._all_shown = False
        head = SectionHead(self.tr("Earlier tickets"), self)
        # The links' hover ground stands out on both sides, so that their letters stand in line with the heading.
        head.setContentsMargins(6, 0, 6, 0)
        self._links = TicketLinks(theme, self)
        self._links.open_ticket.connect(self.open_ticket)
        self._links.linked_as.connect(self.linked_as)
        self._more = LinkButton("", self)
        self._more.clicked.connect(self._show_all)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 16)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addSpacing(4)
        layout.addWidget(self._links)
        layout.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)

    def show_rows(self, rows: Sequence[TicketTitle], *, other: bool) -> None:
        """Show these; `other`: of somebody else than before."""
        self._rows = rows
        if other:
            self._all_shown = False
        shown = rows if self._all_shown else rows[:_AT_FIRST]
        self._links.show_rows(shown)
        left = len(rows) - len(shown)
        if left:
            self._more.setText(self.tr("Show %n more", "", left))
        self._more.setVisible(bool(left))
        self.setVisible(bool(rows))

    def _show_all(self) -> None:
        self._all_shown = True
        self.show_rows(self._rows, other=False)
