"""The tickets that one is linked to: by people, and what it goes on from, what its mail only names, what was merged into it or moved out of it."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskbell.model.kinds import LinkKind, Status
from deskbell.model.rows import TicketTitle
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.ticket.ticket_links import TicketLinks
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.label import Label, SectionHead

_BLEED = 6
_DONE: Final = frozenset({Status.SOLVED, Status.CLOSED, Status.SPAM, Status.TRASH})
# What they are to the ticket, in the order in which they are told; what the desk has linked comes first.
_ORDER: Final = (LinkKind.PARENT, LinkKind.CHILD, LinkKind.ORIGINAL, LinkKind.DUPLICATE, LinkKind.RELATED)


class LinkedTickets(QWidget):
    """A heading and a line for each; gone while there is none. What people have linked stands under what it is, made for the first such ticket.

    Signals:
        open_ticket(int): one of them was clicked.
        linked_as(int, object): one of them is to be this (`LinkKind`) to the ticket, None for nothing.
        link_wanted(QWidget): another one is to be linked; ask below this.
    """

    open_ticket = Signal(int)
    linked_as = Signal(int, object)
    link_wanted = Signal(object)

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._plus: IconButton | None = None
        self._groups: dict[LinkKind, _Group] = {}
        self._head = QHBoxLayout()
        # The links' hover ground stands out on both sides, so that their letters stand in line with the heading.
        self._head.setContentsMargins(_BLEED, 0, 0, 4)
        self._head.addWidget(SectionHead(self.tr("Linked tickets"), self), 1)
        self._links = TicketLinks(theme, self)
        self._connect(self._links)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 16)
        self._layout.setSpacing(0)
        self._layout.addLayout(self._head)
        self._layout.addWidget(self._links)

    def show_rows(self, rows: Sequence[TicketTitle]) -> None:
        """Show these."""
        if rows and self._plus is None:
            self._plus = IconButton(
                self._theme, Icon.PLUS, self.tr("Link to another ticket…"), side=20, icon_size=14, parent=self
            )
            self._plus.clicked.connect(lambda: self.link_wanted.emit(self._plus))
            self._head.addWidget(self._plus)
        self._links.show_rows([row for row in rows if row.link is None])
        for number, kind in enumerate(_ORDER):
            some = [row for row in rows if row.link is kind]
            if some and kind not in self._groups:
                group = self._groups[kind] = _Group(self._theme, self)
                self._connect(group.links)
                # Behind the heading, what the desk has linked, and the groups before this one.
                self._layout.insertWidget(2 + sum(one in self._groups for one in _ORDER[:number]), group)
            if kind in self._groups:
                self._groups[kind].show_rows(kind, some)
        self.setVisible(bool(rows))

    def _connect(self, links: TicketLinks) -> None:
        links.open_ticket.connect(self.open_ticket)
        links.linked_as.connect(self.linked_as)


class _Group(QWidget):
    def __init__(self, theme: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = Label("", TextRole.small, ink="muted", parent=self)
        self._name.setContentsMargins(_BLEED, 4, _BLEED, 0)
        self.links = TicketLinks(theme, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._name)
        layout.addWidget(self.links)

    def show_rows(self, kind: LinkKind, rows: Sequence[TicketTitle]) -> None:
        from deskbell.ui.ticket.link_words import link_head

        if rows:
            self._name.setText(link_head(kind, len(rows), sum(row.status not in _DONE for row in rows)))
        self.links.show_rows(rows)
        self.setVisible(bool(rows))
