"""What changes a ticket can be taken back, unless somebody changed it since."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from actions.conftest import SmallDesk, mail
from deskbell.actions.dispatch import perform
from deskbell.model.canned import ApplyMacro
from deskbell.model.checklist import ChecklistItem, SetItem
from deskbell.model.commands import (
    UNCHANGED,
    Assign,
    ChangeTags,
    Command,
    MoveToMailbox,
    SetDue,
    SetPriority,
    SetStatus,
    SetSubject,
    SetTeam,
    SetType,
    Snooze,
    UndoDeed,
    new_deed,
)
from deskbell.model.errors import Mistake
from deskbell.model.following import Follow
from deskbell.model.kinds import Priority, Shelf, Status, TicketType
from deskbell.model.linking import LinkKind, LinkTickets
from deskbell.model.teams import SaveTeam
from deskbell.store.integrity import problems
from deskbell.store.queries import changes, teams


def _commands(small: SmallDesk, ids: tuple[int, ...]) -> dict[str, Command]:
    tomorrow = small.desk.read(lambda session: session.now) + timedelta(days=1)
    who = {"agent_id": small.ona, "tickets": ids}
    return {
        "status": SetStatus(**who, status=Status.SOLVED),
        "spam": SetStatus(**who, status=Status.SPAM),
        "assign": Assign(**who, assignee_id=small.tomas),
        "team": SetTeam(**who, team_id=_team(small)),
        "priority": SetPriority(**who, priority=Priority.URGENT),
        "tags": ChangeTags(**who, add=("Refund", "vip  customer")),
        "move": MoveToMailbox(**who, mailbox_id=small.billing),
        "snooze": Snooze(**who, until=tomorrow),
        "type": SetType(**who, type=TicketType.INCIDENT),
        "due": SetDue(**who, due_at=tomorrow),
        "subject": SetSubject(agent_id=small.ona, ticket_id=ids[0], subject="Another\nsubject"),
    }


def _team(small: SmallDesk) -> int | None:
    """The team Orders, made at the first call."""
    there = {row.name: row.id for row in small.desk.read(teams.rows)}
    return there.get("Orders") or perform(small.desk, SaveTeam(agent_id=None, id=0, name="Orders"))


@pytest.fixture
def ids(small: SmallDesk) -> tuple[int, ...]:
    return tuple(placed.ticket_id for placed in small.arrive(mail("1@mail.example"), mail("2@mail.example")))


def _state(small: SmallDesk, number: int) -> tuple[object, ...]:
    row = small.ticket(number).row
    return (
        row.status,
        row.shelf,
        row.priority,
        row.assignee_id,
        row.team_id,
        row.mailbox_id,
        row.tags,
        row.snoozed_until,
        row.due_at,
        row.type,
        row.subject,
    )


NAMES = ("status", "spam", "assign", "team", "priority", "tags", "move", "snooze", "due", "type", "subject")


@pytest.mark.parametrize("name", NAMES)
def test_a_change_and_its_undo(small: SmallDesk, ids: tuple[int, ...], name: str) -> None:
    before = [_state(small, number) for number in ids]
    command = _commands(small, ids)[name]
    perform(small.desk, command)
    assert _state(small, ids[0]) != before[0]
    perform(small.desk, UndoDeed(agent_id=small.ona, undo=command.deed))
    assert [_state(small, number) for number in ids] == before
    assert small.desk.read(problems) == []


@pytest.mark.parametrize("name", ["status", "assign", "team", "priority", "tags", "snooze", "due", "type"])
def test_a_command_that_comes_twice_is_carried_out_once(small: SmallDesk, ids: tuple[int, ...], name: str) -> None:
    command = _commands(small, ids)[name]
    perform(small.desk, command)
    perform(small.desk, command)
    assert len([event for event in small.ticket(ids[0]).events if event.deed_id == command.deed]) == 1


@pytest.mark.parametrize("name", [name for name in NAMES if name != "subject"])
def test_an_undo_takes_back_only_those_of_several_that_were_changed(
    small: SmallDesk, ids: tuple[int, ...], name: str
) -> None:
    both = _commands(small, ids)[name]
    one = replace(both, tickets=ids[:1], deed=new_deed())
    perform(small.desk, one)
    before = [_state(small, number) for number in ids]
    assert perform(small.desk, both) != UNCHANGED
    assert [_state(small, number) == then for number, then in zip(ids, before, strict=True)] == [True, False]
    perform(small.desk, UndoDeed(agent_id=small.ona, undo=both.deed))
    assert [_state(small, number) for number in ids] == before


def test_an_undo_does_not_trample_on_a_later_change(small: SmallDesk, ids: tuple[int, ...]) -> None:
    first = Assign(agent_id=small.ona, tickets=ids, assignee_id=small.tomas)
    perform(small.desk, first)
    perform(small.desk, Assign(agent_id=small.tomas, tickets=ids[:1], assignee_id=small.ona))
    with pytest.raises(Mistake, match="changed again"):
        perform(small.desk, UndoDeed(agent_id=small.ona, undo=first.deed))
    assert small.ticket(ids[1]).row.assignee_id == small.tomas, "nothing was undone"


def test_an_undo_cannot_be_done_twice(small: SmallDesk, ids: tuple[int, ...]) -> None:
    command = SetPriority(agent_id=small.ona, tickets=ids, priority=Priority.HIGH)
    perform(small.desk, command)
    perform(small.desk, UndoDeed(agent_id=small.ona, undo=command.deed))
    with pytest.raises(Mistake, match="nothing to undo"):
        perform(small.desk, UndoDeed(agent_id=small.ona, undo=command.deed))


def test_one_missing_ticket_and_nothing_is_changed(small: SmallDesk, ids: tuple[int, ...]) -> None:
    with pytest.raises(Mistake, match="no ticket #999999"):
        perform(small.desk, SetStatus(agent_id=small.ona, tickets=(*ids, 999999), status=Status.SOLVED))
    assert small.ticket(ids[0]).row.status is Status.NEW


def test_solving_a_snoozed_ticket_ends_its_snooze(small: SmallDesk, ids: tuple[int, ...]) -> None:
    perform(small.desk, _commands(small, ids)["snooze"])
    perform(small.desk, SetStatus(agent_id=small.ona, tickets=ids, status=Status.SOLVED))
    row = small.ticket(ids[0]).row
    assert (row.shelf, row.snoozed_until) == (Shelf.DONE, None)


def test_each_change_is_in_the_change_log(small: SmallDesk, ids: tuple[int, ...]) -> None:
    last = small.desk.read(changes.latest)
    perform(small.desk, Assign(agent_id=small.ona, tickets=ids, assignee_id=small.ona))
    assert small.desk.read(changes.since, last).tickets() == frozenset(ids)


@pytest.mark.parametrize("name", [*NAMES, "follow", "macro", "link", "item"])
def test_what_changed_nothing_says_so(small: SmallDesk, ids: tuple[int, ...], name: str) -> None:
    """Also where the same command comes a second time; one that changed something says what it said."""
    who = {"agent_id": small.ona, "tickets": ids}
    more = {
        "follow": Follow(**who, add=(small.ona,)),
        "macro": ApplyMacro(**who, priority=Priority.HIGH, add_tags=("late",)),
        "link": LinkTickets(agent_id=small.ona, ticket_id=ids[0], other_id=ids[1], kind=LinkKind.RELATED),
        "item": SetItem(agent_id=small.ona, ticket_id=ids[0], item=ChecklistItem("a", "Ask them"), fresh=True),
    }
    command = (more | _commands(small, ids))[name]
    again = replace(command, deed=new_deed())
    assert [perform(small.desk, one) or 0 for one in (command, command, again, again)] == [0, 0, UNCHANGED, UNCHANGED]
