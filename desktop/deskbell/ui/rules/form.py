"""The form of a rule: its name, when it is looked at, what it asks, what it does, and the whole of it read back."""

from typing import Final

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from deskbell.model.automation import Event
from deskbell.rules import team_names
from deskbell.store.queries.rule_book import RuleBook
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.rules.actions_form import RuleActionsForm
from deskbell.ui.rules.draft import Faults, RuleDraft, rule_faults
from deskbell.ui.rules.group_edit import GroupEdit
from deskbell.ui.rules.names import RuleNames
from deskbell.ui.rules.timer_edit import BEGINNING, TimerEdit
from deskbell.ui.rules.words import event_word, rule_sentence
from deskbell.ui.settings.draft import Fault
from deskbell.ui.settings.draft_form import NamedForm, fault_words
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.tick_list import TickList

_OF_ACTIONS: Final = frozenset({"rule.no_action", "rule.nobody", "rule.notify_note", "rule.note_long", "rule.snooze"})


class RuleForm(NamedForm[RuleDraft]):
    """When a rule does what, and the sentence that this is.

    Signals:
        relaid: it takes more or less room.
    """

    relaid = Signal()

    def __init__(self, theme: ThemeSource, desk: DeskNow, parent: QWidget | None = None) -> None:
        super().__init__(RuleDraft(), parent)
        self._desk = desk
        self.names = RuleNames(desk, RuleBook())
        self._asked = False
        self.events = TickList(theme, self, most=len(Event))
        self.timer = TimerEdit(theme, self)
        self.group = GroupEdit(theme, self.names, parent=self)
        self.deeds = RuleActionsForm(theme, desk, self)
        self.stop = QCheckBox(self.tr("When it has done something, no rule behind it has its turn"), self)
        self.sentence = Label("", ink="muted", wrap=True, parent=self)
        self._name_field = Field(theme, self.tr("Name"), self.name, parent=self)
        hint = self.tr("Tickets to which something happens from now on; once for each time to count from.")
        self._timer_field = Field(theme, self.tr("How long"), self.timer, hint=hint, parent=self)
        self._events_field = Field(theme, self.tr("When"), self.events, parent=self)
        hint = self.tr("Without any the rule is for every ticket.")
        self._if_field = Field(theme, self.tr("If"), self.group, hint=hint, parent=self)
        self._then_field = Field(theme, self.tr("Then"), self.deeds, parent=self)
        fields = (self._events_field, self._timer_field, self._if_field, self._then_field)
        self._stack(self._name_field, self.sentence, *fields, self.stop)
        self.events.edited.connect(self._choose_events)
        self.timer.edited.connect(self._edit)
        self.group.edited.connect(self._edit)
        self.group.relaid.connect(self.relaid)
        self.deeds.edited.connect(self._edit)
        self.deeds.relaid.connect(self.relaid)
        self.stop.clicked.connect(self._edit)

    def show_draft(self, draft: RuleDraft, names: RuleNames) -> None:
        """Show this one, with the desk's names of now, without telling."""
        self._base, self.names = draft, names
        self._asked = False
        self._show_name(draft.name)
        self.events.show_values([(event, event_word(event)) for event in Event], draft.events)
        self.timer.show_timer(draft.timer or BEGINNING)
        self._timer_field.setVisible(Event.TIME in draft.events)
        self.group.show_group(draft.conditions, names)
        self.deeds.show_actions(draft.actions, names)
        self.stop.setChecked(draft.stop)
        # What the form makes of it: a value that nobody can choose any more is not a change.
        self._base = self.draft()
        self._say()

    def begin_with(self, draft: RuleDraft, names: RuleNames) -> None:
        """Show a new rule that is filled in already, as if a person had."""
        self.show_draft(RuleDraft(), names)
        base = self._base
        self.show_draft(draft, names)
        self._base = base
        self._say()

    def draft(self) -> RuleDraft:
        """What the form holds."""
        events = frozenset(Event(one) for one in self.events.ticked())
        return replace(
            self._base,
            name=team_names.clean(self.name.text()),
            events=events,
            timer=self.timer.timer() if Event.TIME in events else None,
            conditions=self.group.group(),
            actions=self.deeds.chosen(),
            stop=self.stop.isChecked(),
        )

    def good(self) -> bool:
        """Whether it could be saved."""
        return not rule_faults(self.draft(), self.names.book.rules).any()

    def first_fault(self) -> QWidget | None:
        """Show what is wrong; where to begin mending."""
        self._left = self._asked = True
        faults = self._say()
        if faults.name is not None:
            return self.name
        if faults.rest is None:
            return None
        field = self._field_of(faults.rest)
        return {self._events_field: self.events, self._then_field: self.deeds.status}.get(field, self.group.how)

    def _show_again(self, draft: RuleDraft) -> None:
        self.show_draft(draft, self.names)

    def _choose_events(self) -> None:
        self._timer_field.setVisible(Event.TIME in self.events.ticked())
        self._edit()
        self.relaid.emit()

    def _say(self) -> Faults:
        """Tell what is wrong, what is still to be filled in only once somebody wanted to apply it; and read the rule back."""
        draft = self.draft()
        faults = rule_faults(draft, self.names.book.rules)
        taken = faults.name is not None and faults.name.code == "rule.exists"
        self._name_field.set_fault(fault_words(faults.name) if self._left or taken else "")
        soon = faults.rest is not None and faults.rest.code in {"rule.expression", "rule.number", "rule.value_long"}
        said = faults.rest if self._asked or soon else None
        for field in (self._events_field, self._timer_field, self._if_field, self._then_field):
            field.set_fault(fault_words(said) if said is not None and field is self._field_of(said) else "")
        ordered = [event for event in Event if event in draft.events]
        self.sentence.setText(rule_sentence(ordered, draft.conditions, draft.actions, self.names, draft.timer))
        self.sentence.setVisible(bool(self.sentence.text()))
        return faults

    def _field_of(self, fault: Fault) -> Field:
        """Where something is wrong."""
        if fault.code == "rule.no_event":
            return self._events_field
        return self._then_field if fault.code in _OF_ACTIONS else self._if_field
