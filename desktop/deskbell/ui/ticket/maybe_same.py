"""The tickets that may be the same as the open one: each can be looked at, merged, or said not to be the same."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskbell.model.rows import TicketTitle
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.ticket_link import TicketLink
from deskbell.ui.widgets.buttons import LinkButton
from deskbell.ui.widgets.label import SectionHead

_BLEED = 6


class MaybeSame(QWidget):
    """A heading and some lines; gone while there are none.

    Signals:
        open_ticket(int): one of them was clicked.
        merge_wanted(TicketTitle): this one and the open ticket are to become one.
        apart_wanted(TicketTitle): this one is another matter.
        linked_as(int, object): one of them is to be this (`LinkKind`) to the ticket, None for nothing.
    """

    open_ticket = Signal(int)
    merge_wanted = Signal(object)
    apart_wanted = Signal(object)
    linked_as = Signal(int, object)

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines: list[_Line] = []
        head = SectionHead(self.tr("Maybe the same"), self)
        head.setContentsMargins(_BLEED, 0, _BLEED, 4)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 16)
        self._layout.setSpacing(0)
        self._layout.addWidget(head)
        self.hide()

    def show_rows(self, rows: Sequence[TicketTitle]) -> None:
        """Show these."""
        while len(self._lines) < len(rows):
            line = _Line(self._theme, self)
            line.link.open_ticket.connect(self.open_ticket)
            line.link.linked_as.connect(self.linked_as)
            line.merge.clicked.connect(partial(self._want, line, merge=True))
            line.apart.clicked.connect(partial(self._want, line, merge=False))
            self._layout.addWidget(line)
            self._lines.append(line)
        for number, line in enumerate(self._lines):
            if number < len(rows):
                line.show_row(rows[number])
            line.setVisible(number < len(rows))
        self.setVisible(bool(rows))

    def _want(self, line: "_Line", _checked: bool = False, *, merge: bool) -> None:
        if line.row is not None:
            (self.merge_wanted if merge else self.apart_wanted).emit(line.row)


class _Line(QWidget):
    """One of them, with what can be done about it below."""

    def __init__(self, theme: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self.row: TicketTitle | None = None
        self.link = TicketLink(theme, self)
        self.merge = LinkButton(self.tr("Merge"), self)
        self.apart = LinkButton(self.tr("Not the same"), self)
        deeds = QHBoxLayout()
        # A word button has five pixels around its letters, which stand in line with the subject so.
        deeds.setContentsMargins(1, 0, _BLEED, 4)
        deeds.setSpacing(8)
        deeds.addWidget(self.merge)
        deeds.addWidget(self.apart)
        deeds.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.link)
        layout.addLayout(deeds)

    def show_row(self, row: TicketTitle) -> None:
        """Show this ticket; whoever hears the buttons hears which one they mean."""
        self.row = row
        self.link.show_row(row)
        self.merge.setAccessibleName(self.tr("Merge with #%1").replace("%1", str(row.id)))
        self.apart.setAccessibleName(self.tr("#%1 is not the same").replace("%1", str(row.id)))
