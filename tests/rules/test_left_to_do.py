"""What of a rule's actions a ticket is not like already."""

from typing import Any

import pytest

from deskbell.model.automation import NO_ACTIONS, Hand, RuleActions, What
from deskbell.model.canned import Actions
from deskbell.model.fields import CustomField, FieldKind
from deskbell.model.kinds import Priority, Status, TicketType
from deskbell.rules.left_to_do import Desk, left_to_do

DESK = Desk(
    macros={1: Actions(status=Status.SOLVED), 2: Actions(followers=(1,)), 3: Actions(assignee_id=2)},
    replies=(1, 2),
    webhooks=(1,),
    fields={1: CustomField(1, "Order", FieldKind.TEXT)},
    teams={1: frozenset({1, 2}), 2: frozenset()},
    agents=frozenset({1, 2, 3}),
)


def ticket(**values: object) -> dict[tuple[What, int], frozenset[str]]:
    """An open ticket of nobody's, but for `values`."""
    plain = {"status": 1, "priority": 1, "team": "", "assignee": "", "type": "", "tag": "", "mailbox": 1} | values
    return {(What(name), 0): frozenset(str(value).split()) or frozenset({""}) for name, value in plain.items()}


EACH: dict[str, Any] = {
    "status": (Status.PENDING, {"status": 2}),
    "priority": (Priority.HIGH, {"priority": 2}),
    "type": (TicketType.TASK, {"type": 4}),
    "team_id": (1, {"team": 1}),
    "add_tags": (("a", "b"), {"tag": "a b c"}),
    "remove_tags": (("a",), {"tag": "c"}),
    "macro_id": (1, {"status": 4}),
}


@pytest.mark.parametrize("name", EACH)
def test_what_it_is_already_is_not_done(name: str) -> None:
    value, like = EACH[name]
    actions = RuleActions(**{name: value})
    bare = ticket(tag="a") if name == "remove_tags" else ticket()
    assert left_to_do(actions, bare, DESK) == actions
    assert left_to_do(actions, ticket(**like), DESK) == NO_ACTIONS


@pytest.mark.parametrize(
    "actions",
    [
        RuleActions(note="Look.", notify=(1,), notify_teams=(1,)),
        RuleActions(reply_id=1),
        RuleActions(snooze_hours=4),
        RuleActions(webhook_id=1),
        RuleActions(fields=((1, "A-1"),)),
        RuleActions(macro_id=2),
    ],
)
def test_what_is_written_and_called_is_done_each_time(actions: RuleActions) -> None:
    assert left_to_do(actions, ticket(), DESK) == actions


@pytest.mark.parametrize(
    "actions",
    [
        RuleActions(team_id=9),
        RuleActions(reply_id=9),
        RuleActions(webhook_id=9),
        RuleActions(macro_id=9),
        RuleActions(fields=((9, "A-1"),)),
        RuleActions(assign=Hand.PERSON, assignee_id=9),
        RuleActions(assign=Hand.TURN),
        RuleActions(assign=Hand.LEAST, team_id=2),
        RuleActions(notify=(1,)),
        RuleActions(assign=Hand.NOBODY),
    ],
)
def test_who_or_what_is_not_there_is_left_out(actions: RuleActions) -> None:
    assert left_to_do(actions, ticket(team=2), DESK) == NO_ACTIONS


def test_whoever_of_the_team_has_it_keeps_it() -> None:
    turn = RuleActions(assign=Hand.TURN)
    assert left_to_do(turn, ticket(team=1, assignee=2), DESK) == NO_ACTIONS
    assert left_to_do(turn, ticket(team=1, assignee=3), DESK) == turn
    assert left_to_do(turn, ticket(team=1), DESK) == turn
    person = RuleActions(assign=Hand.PERSON, assignee_id=3)
    assert left_to_do(person, ticket(assignee=3), DESK) == NO_ACTIONS
    assert left_to_do(person, ticket(assignee=1), DESK) == person


def test_a_macro_that_gives_a_ticket_by_name_is_used_where_they_do_not_have_it() -> None:
    macro = RuleActions(macro_id=3)
    assert left_to_do(macro, ticket(), DESK) == macro
    assert left_to_do(macro, ticket(assignee=1), DESK) == macro
    assert left_to_do(macro, ticket(assignee=2), DESK) == NO_ACTIONS


def test_a_status_wakes_and_no_answer_goes_to_a_machine() -> None:
    """And a macro that only has followers and a checklist is used once."""
    status = RuleActions(status=Status.OPEN)
    assert left_to_do(status, ticket(), DESK) == NO_ACTIONS
    assert left_to_do(status, ticket(), DESK, snoozed=True) == status
    assert left_to_do(RuleActions(reply_id=1), ticket(), DESK, answers=False) == NO_ACTIONS
    assert left_to_do(RuleActions(macro_id=2), ticket(), DESK, again=True) == NO_ACTIONS
