"""The part of a rule's form that says what it does."""

from collections.abc import Callable, Sequence
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from deskbell.model.automation import NO_ACTIONS, Hand, RuleActions
from deskbell.model.kinds import Priority, TicketType
from deskbell.rules.macros import tags
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.rules.fields_edit import FieldsEdit
from deskbell.ui.rules.names import RuleNames
from deskbell.ui.rules.words import hours_words
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket_choices import status_choices
from deskbell.ui.widgets.choice_box import ChoiceBox
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.text_area import TextArea
from deskbell.ui.widgets.tick_list import TickList
from deskbell.ui.words import priority_word, type_word

_HOURS = (1, 4, 24, 48, 72, 168)
_TEAM = "team"
_AGENT = "agent"


class RuleActionsForm(QFrame):
    """Holds `RuleActions`.

    Signals:
        edited: a person changed something.
        relaid: it takes more or less room.
    """

    edited = Signal()
    relaid = Signal()

    def __init__(self, theme: ThemeSource, desk: DeskNow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._theme = theme
        self._desk = desk
        self._base = NO_ACTIONS
        self.status, self.priority, self.type, self.team = (ChoiceBox(self) for _ in range(4))
        self.assign, self.snooze, self.reply, self.macro, self.webhook = (ChoiceBox(self) for _ in range(5))
        self.escalate = QCheckBox(self.tr("Hand it to the next level of its team"), self)
        self.escalate.clicked.connect(lambda _: self.edited.emit())
        self.add, self.remove = QLineEdit(self), QLineEdit(self)
        self.fields = FieldsEdit(theme, self)
        self.note = TextArea(theme, 72, self)
        self.notify = TickList(theme, self)
        self._boxes = (
            *(self.status, self.priority, self.type, self.team),
            *(self.assign, self.snooze, self.reply, self.macro, self.webhook),
        )
        for box in self._boxes:
            box.activated.connect(self.edited)
        for line in (self.add, self.remove):
            line.textEdited.connect(self.edited)
        self.note.textChanged.connect(self.edited)
        self.notify.edited.connect(self.edited)
        self.fields.edited.connect(self.edited)
        self.fields.relaid.connect(self.relaid)
        self._lay()

    def show_actions(self, actions: RuleActions, names: RuleNames) -> None:
        """Show these, without telling."""
        self._base = actions
        as_it_is = self.tr("As it is")
        statuses = [(choice.value, choice.text) for choice in status_choices()]
        self._offer(self.status, actions.status, as_it_is, statuses)
        by_urgency = sorted(Priority, reverse=True)
        self._offer(self.priority, actions.priority, as_it_is, [(one, priority_word(one)) for one in by_urgency])
        self._offer(self.type, actions.type, as_it_is, [(one, type_word(one)) for one in TicketType])
        self._offer(
            self.team, actions.team_id, as_it_is, [(team.id, team.name) for team in self._desk.teams], names.team
        )
        self._offer_hands(actions)
        hours = sorted({*_HOURS, actions.snooze_hours} - {0})
        self._offer(
            self.snooze,
            actions.snooze_hours or None,
            self.tr("Not"),
            [(one, _capital(hours_words(one))) for one in hours],
        )
        replies = [(reply.id, reply.name) for reply in names.book.replies if not reply.begins_tickets()]
        self._offer(self.reply, actions.reply_id, self.tr("None"), replies, names.reply)
        macros = [(reply.id, reply.name) for reply in names.book.replies if reply.actions.changes_ticket()]
        self._offer(self.macro, actions.macro_id, self.tr("None"), macros, names.reply)
        self._offer(self.webhook, actions.webhook_id, self.tr("None"), names.book.webhooks, names.webhook)
        self.escalate.setChecked(actions.escalate)
        self.add.setText(", ".join(actions.add_tags))
        self.remove.setText(", ".join(actions.remove_tags))
        self.fields.show_fields(actions.fields, names)
        self.note.set_text(actions.note)
        told = [((_TEAM, team.id), team.name) for team in self._desk.teams]
        told += [((_AGENT, agent.id), agent.name) for agent in self._desk.agents]
        ticked = [(_TEAM, one) for one in actions.notify_teams] + [(_AGENT, one) for one in actions.notify]
        self.notify.show_values(told, ticked)

    def chosen(self) -> RuleActions:
        """What it holds. Whoever was to be told and is not there any more stays with it, unseen: it may be somebody who comes back."""
        hand, assignee = self.assign.currentData()
        offered = {tuple(value) for value in self.notify.values()}
        ticked = {tuple(value) for value in self.notify.ticked()}
        ticked |= {(_AGENT, one) for one in self._base.notify} - offered
        ticked |= {(_TEAM, one) for one in self._base.notify_teams} - offered
        return replace(
            self._base,
            status=self.status.currentData(),
            priority=self.priority.currentData(),
            type=self.type.currentData(),
            team_id=self.team.currentData(),
            assign=Hand(hand),
            assignee_id=assignee,
            escalate=self.escalate.isChecked(),
            snooze_hours=self.snooze.currentData() or 0,
            reply_id=self.reply.currentData(),
            macro_id=self.macro.currentData(),
            webhook_id=self.webhook.currentData(),
            add_tags=tags(self.add.text().split(",")),
            remove_tags=tags(self.remove.text().split(",")),
            fields=self.fields.chosen(),
            note=self.note.toPlainText().strip(),
            notify=tuple(sorted(number for kind, number in ticked if kind == _AGENT)),
            notify_teams=tuple(sorted(number for kind, number in ticked if kind == _TEAM)),
        )

    def _offer(
        self,
        box: ChoiceBox,
        now: Any,
        nothing: str,
        known: Sequence[tuple[Any, str]],
        gone: Callable[[Any], str] = str,
    ) -> None:
        """Offer these in a box; what is chosen and not there any more stays, under the words for that."""
        box.clear()
        box.addItem(nothing, None)
        for value, words in known:
            box.addItem(words, value)
        if now is not None and box.findData(now) < 0:
            box.addItem(gone(now), now)
        box.setCurrentIndex(max(0, box.findData(now)) if now is not None else 0)

    def _offer_hands(self, actions: RuleActions) -> None:
        self.assign.clear()
        for value, words in (
            ((Hand.AS_IT_IS, None), self.tr("As it is")),
            ((Hand.NOBODY, None), self.tr("Nobody")),
            ((Hand.TURN, None), self.tr("Its team, in turn")),
            ((Hand.LEAST, None), self.tr("Its team, the fewest open tickets")),
            ((Hand.SKILL, None), self.tr("Its team, by skill and language")),
            *(((Hand.PERSON, agent.id), agent.name) for agent in self._desk.agents),
        ):
            self.assign.addItem(words, value)
        now = (actions.assign, actions.assignee_id)
        values = [tuple(self.assign.itemData(index)) for index in range(self.assign.count())]
        if now not in values:
            self.assign.addItem(self.tr("Somebody who has left"), now)
            values.append(now)
        self.assign.setCurrentIndex(values.index(now))

    def _lay(self) -> None:
        theme = self._theme
        commas = self.tr("Several with commas between.")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(16)
        away = self.tr("Nobody who is away, gone or full; whoever of the team has it keeps it.")
        sent = self.tr("At most one an hour to a sender, and never to machines.")
        called = self.tr("Last of all. Administrators make them in the settings.")
        for pair in (
            ((self.tr("Status"), self.status, ""), (self.tr("Priority"), self.priority, "")),
            ((self.tr("Type"), self.type, ""), (self.tr("Team"), self.team, "")),
            ((self.tr("Assign to"), self.assign, away),),
            ((self.tr("Put on tags"), self.add, commas), (self.tr("Take off tags"), self.remove, commas)),
            ((self.tr("Answer the customer with"), self.reply, sent),),
            ((self.tr("Use a macro"), self.macro, ""), (self.tr("Snooze"), self.snooze, "")),
            ((self.tr("Call a webhook"), self.webhook, called),),
        ):
            row = QHBoxLayout()
            row.setSpacing(16)
            for title, control, hint in pair:
                row.addWidget(Field(theme, title, control, hint=hint, parent=self), 1)
            layout.addLayout(row)
        layout.addWidget(self.escalate)
        layout.addWidget(Field(theme, self.tr("Fill in fields"), self.fields, parent=self))
        layout.addWidget(Field(theme, self.tr("Write a note"), self.note, parent=self))
        told = self.tr("They are mentioned in the note.")
        layout.addWidget(Field(theme, self.tr("Tell"), self.notify, hint=told, parent=self))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
