"""What the tests of an open ticket share."""

from collections.abc import Callable

from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from deskbell.model.changes import Change, Changes
from deskbell.model.kinds import Entity
from deskbell.model.rows import DraftRow
from deskbell.ui.ticket.pane import TicketPane
from deskbell.ui.ticket.reading import Opened
from ui.ticket.rows import PANEL, detail

Make = Callable[..., TicketPane]


class Desk:
    """What the database would answer; a test changes it and says so."""

    def __init__(self) -> None:
        self.opened: dict[int, Opened] = {1042: Opened(detail(), (), PANEL)}
        self.asked: list[tuple[int, int]] = []
        self.asked_drafts: list[int] = []

    def read(self, ticket_id: int, agent_id: int, newest: int) -> Opened | None:
        self.asked.append((ticket_id, newest))
        return self.opened.get(ticket_id)

    def drafts(self, agent_id: int, ticket_id: int) -> tuple[DraftRow, ...]:
        self.asked_drafts.append(ticket_id)
        return self.opened[ticket_id].drafts


def changed(entity: Entity = Entity.TICKET, row_id: int = 1042, ticket_id: int = 1042) -> Changes:
    return Changes((Change(1, entity, row_id, ticket_id),))


def words(host: QWidget) -> str:
    return " | ".join(label.text() for label in host.findChildren(QLabel) if label.isVisible())


def button(host: QWidget, name: str) -> QAbstractButton:
    return next(one for one in host.findChildren(QAbstractButton) if one.accessibleName() == name and one.isVisible())
