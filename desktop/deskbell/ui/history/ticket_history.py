"""The history of an open ticket, in the place of its thread."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskbell.model.history import StepGroup
from deskbell.model.marking import QT_TRANSLATE_NOOP
from deskbell.store.queries.history import page
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.history.steps_box import StepsBox
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.ticket.flow import FlowLayout
from deskbell.ui.widgets.choice_box import ChoiceBox
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.pane import Line, Pane

_T = QT_TRANSLATE_NOOP
_GROUPS: Final = {
    StepGroup.ALL: _T("TicketHistory", "All steps"),
    StepGroup.STATUS: _T("TicketHistory", "Status and dates"),
    StepGroup.PEOPLE: _T("TicketHistory", "People"),
    StepGroup.PROPERTIES: _T("TicketHistory", "Properties"),
    StepGroup.MESSAGES: _T("TicketHistory", "Messages"),
}
_ANYBODY: Final = -1


class TicketHistory(Pane):
    """Shows the steps of one ticket, narrowed down by kind and person.

    Signals:
        left: Escape: the conversation is wanted again.
    """

    left = Signal()

    def __init__(self, theme: ThemeSource, runner: Runner, desk: DeskNow, parent: QWidget | None = None) -> None:
        super().__init__("panel", parent)
        self._desk = desk
        self._ticket_id = 0
        title = Label(self.tr("History"), TextRole.title, parent=self)
        self.groups = ChoiceBox(self)
        self.groups.setAccessibleName(self.tr("Kind of step"))
        for group, words in _GROUPS.items():
            self.groups.addItem(self.tr(words), group)
        self.people = ChoiceBox(self)
        self.people.setAccessibleName(self.tr("Who did it"))
        self.steps = StepsBox(theme, runner, title.text(), self)
        head = FlowLayout(12, 4)
        head.setContentsMargins(20, 10, 12, 10)
        for widget in (title, self.groups, self.people):
            head.addWidget(widget)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addLayout(head)
        body.addWidget(Line(parent=self))
        body.addWidget(self.steps, 1)
        self.groups.activated.connect(self._read)
        self.people.activated.connect(self._read)

    def show_ticket(self, ticket_id: int) -> None:
        """Show all steps of this ticket."""
        self._ticket_id = ticket_id
        self.groups.setCurrentIndex(0)
        self.people.clear()
        self.people.addItem(self.tr("Everybody"), _ANYBODY)
        for agent in sorted(self._desk.agents, key=lambda one: (one.id != self._desk.me.id, one.name.casefold())):
            self.people.addItem(agent.name, agent.id)
        self.people.addItem(self.tr("Deskbell itself"), 0)
        self._read()

    def read_again(self) -> None:
        """The ticket was changed."""
        self.steps.model.read_again()

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Not by a focus proxy: Tab would come back to that from whatever stands behind it.
        self.steps.list.setFocus(event.reason())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _read(self) -> None:
        agent = self.people.currentData()
        by = None if agent == _ANYBODY else agent
        self.steps.model.show(partial(page, ticket_id=self._ticket_id, group=self.groups.currentData(), agent_id=by))
