"""The header of an open ticket: its subject and its properties, each changed in place."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from deskbell.model.kinds import Priority, Status
from deskbell.model.rows import TicketRow
from deskbell.ui.deeds import Deeds
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.flow import FlowLayout
from deskbell.ui.ticket.subject_line import SubjectLine
from deskbell.ui.ticket.tag_row import TagRowEditor
from deskbell.ui.widgets.choice_list import Choice
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.pane import Pane
from deskbell.ui.widgets.property_button import PropertyButton
from deskbell.ui.words import priority_word, status_word

_DOTS = {
    Status.NEW: "accent",
    Status.OPEN: "accent",
    Status.PENDING: "warning_dot",
    Status.ON_HOLD: "faint",
    Status.SOLVED: "good_dot",
    Status.CLOSED: "faint",
    Status.SPAM: "danger_dot",
    Status.TRASH: "faint",
}
_CHOSEN_BY_HAND = (Status.OPEN, Status.PENDING, Status.ON_HOLD, Status.SOLVED, Status.CLOSED, Status.SPAM, Status.TRASH)
_NOBODY = 0


class TicketHeader(Pane):
    """Shows the properties of a ticket and hands changes on; `Deeds` shows them before the database has confirmed.

    Signals:
        subject_changed(str): another subject was entered.
        panel_wanted(bool): the customer's panel is to be shown, or put away.
    """

    subject_changed = Signal(str)
    panel_wanted = Signal(bool)

    def __init__(self, theme: ThemeSource, desk: DeskNow, deeds: Deeds, parent: QWidget | None = None) -> None:
        super().__init__("panel", parent)
        self._desk = desk
        self._deeds = deeds
        self._ticket_id = 0
        self._status_now = Status.NEW
        self._assignee_now = _NOBODY
        self._mailbox_now = 0
        self._priority_now = Priority.NORMAL
        self.subject = SubjectLine(theme, self)
        self.subject.changed.connect(self.subject_changed)
        self.status = PropertyButton(theme, self.tr("Status"), parent=self)
        self.assignee = PropertyButton(theme, self.tr("Assignee"), parent=self)
        self.mailbox = PropertyButton(theme, self.tr("Mailbox"), parent=self)
        self.priority = PropertyButton(theme, self.tr("Priority"), parent=self)
        self.tags = TagRowEditor(theme, lambda: [tag.name for tag in desk.tags], self)
        self._connect()
        self.panel_button = IconButton(theme, Icon.PANEL, self.tr("Customer"), side=28, parent=self)
        self.panel_button.setCheckable(True)
        self.panel_button.toggled.connect(self.panel_wanted)
        self._lay()

    def show_row(self, row: TicketRow) -> None:
        """Show the properties of this ticket."""
        self._ticket_id = row.id
        self._status_now, self._priority_now = row.status, row.priority
        self._assignee_now, self._mailbox_now = row.assignee_id or _NOBODY, row.mailbox_id
        self.subject.show_subject(row.subject, row.id)
        self.status.set_value(status_word(row.status), dot=_DOTS[row.status])
        if row.assignee_id is None:
            self.assignee.set_value(self.tr("Nobody"), ink="muted")
        else:
            self.assignee.set_value(row.assignee)
        self.mailbox.set_value(row.mailbox)
        urgent = row.priority >= Priority.HIGH
        self.priority.set_value(priority_word(row.priority), ink="danger" if urgent else "ink")
        self.tags.show_tags(row.tags)

    def sizeHint(self) -> QSize:
        return QSize(400, self.heightForWidth(max(self.width(), 320)))

    def _connect(self) -> None:
        self.status.set_choices(self._statuses)
        self.status.chosen.connect(lambda value: self._deeds.set_status((self._ticket_id,), value))
        self.assignee.set_choices(self._agents)
        self.assignee.chosen.connect(lambda value: self._deeds.assign((self._ticket_id,), value or None))
        self.mailbox.set_choices(self._mailboxes)
        self.mailbox.chosen.connect(lambda value: self._deeds.move((self._ticket_id,), value))
        self.priority.set_choices(self._priorities)
        self.priority.chosen.connect(lambda value: self._deeds.set_priority((self._ticket_id,), value))
        self.tags.added.connect(lambda name: self._deeds.change_tags((self._ticket_id,), add=(name,)))
        self.tags.removed.connect(lambda name: self._deeds.change_tags((self._ticket_id,), remove=(name,)))

    def _lay(self) -> None:
        title = QHBoxLayout()
        title.setSpacing(8)
        title.addWidget(self.subject, 1)
        title.addWidget(self.panel_button)
        properties = FlowLayout(8, 6)
        for widget in (self.status, self.assignee, self.mailbox, self.priority):
            properties.addWidget(widget)
        self.tags.join(properties)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 9, 12, 12)
        layout.setSpacing(5)
        # The subject's hover ground stands out to the left, so that its letters stand in line with the buttons.
        title.setContentsMargins(-6, 0, 0, 0)
        layout.addLayout(title)
        layout.addLayout(properties)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _statuses(self) -> Sequence[Choice]:
        return [Choice(one, status_word(one), checked=one is self._status_now) for one in _CHOSEN_BY_HAND]

    def _agents(self) -> Sequence[Choice]:
        me = self._desk.me
        others = [agent for agent in self._desk.agents if agent.id != me.id]
        mine = self.tr("{name} (me)").format(name=me.name)
        return [
            Choice(me.id, mine, checked=me.id == self._assignee_now),
            Choice(_NOBODY, self.tr("Nobody"), checked=self._assignee_now == _NOBODY),
            *(Choice(agent.id, agent.name, checked=agent.id == self._assignee_now) for agent in others),
        ]

    def _mailboxes(self) -> Sequence[Choice]:
        return [Choice(box.id, box.name, checked=box.id == self._mailbox_now) for box in self._desk.mailboxes]

    def _priorities(self) -> Sequence[Choice]:
        return [Choice(one, priority_word(one), checked=one is self._priority_now) for one in reversed(Priority)]
