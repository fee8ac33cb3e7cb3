"""What a macro changes about a ticket, as its preview says it."""

from datetime import UTC, date, datetime

import pytest
from msgspec.structs import replace

from deskbell.model.canned import UNTIL_AN_ANSWER, WHOEVER, Actions, Handing
from deskbell.model.checklist import ChecklistItem
from deskbell.model.kinds import UNTIL_ANSWERED, Deed, Priority, Shelf, Status, TicketType
from deskbell.model.rows import TicketRow
from deskbell.rules.macros import (
    Effect,
    among,
    asked,
    effects,
    evening_in,
    fresh,
    morning_in,
    named,
    steps_of,
    tags,
    with_names,
)

AT = datetime(2026, 11, 26, tzinfo=UTC)
ROW = TicketRow(
    7,
    "",
    1,
    "",
    "",
    Status.OPEN,
    Priority.NORMAL,
    Shelf.LIVE,
    2,
    "Tomas",
    1,
    "",
    ("refund",),
    AT,
    AT,
    None,
    1,
    0,
    True,
    1,
)
ME = 1


@pytest.mark.parametrize(
    ("actions", "found"),
    [
        (Actions(), ()),
        (Actions(status=Status.OPEN, add_tags=("Refund ",)), ()),
        (Actions(status=Status.SOLVED), (Effect(Deed.STATUS, Status.SOLVED),)),
        (Actions(assign=Handing.ME), (Effect(Deed.ASSIGNED, True),)),
        (Actions(assign=Handing.NOBODY), (Effect(Deed.ASSIGNED, False),)),
        (Actions(add_tags=("late", "refund", "late")), (Effect(Deed.TAGGED, ("late",)),)),
        (Actions(remove_tags=("refund", "late")), (Effect(Deed.TAGGED, ("refund",), off=True),)),
        (Actions(snooze_days=3), (Effect(Deed.SNOOZED, 3),)),
        (Actions(snooze_days=UNTIL_AN_ANSWER), (Effect(Deed.SNOOZED, UNTIL_AN_ANSWER),)),
        (Actions(due_days=0), (Effect(Deed.DUE, 0),)),
        (Actions(type=TicketType.TASK), (Effect(Deed.TYPE, TicketType.TASK),)),
        (Actions(priority=Priority.URGENT), (Effect(Deed.PRIORITY, Priority.URGENT),)),
        (Actions(team_id=7), (Effect(Deed.TEAM, 7),)),
        (Actions(assignee_id=5), (Effect(Deed.ASSIGNED, 5),)),
        (Actions(assignee_id=ME), (Effect(Deed.ASSIGNED, True),)),
        (Actions(assignee_id=2), ()),
        (Actions(followers=(WHOEVER,)), (Effect(Deed.FOLLOWED, True),)),
        (Actions(followers=(WHOEVER, 1, 2, 3)), (Effect(Deed.FOLLOWED, True), Effect(Deed.FOLLOWED, 2))),
        (Actions(checklist=("Ask", " Ask", "Tell")), (Effect(Deed.CHECKLIST, 2),)),
        (
            Actions(Status.PENDING, Handing.ME, ("a",), ("refund",), 1),
            (
                Effect(Deed.STATUS, Status.PENDING),
                Effect(Deed.ASSIGNED, True),
                Effect(Deed.TAGGED, ("a",)),
                Effect(Deed.TAGGED, ("refund",), off=True),
                Effect(Deed.SNOOZED, 1),
            ),
        ),
    ],
)
def test_only_what_becomes_another_is_told(actions: Actions, found: tuple[Effect, ...]) -> None:
    assert effects(actions, ROW, ME) == found


def test_of_no_ticket_all_is_told_that_is_done() -> None:
    actions = Actions(Status.OPEN, Handing.NOBODY, ("refund",), ("late",), followers=(1,), checklist=("Ask",))
    assert effects(actions, None, ME) == (
        Effect(Deed.STATUS, Status.OPEN),
        Effect(Deed.ASSIGNED, False),
        Effect(Deed.TAGGED, ("refund",)),
        Effect(Deed.TAGGED, ("late",), off=True),
        Effect(Deed.FOLLOWED, 1),
        Effect(Deed.CHECKLIST, 1),
    )


def test_what_is_so_already_is_no_effect() -> None:
    assert effects(Actions(assign=Handing.ME), replace(ROW, assignee_id=ME), ME) == ()
    assert effects(Actions(assign=Handing.NOBODY), replace(ROW, assignee_id=None), ME) == ()
    assert effects(Actions(type=TicketType.TASK), replace(ROW, type=TicketType.TASK), ME) == ()
    assert effects(Actions(priority=Priority.URGENT), replace(ROW, priority=Priority.URGENT), ME) == ()
    assert effects(Actions(team_id=7), replace(ROW, team_id=7), ME) == ()
    assert effects(Actions(followers=(WHOEVER, 2)), replace(ROW, followers=(1, 2)), ME) == ()
    waits = replace(ROW, snoozed_until=UNTIL_ANSWERED)
    assert effects(Actions(snooze_days=UNTIL_AN_ANSWER), waits, ME) == ()
    asked = ChecklistItem("a", "Ask", done=True)
    assert effects(Actions(checklist=("Ask",)), replace(ROW, checklist=(asked,)), ME) == ()


def test_tags_are_as_they_are_kept() -> None:
    assert tags((" VIP ", "vip", "", "very  late")) == ("vip", "very late")


def test_a_snooze_ends_in_the_morning() -> None:
    assert morning_in(3, date(2026, 11, 29), UTC) == datetime(2026, 12, 2, 9, tzinfo=UTC)
    assert morning_in(0, date(2026, 11, 29), UTC) is None


@pytest.mark.parametrize(
    ("days", "until"),
    [(0, None), (1, datetime(2026, 11, 27, 9).astimezone(UTC)), (UNTIL_AN_ANSWER, UNTIL_ANSWERED)],
)
def test_a_ticket_comes_back_some_day_or_with_an_answer(days: int, until: datetime | None) -> None:
    assert asked(Actions(snooze_days=days), (7,), ME, (), AT).until == until


@pytest.mark.parametrize(
    ("days", "hour", "due"),
    [
        pytest.param(0, 9, datetime(2026, 11, 29, 17, tzinfo=UTC), id="today"),
        pytest.param(0, 17, datetime(2026, 11, 30, 17, tzinfo=UTC), id="today is over"),
        pytest.param(1, 20, datetime(2026, 11, 30, 17, tzinfo=UTC), id="tomorrow"),
        pytest.param(7, 9, datetime(2026, 12, 6, 17, tzinfo=UTC), id="in a week"),
    ],
)
def test_it_is_due_in_the_evening(days: int, hour: int, due: datetime) -> None:
    assert evening_in(days, datetime(2026, 11, 29, hour, tzinfo=UTC)) == due


def test_whoever_uses_it_is_named_once() -> None:
    assert named((WHOEVER, 3, 7), 3) == (3, 7)


def test_steps_are_as_they_are_kept() -> None:
    assert steps_of(("  Ask  the bank", "", "Tell", "Tell ")) == ("Ask the bank", "Tell")
    assert fresh(("Ask", "Tell"), (ChecklistItem("a", "Tell"),)) == ("Ask",)


def test_agents_and_teams_are_named_and_who_is_gone_is_no_effect() -> None:
    agents, teams = {ME: "Ona", 5: "Rasa"}, {7: "Orders"}
    found = effects(Actions(assignee_id=5, team_id=7, priority=Priority.HIGH), ROW, ME)
    assert with_names(found, agents, teams) == (
        Effect(Deed.ASSIGNED, "Rasa"),
        Effect(Deed.PRIORITY, Priority.HIGH),
        Effect(Deed.TEAM, "Orders"),
    )
    assert with_names(effects(Actions(assignee_id=6, team_id=8), ROW, ME), agents, teams) == ()
    mine = effects(Actions(assign=Handing.ME), ROW, ME)
    assert with_names(mine, {}, {}) == mine


@pytest.mark.parametrize(
    ("actions", "assigns", "assignee"),
    [
        (Actions(), False, None),
        (Actions(assign=Handing.NOBODY), True, None),
        (Actions(assign=Handing.ME), True, ME),
        (Actions(assignee_id=5), True, 5),
        (Actions(assignee_id=6), False, None),
    ],
    ids=["as it is", "nobody", "me", "by name", "who has left"],
)
def test_who_has_it_then(actions: Actions, assigns: bool, assignee: int | None) -> None:
    command = asked(actions, (7,), ME, {ME, 5}, AT)
    assert (command.assigns, command.assignee_id) == (assigns, assignee)


def test_of_a_macro_stays_what_can_be_done_without_who_has_left() -> None:
    actions = Actions(assignee_id=5, priority=Priority.HIGH)
    assert among(actions, {ME, 5}) == actions
    assert among(actions, {ME}) == Actions(priority=Priority.HIGH)
    assert among(Actions(assign=Handing.NOBODY), ()) == Actions(assign=Handing.NOBODY)
