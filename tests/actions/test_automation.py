"""Rules are made, changed, put in order, switched and removed; they come back as they were made."""

import pytest
from msgspec.structs import replace

from actions.conftest import SmallDesk
from deskbell.actions.dispatch import perform
from deskbell.model.automation import (
    Check,
    Condition,
    Event,
    Group,
    Hand,
    How,
    OrderRules,
    RemoveRule,
    Rule,
    RuleActions,
    SaveRule,
    SwitchRule,
    What,
)
from deskbell.model.errors import Conflict, Mistake
from deskbell.model.kinds import Priority, Status, TicketType
from deskbell.store.queries import automation

CONDITIONS = Group(
    How.ALL,
    (
        Condition(What.SUBJECT, Check.CONTAINS, ("refund", "money back")),
        Group(How.NONE, (Condition(What.FIELD, Check.MORE, ("12.5",), 7), Condition(What.TEAM, Check.EMPTY))),
    ),
)
ACTIONS = RuleActions(
    status=Status.NEW,
    priority=Priority.LOW,
    type=TicketType.TASK,
    team_id=3,
    assign=Hand.TURN,
    add_tags=("refund",),
    remove_tags=("new",),
    fields=((7, "12"),),
    note="Look at it",
    notify=(1,),
    notify_teams=(3,),
    reply_id=2,
    snooze_hours=4,
    macro_id=5,
)


def _save(small: SmallDesk, name: str, **more: object) -> int:
    values: dict[str, object] = {"events": frozenset({Event.ANSWERED}), "actions": ACTIONS, "conditions": CONDITIONS}
    command = SaveRule(agent_id=small.ona, id=0, name=name, **(values | more))  # type: ignore[arg-type]
    made = perform(small.desk, command)
    assert made is not None
    return made


def _rules(small: SmallDesk) -> list[Rule]:
    return list(small.desk.read(automation.rows))


def test_a_rule_comes_back_as_it_was_made(small: SmallDesk) -> None:
    """All of its conditions and actions, also those that have the value 0."""
    made = _save(small, "  Refunds ", stop=True)
    (rule,) = _rules(small)
    assert rule == Rule(
        made,
        "Refunds",
        position=1,
        events=frozenset({Event.ANSWERED}),
        conditions=CONDITIONS,
        actions=ACTIONS,
        stop=True,
        version=1,
        made_by="Ona",
    )


def test_rules_have_an_order(small: SmallDesk) -> None:
    """A new one comes last; those that are not named come behind, as they were."""
    first, second, third = (_save(small, name) for name in ("A", "B", "C"))
    perform(small.desk, OrderRules(agent_id=small.ona, rules=(third,)))
    assert [rule.id for rule in _rules(small)] == [third, first, second]
    with pytest.raises(Mistake, match="does not exist"):
        perform(small.desk, OrderRules(agent_id=small.ona, rules=(99,)))


def test_a_rule_is_switched_off_and_on(small: SmallDesk) -> None:
    """Whoever has the form open finds out that it was."""
    made = _save(small, "Refunds")
    perform(small.desk, SwitchRule(agent_id=small.ona, id=made, active=False))
    (rule,) = _rules(small)
    assert (rule.active, rule.version) == (False, 2)
    assert small.desk.read(automation.active) == ()
    with pytest.raises(Conflict, match="in the meantime"):
        perform(small.desk, SaveRule(agent_id=small.ona, id=made, name="Refunds", actions=ACTIONS, version=1))
    perform(small.desk, SwitchRule(agent_id=small.ona, id=made, active=True))
    assert small.desk.read(automation.active) == (replace(rule, active=True, version=3),)


def test_a_rule_is_removed(small: SmallDesk) -> None:
    """Its name is free then."""
    made = _save(small, "Refunds")
    with pytest.raises(Mistake, match="already"):
        _save(small, "REFUNDS")
    perform(small.desk, RemoveRule(agent_id=small.ona, id=made, version=1))
    _save(small, "REFUNDS")
    with pytest.raises(Mistake, match="does not exist"):
        perform(small.desk, SwitchRule(agent_id=small.ona, id=made, active=True))


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"name": " "}, "name.empty"),
        ({"actions": RuleActions()}, "rule.no_action"),
        ({"conditions": Group(parts=(Condition(What.TEXT, Check.MATCHES, ("(",)),))}, "rule.expression"),
    ],
)
def test_what_is_no_rule_is_refused(small: SmallDesk, more: dict[str, object], code: str) -> None:
    """With nothing written."""
    with pytest.raises(Mistake) as caught:
        _save(small, **({"name": "Refunds"} | more))  # type: ignore[arg-type]
    assert caught.value.code == code
    assert _rules(small) == []
