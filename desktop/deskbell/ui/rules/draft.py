"""A rule as it is being edited, what is wrong with it, and what it becomes."""

from collections.abc import Iterable

from msgspec import Struct

from deskbell.model.automation import NO_ACTIONS, Event, Group, Rule, RuleActions, SaveRule, Timer
from deskbell.model.errors import Mistake
from deskbell.rules import team_names
from deskbell.rules.automation_checks import must_be_good
from deskbell.ui.settings.draft import Draft, Fault


class RuleDraft(Draft, frozen=True):
    """Everything that the form of a rule holds."""

    name: str = ""
    events: frozenset[Event] = frozenset({Event.CREATED})
    conditions: Group = Group()
    actions: RuleActions = NO_ACTIONS
    stop: bool = False
    active: bool = True
    timer: Timer | None = None

    @classmethod
    def of(cls, rule: Rule) -> "RuleDraft":
        """The draft that changes nothing about `rule`."""
        return cls(
            rule.name,
            rule.events,
            rule.conditions,
            rule.actions,
            rule.stop,
            rule.active,
            rule.timer,
            id=rule.id,
            version=rule.version,
        )

    def rule(self, position: int) -> Rule:
        """The rule that it would be, at this place among the others."""
        return Rule(
            self.id,
            self.name,
            position=position,
            events=self.events,
            conditions=self.conditions,
            actions=self.actions,
            stop=self.stop,
            timer=self.timer,
        )

    def command(self, agent_id: int | None) -> SaveRule:
        """What writes it."""
        return SaveRule(
            agent_id=agent_id,
            id=self.id,
            name=self.name,
            active=self.active,
            events=self.events,
            conditions=self.conditions,
            actions=self.actions,
            stop=self.stop,
            timer=self.timer,
            version=self.version,
        )


class Faults(Struct, frozen=True):
    """What is wrong with the name, and with the rest; None where nothing is."""

    name: Fault | None = None
    rest: Fault | None = None

    def any(self) -> bool:
        """Whether there is something wrong."""
        return self.name is not None or self.rest is not None


def rule_faults(draft: RuleDraft, rules: Iterable[Rule]) -> Faults:
    """What is wrong with a draft beside these rules."""
    name = None
    if not draft.name:
        name = Fault("name.empty")
    elif any(rule.id != draft.id and team_names.key(rule.name) == team_names.key(draft.name) for rule in rules):
        name = Fault("rule.exists", {"name": draft.name})
    try:
        must_be_good(
            Rule(
                draft.id,
                draft.name,
                events=draft.events,
                conditions=draft.conditions,
                actions=draft.actions,
                timer=draft.timer,
            )
        )
    except Mistake as mistake:
        fault = Fault(mistake.code, mistake.values)
        return Faults(fault, None) if mistake.code == "rule.name_long" else Faults(name, fault)
    return Faults(name, None)
