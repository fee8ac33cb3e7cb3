"""The part of a canned reply's form that makes a macro of it: what using it changes about the ticket."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from deskbell.model.canned import NO_ACTIONS, UNTIL_AN_ANSWER, WHOEVER, Actions, Handing
from deskbell.model.kinds import Priority, TicketType
from deskbell.model.rows import AgentRow
from deskbell.model.teams import TeamRow
from deskbell.rules.macros import steps_of, tags
from deskbell.ui.settings.article_field import ArticleField
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket_choices import status_choices
from deskbell.ui.widgets.choice_box import ChoiceBox
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.text_area import TextArea
from deskbell.ui.widgets.tick_list import TickList
from deskbell.ui.words import priority_word, type_word

_DUE_DAYS = (3, 7, 14, 30)
_DAYS = (1, 2, 3, 5, 7, 14, 30)


class ActionsForm(QWidget):
    """Holds `Actions`.

    Signals:
        edited: a person changed something.
    """

    edited = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        as_it_is = self.tr("As it is")
        self._known: Sequence[AgentRow] = ()
        self.status, self.assign, self.snooze = ChoiceBox(self), ChoiceBox(self), ChoiceBox(self)
        self.type, self.due = ChoiceBox(self), ChoiceBox(self)
        self.priority, self.team = ChoiceBox(self), ChoiceBox(self)
        self.status.addItem(as_it_is, None)
        for choice in status_choices():
            self.status.addItem(choice.text, choice.value)
        self._show_takers(NO_ACTIONS)
        self.type.addItem(as_it_is, None)
        for kind in TicketType:
            self.type.addItem(type_word(kind), kind)
        self.priority.addItem(as_it_is, None)
        for one in sorted(Priority, reverse=True):
            self.priority.addItem(priority_word(one), one)
        self.team.addItem(as_it_is, None)
        for days, words in ((None, as_it_is), (0, self.tr("Today")), (1, self.tr("Tomorrow"))):
            self.due.addItem(words, days)
        for days in _DUE_DAYS:
            self.due.addItem(self.tr("In %n days", "", days), days)
        self.snooze.addItem(self.tr("Not"), 0)
        for days in _DAYS:
            self.snooze.addItem(self.tr("For %n days", "", days), days)
        self.snooze.addItem(self.tr("Until the customer answers"), UNTIL_AN_ANSWER)
        self.add, self.remove = QLineEdit(self), QLineEdit(self)
        self.followers, self.checklist = TickList(theme, self), TextArea(theme, 72, self)
        self._left: tuple[int, ...] = ()
        self.article = ArticleField(theme, self)
        self.article.edited.connect(self.edited)
        self.followers.edited.connect(self.edited)
        self.checklist.textChanged.connect(self.edited)
        for box in (self.status, self.assign, self.snooze, self.type, self.due, self.priority, self.team):
            box.activated.connect(self.edited)
        for line in (self.add, self.remove):
            line.textEdited.connect(self.edited)
        commas = self.tr("Several with commas between.")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(16)
        for pair in (
            (
                Field(theme, self.tr("Status"), self.status, parent=self),
                Field(theme, self.tr("Assigned to"), self.assign, parent=self),
            ),
            (
                Field(theme, self.tr("Team"), self.team, parent=self),
                Field(theme, self.tr("Priority"), self.priority, parent=self),
            ),
            (
                Field(theme, self.tr("Type"), self.type, parent=self),
                Field(theme, self.tr("Due"), self.due, parent=self),
            ),
            (
                Field(theme, self.tr("Put on tags"), self.add, hint=commas, parent=self),
                Field(theme, self.tr("Take off tags"), self.remove, hint=commas, parent=self),
            ),
        ):
            row = QHBoxLayout()
            row.setSpacing(16)
            for field in pair:
                row.addWidget(field, 1)
            layout.addLayout(row)
        layout.addWidget(Field(theme, self.tr("Snooze"), self.snooze, parent=self))
        below = self.tr("Put in below the text: a link, or how it begins where a customer could not follow one.")
        layout.addWidget(Field(theme, self.tr("Link an article"), self.article, hint=below, parent=self))
        layout.addWidget(Field(theme, self.tr("Followed by"), self.followers, parent=self))
        steps = self.tr("A step a line; those that a ticket has already are not put on it again.")
        layout.addWidget(Field(theme, self.tr("Put on the checklist"), self.checklist, hint=steps, parent=self))

    def show_agents(self, agents: Sequence[AgentRow]) -> None:
        """Offer these for followers."""
        self._known = agents
        self._show_followers(self._following())
        self._show_takers(self._handing())

    def _show_takers(self, chosen: Actions) -> None:
        """Offer who can have the ticket then. Who is chosen and has left the desk stays, without a name: nothing becomes of it."""
        self.assign.clear()
        for value, words in (
            (Handing.AS_IT_IS, self.tr("As it is")),
            (Handing.ME, self.tr("Whoever uses it")),
            (Handing.NOBODY, self.tr("Nobody")),
            *((agent.id, agent.name) for agent in self._known),
        ):
            self.assign.addItem(words, value)
        wanted = chosen.assign if chosen.assignee_id is None else chosen.assignee_id
        if self.assign.findData(wanted) < 0:
            self.assign.addItem(self.tr("Somebody who has left"), wanted)
        self.assign.setCurrentIndex(self.assign.findData(wanted))

    def _handing(self) -> Actions:
        """Who has the ticket then, and nothing else."""
        value = self.assign.currentData()
        return Actions(assignee_id=value) if isinstance(value, int) else Actions(assign=Handing(value))

    def show_teams(self, teams: Sequence[TeamRow]) -> None:
        """Offer these. One that is chosen and not there any more stays, without a name: nothing becomes of it."""
        chosen = self.team.currentData()
        self.team.clear()
        self.team.addItem(self.tr("As it is"), None)
        for team in teams:
            self.team.addItem(team.name, team.id)
        self._take_team(chosen)

    def _take_team(self, team_id: int | None) -> None:
        if self.team.findData(team_id) < 0:
            self.team.addItem(self.tr("A team that was removed"), team_id)
        self.team.setCurrentIndex(self.team.findData(team_id))

    def show_actions(self, actions: Actions) -> None:
        """Show these, without telling."""
        self.status.setCurrentIndex(max(0, self.status.findData(actions.status)))
        self._show_takers(actions)
        if self.snooze.findData(actions.snooze_days) < 0:
            self.snooze.addItem(self.tr("For %n days", "", actions.snooze_days), actions.snooze_days)
        self.snooze.setCurrentIndex(self.snooze.findData(actions.snooze_days))
        if self.due.findData(actions.due_days) < 0:
            self.due.addItem(self.tr("In %n days", "", actions.due_days or 0), actions.due_days)
        self.due.setCurrentIndex(self.due.findData(actions.due_days))
        self.type.setCurrentIndex(max(0, self.type.findData(actions.type)))
        self.priority.setCurrentIndex(max(0, self.priority.findData(actions.priority)))
        self._take_team(actions.team_id)
        self.article.show_value(actions.article_id)
        self._show_followers(actions.followers)
        self.checklist.set_text("\n".join(actions.checklist))
        self.add.setText(", ".join(actions.add_tags))
        self.remove.setText(", ".join(actions.remove_tags))

    def chosen(self) -> Actions:
        """What it holds."""
        handing = self._handing()
        return Actions(
            status=self.status.currentData(),
            assign=handing.assign,
            assignee_id=handing.assignee_id,
            add_tags=tags(self.add.text().split(",")),
            remove_tags=tags(self.remove.text().split(",")),
            snooze_days=self.snooze.currentData(),
            due_days=self.due.currentData(),
            type=self.type.currentData(),
            priority=self.priority.currentData(),
            team_id=self.team.currentData(),
            article_id=self.article.value(),
            followers=self._following(),
            checklist=steps_of(self.checklist.toPlainText().splitlines()),
        )

    def _following(self) -> tuple[int, ...]:
        """Whoever has left the desk stays with it, unseen: it may be somebody who comes back."""
        return tuple(sorted({*self.followers.ticked(), *self._left}))

    def _show_followers(self, followers: Sequence[int]) -> None:
        offered = [(WHOEVER, self.tr("Whoever uses it")), *((agent.id, agent.name) for agent in self._known)]
        self._left = tuple(one for one in followers if one not in {value for value, _ in offered})
        self.followers.show_values(offered, followers)
