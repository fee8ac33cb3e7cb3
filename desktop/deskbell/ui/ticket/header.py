"""The header of an open ticket: its subject and its properties, each changed in place."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from deskbell.model.kinds import Priority, Status
from deskbell.model.rows import TicketRow
from deskbell.ui.deeds import Deeds
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.flow import FlowLayout
from deskbell.ui.ticket.names import short_name
from deskbell.ui.ticket.subject_line import SubjectLine
from deskbell.ui.ticket.tag_row import TagRowEditor
from deskbell.ui.ticket_choices import (
    agent_choices,
    mailbox_choices,
    priority_choices,
    status_choices,
    team_choices,
    type_choices,
)
from deskbell.ui.widgets.choice_list import ChoiceList
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.pane import Pane
from deskbell.ui.widgets.property_button import PropertyButton
from deskbell.ui.words import priority_word, status_word, type_word

if TYPE_CHECKING:
    # Loaded for the first ticket that is due, of which something is promised, that somebody follows, of a VIP, and of a team with levels.
    from deskbell.ui.ticket.due_button import DueButton
    from deskbell.ui.ticket.followers_button import FollowersButton
    from deskbell.ui.ticket.left_chip import LeftChip
    from deskbell.ui.ticket.level_chip import LevelChip
    from deskbell.ui.ticket.vip_chip import VipChip

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
_LEFT, _IN = 14, 6


class TicketHeader(Pane):
    """Shows the properties of a ticket and hands changes on; `Deeds` shows them before the database has confirmed.

    Signals:
        subject_changed(str): another subject was entered.
        panel_wanted(bool): the customer's panel is to be shown, or put away.
        menu_wanted(QPoint): the button of the ticket's menu was pressed; open it there.
    """

    subject_changed = Signal(str)
    panel_wanted = Signal(bool)
    menu_wanted = Signal(object)

    def __init__(self, theme: ThemeSource, desk: DeskNow, deeds: Deeds, parent: QWidget | None = None) -> None:
        super().__init__("panel", parent)
        self.inset = _LEFT + _IN
        self._theme = theme
        self._desk = desk
        self._deeds = deeds
        self._row: TicketRow | None = None
        self.vip: VipChip | None = None
        self.type: PropertyButton | None = None
        self.due: DueButton | None = None
        self.left: LeftChip | None = None
        self.level: LevelChip | None = None
        self.followers: FollowersButton | None = None
        self._ticket_id = 0
        self._status_now = Status.NEW
        self._assignee_now: int | None = None
        self._team_now: int | None = None
        self._mailbox_now = 0
        self._team_name = ""
        self._priority_now = Priority.NORMAL
        self.subject = SubjectLine(theme, self)
        self.subject.changed.connect(self.subject_changed)
        self.status = PropertyButton(theme, self.tr("Status"), parent=self)
        self.assignee = PropertyButton(theme, self.tr("Assignee"), parent=self)
        self.team = PropertyButton(theme, self.tr("Team"), parent=self)
        self.mailbox = PropertyButton(theme, self.tr("Mailbox"), parent=self)
        self.priority = PropertyButton(theme, self.tr("Priority"), parent=self)
        self.tags = TagRowEditor(theme, desk, self)
        self._connect()
        self.menu_button = IconButton(theme, Icon.MORE, self.tr("More about this ticket"), side=28, parent=self)
        self.menu_button.clicked.connect(
            lambda: self.menu_wanted.emit(self.menu_button.mapToGlobal(self.menu_button.rect().bottomLeft()))
        )
        self.history_button = IconButton(theme, Icon.HISTORY, self.tr("History"), side=28, parent=self)
        self.history_button.setCheckable(True)
        self.panel_button = IconButton(theme, Icon.PANEL, self.tr("Customer"), side=28, parent=self)
        self.panel_button.setCheckable(True)
        self.panel_button.toggled.connect(self.panel_wanted)
        self._lay()

    def show_row(self, row: TicketRow) -> None:
        """Show the properties of this ticket."""
        self._ticket_id, self._row = row.id, row
        self._status_now, self._priority_now = row.status, row.priority
        self._assignee_now, self._mailbox_now = row.assignee_id, row.mailbox_id
        self.subject.show_subject(row.subject, row.id)
        self.status.set_value(status_word(row.status), dot=_DOTS[row.status])
        if row.assignee_id is None:
            self.assignee.set_value(self.tr("Nobody"), ink="muted")
        else:
            self.assignee.set_value(short_name(row.assignee))
        self._team_now, self._team_name = row.team_id, row.team
        self._show_team()
        self.mailbox.set_value(row.mailbox)
        urgent = row.priority >= Priority.HIGH
        self.priority.set_value(priority_word(row.priority), ink="danger" if urgent else "ink")
        self._show_rare(row)
        self.tags.show_tags(row.tags)

    def ask_due(self) -> None:
        """Ask until when the ticket is to be done."""
        from deskbell.ui.due_menu import ask_due

        if self._row is not None:
            anchor = self.due if self.due is not None and self.due.isVisible() else self.menu_button
            ask_due(self._theme, self._deeds, (self._row.id,), anchor, self._row)

    @property
    def follows(self) -> bool:
        """Whether this person follows the ticket."""
        return self._row is not None and self._desk.me.id in self._row.followers

    def follow(self) -> None:
        """Follow the ticket, or no longer."""
        me = (self._desk.me.id,)
        if self.follows:
            self._deeds.follow((self._ticket_id,), remove=me)
        elif self._row is not None:
            self._deeds.follow((self._ticket_id,), add=me)

    def ask_type(self) -> None:
        """Ask what kind of ticket it is."""
        if self._row is not None:
            tickets, kind = (self._row.id,), self._row.type
            anchor = self.type if self.type is not None and self.type.isVisible() else self.menu_button
            opened = ChoiceList(self._theme, type_choices(kind, clears=kind is not None), parent=anchor)
            opened.chosen.connect(lambda value: self._deeds.set_type(tickets, value))
            opened.open_below(anchor)

    def ask_reminder(self) -> None:
        """Ask when to remind this person of the ticket."""
        if self._row is not None:
            from deskbell.ui.reminders.menu import ask_reminder

            ask_reminder(self._theme, self._deeds, (self._row.id,), self.menu_button, self._row)

    @property
    def can_escalate(self) -> bool:
        """Whether the ticket's team has levels."""
        team = self._desk.team(self._team_now)
        return team is not None and bool(team.levels)

    def ask_escalate(self) -> None:
        """Ask for the note with which the ticket goes to the next level of its team."""
        if self._row is not None:
            from deskbell.ui.escalate_popup import ask_escalate

            ask_escalate(self._theme, self._deeds, self._row, self.menu_button)

    def add_line(self, line: QWidget) -> None:
        """Have this below the properties: what few tickets have, and a person alone sees."""
        self._inset.addWidget(line)

    def ask_followers(self) -> None:
        """Ask who is to follow the ticket."""
        if self._row is None:
            return
        from deskbell.ui.followers_menu import ask_followers

        anchor = self.followers if self.followers is not None and self.followers.isVisible() else self.menu_button
        ask_followers(self._theme, self._desk, self._deeds, (self._row.id,), anchor, self._row)

    def sizeHint(self) -> QSize:
        return QSize(400, self.heightForWidth(max(self.width(), 320)))

    def _connect(self) -> None:
        self.status.set_choices(lambda: status_choices(self._status_now))
        self.status.chosen.connect(lambda value: self._deeds.set_status((self._ticket_id,), value))
        self.assignee.set_choices(lambda: agent_choices(self._desk, self._assignee_now, self._team_now))
        self.assignee.chosen.connect(lambda value: self._deeds.assign((self._ticket_id,), value))
        self.team.set_choices(lambda: team_choices(self._desk, self._team_now))
        self.team.chosen.connect(lambda value: self._deeds.set_team((self._ticket_id,), value))
        self._desk.changed.connect(self._show_team)
        self.mailbox.set_choices(lambda: mailbox_choices(self._desk, self._mailbox_now))
        self.mailbox.chosen.connect(lambda value: self._deeds.move((self._ticket_id,), value))
        self.priority.set_choices(lambda: priority_choices(self._priority_now))
        self.priority.chosen.connect(lambda value: self._deeds.set_priority((self._ticket_id,), value))
        self.tags.added.connect(lambda name: self._deeds.change_tags((self._ticket_id,), add=(name,)))
        self.tags.removed.connect(lambda name: self._deeds.change_tags((self._ticket_id,), remove=(name,)))

    def _show_team(self) -> None:
        """By the name that the team has now; a desk without teams has no such button."""
        team = self._desk.team(self._team_now)
        name = team.name if team is not None else self._team_name
        self.team.set_value(name or self.tr("No team"), ink="ink" if name else "muted")
        self.team.setVisible(bool(self._desk.teams or name))
        self._show_level()

    def _show_level(self) -> None:
        """Whom of its team the ticket is for, where that has levels."""
        if self.level is None and self.can_escalate:
            from deskbell.ui.ticket.level_chip import LevelChip

            self.level = LevelChip(self._theme, self)
            self._properties.insert(self._properties.indexOf(self.team) + 1, self.level)
        if self.level is not None and self._row is not None:
            self.level.show_row(self._row, levels=self.can_escalate)

    def _show_rare(self, row: TicketRow) -> None:
        """What few tickets have; its buttons are made for the first of them."""
        if self.vip is None and row.vip:
            from deskbell.ui.ticket.vip_chip import VipChip

            self.vip = VipChip(self._theme, self)
            self._properties.insert(0, self.vip)
        if self.vip is not None:
            self.vip.show_vip(row.vip, row.vip_through)
        if self.type is None and row.type is not None:
            self.type = PropertyButton(self._theme, self.tr("Type"), parent=self)
            self.type.set_choices(lambda: type_choices(self._row.type if self._row is not None else None, clears=True))
            self.type.chosen.connect(lambda value: self._deeds.set_type((self._ticket_id,), value))
            self._properties.insert(self._properties.indexOf(self.priority) + 1, self.type)
        if self.type is not None:
            self.type.setVisible(row.type is not None)
            self.type.set_value(type_word(row.type) if row.type is not None else "")
        if self.due is None and row.due_at is not None:
            from deskbell.ui.ticket.due_button import DueButton

            self.due = DueButton(self._theme, self._deeds, self)
            self._properties.insert(self._properties.indexOf(self.type or self.priority) + 1, self.due)
        if self.left is None and row.sla_due_at is not None:
            from deskbell.ui.ticket.left_chip import LeftChip

            self.left = LeftChip(self._theme, self)
            self._properties.insert(1 if self.vip is not None else 0, self.left)
        if self.left is not None:
            self.left.show_row(row)
        if self.followers is None and row.followers:
            from deskbell.ui.ticket.followers_button import FollowersButton

            self.followers = FollowersButton(self._theme, self._desk, self._deeds, self)
            self._properties.insert(
                self._properties.indexOf(self.due or self.type or self.priority) + 1, self.followers
            )
        for button in (self.due, self.followers):
            if button is not None:
                button.show_row(row)

    def _lay(self) -> None:
        title = QHBoxLayout()
        title.setSpacing(8)
        title.addWidget(self.subject, 1)
        title.addWidget(self.history_button)
        title.addWidget(self.menu_button)
        title.addWidget(self.panel_button)
        properties = self._properties = FlowLayout(6, 6)
        for widget in (self.status, self.assignee, self.team, self.mailbox, self.priority):
            properties.addWidget(widget)
        self.tags.join(properties)
        layout = QVBoxLayout(self)
        # The subject's hover ground stands out to the left, so that its letters stand in line with the buttons.
        layout.setContentsMargins(_LEFT, 9, 12, 12)
        layout.setSpacing(5)
        inset = self._inset = QVBoxLayout()
        inset.setContentsMargins(_IN, 0, 0, 0)
        inset.addLayout(properties)
        layout.addLayout(title)
        layout.addLayout(inset)
        # Not fixed: Qt would hold it to the height that it had at its width of before.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
