"""Taking back what one command did to one ticket alone, or to all; and taking that back again."""

import pytest

from actions.conftest import SmallDesk, mail
from deskbell.actions.dispatch import perform
from deskbell.model.commands import Assign, BlockSender, MergeTickets, SetPriority, SetStatus, UndoDeed
from deskbell.model.errors import Mistake
from deskbell.model.history import Standing, Step
from deskbell.model.kinds import LinkKind, Priority, Status
from deskbell.model.linking import LinkTickets
from deskbell.store.integrity import problems
from deskbell.store.queries import history


@pytest.fixture
def ids(small: SmallDesk) -> tuple[int, ...]:
    mails = [mail(f"{number}@mail.example") for number in range(3)]
    return tuple(placed.ticket_id for placed in small.arrive(*mails))


def statuses(small: SmallDesk, ids: tuple[int, ...]) -> list[Status]:
    return [small.ticket(number).row.status for number in ids]


def step(small: SmallDesk, ticket: int, deed: str) -> Step:
    """What the ticket's history says of a step."""
    return next(one for one in small.desk.read(history.page, ticket).steps if one.deed_id == deed)


def undo(small: SmallDesk, deed: str, ticket: int = 0, agent: int = 0) -> str:
    command = UndoDeed(agent_id=agent or small.ona, undo=deed, ticket_id=ticket)
    perform(small.desk, command)
    return command.deed


def test_of_one_ticket_alone_and_then_of_the_others(small: SmallDesk, ids: tuple[int, ...]) -> None:
    solve = SetStatus(agent_id=small.ona, tickets=ids, status=Status.SOLVED)
    perform(small.desk, solve)
    undo(small, solve.deed, ids[1], small.tomas)
    assert statuses(small, ids) == [Status.SOLVED, Status.NEW, Status.SOLVED]
    assert [step(small, number, solve.deed).standing for number in ids] == [
        Standing.HOLDS,
        Standing.TAKEN_BACK,
        Standing.HOLDS,
    ]
    with pytest.raises(Mistake, match="nothing to undo"):
        undo(small, solve.deed, ids[1])
    undo(small, solve.deed)
    assert statuses(small, ids) == [Status.NEW] * 3
    with pytest.raises(Mistake, match="nothing to undo"):
        undo(small, solve.deed)
    assert small.desk.read(problems) == []


def test_ticket_by_ticket_until_all_of_it_is_taken_back(small: SmallDesk, ids: tuple[int, ...]) -> None:
    urgent = SetPriority(agent_id=small.ona, tickets=ids, priority=Priority.URGENT)
    perform(small.desk, urgent)
    for number in ids:
        undo(small, urgent.deed, number)
    assert {small.ticket(number).row.priority for number in ids} == {Priority.NORMAL}
    with pytest.raises(Mistake, match="nothing to undo"):
        undo(small, urgent.deed)


def test_taking_back_is_a_step_that_can_be_taken_back(small: SmallDesk, ids: tuple[int, ...]) -> None:
    solve = SetStatus(agent_id=small.ona, tickets=ids, status=Status.SOLVED)
    perform(small.desk, solve)
    back = undo(small, solve.deed)
    again = undo(small, back)
    assert statuses(small, ids) == [Status.SOLVED] * 3
    found = step(small, ids[0], back)
    assert found.standing is Standing.TAKEN_BACK
    assert found.by is not None
    assert found.by.deed_id == again
    assert step(small, ids[0], solve.deed).standing is Standing.HOLDS
    undo(small, solve.deed)
    assert statuses(small, ids) == [Status.NEW] * 3


def test_one_ticket_back_and_forth_beside_the_others(small: SmallDesk, ids: tuple[int, ...]) -> None:
    solve = SetStatus(agent_id=small.ona, tickets=ids, status=Status.SOLVED)
    perform(small.desk, solve)
    back = undo(small, solve.deed)
    undo(small, back, ids[0])
    assert statuses(small, ids) == [Status.SOLVED, Status.NEW, Status.NEW]
    assert [step(small, number, solve.deed).standing for number in ids[:2]] == [Standing.HOLDS, Standing.TAKEN_BACK]
    undo(small, solve.deed, ids[0])
    assert statuses(small, ids) == [Status.NEW] * 3
    assert small.desk.read(problems) == []


def test_one_that_was_changed_since_does_not_keep_another(small: SmallDesk, ids: tuple[int, ...]) -> None:
    gave = Assign(agent_id=small.ona, tickets=ids, assignee_id=small.tomas)
    perform(small.desk, gave)
    perform(small.desk, Assign(agent_id=small.tomas, tickets=ids[:1], assignee_id=small.ona))
    with pytest.raises(Mistake, match="changed again"):
        undo(small, gave.deed, ids[0])
    undo(small, gave.deed, ids[1])
    assert [small.ticket(number).row.assignee_id for number in ids] == [small.ona, None, small.tomas]


def test_a_merge_and_a_link_are_taken_back_as_a_whole(small: SmallDesk, ids: tuple[int, ...]) -> None:
    link = LinkTickets(agent_id=small.ona, ticket_id=ids[1], other_id=ids[0], kind=LinkKind.CHILD)
    perform(small.desk, link)
    back = undo(small, link.deed, ids[1])
    assert [step(small, number, link.deed).standing for number in ids[:2]] == [Standing.TAKEN_BACK] * 2
    undo(small, back, ids[0])
    assert [step(small, number, link.deed).standing for number in ids[:2]] == [Standing.HOLDS] * 2
    merge = MergeTickets(agent_id=small.ona, tickets=ids[1:], into=ids[0])
    perform(small.desk, merge)
    assert step(small, ids[0], merge.deed).whole
    back = undo(small, merge.deed, ids[1])
    assert statuses(small, ids) == [Status.NEW] * 3
    with pytest.raises(Mistake, match="nothing to undo"):
        undo(small, back)
    assert small.desk.read(problems) == []


def test_there_is_no_way_forth_again_where_a_sender_was_blocked(small: SmallDesk, ids: tuple[int, ...]) -> None:
    block = BlockSender(agent_id=small.ona, ticket_id=ids[0], pattern="li.na@mail.example")
    perform(small.desk, block)
    back = undo(small, block.deed, ids[0])
    assert step(small, ids[0], back).standing is Standing.STAYS
    with pytest.raises(Mistake, match="nothing to undo"):
        undo(small, back)


def test_a_step_that_an_earlier_program_took_back_is_not_taken_back_again(
    small: SmallDesk, ids: tuple[int, ...]
) -> None:
    solve = SetStatus(agent_id=small.ona, tickets=ids, status=Status.SOLVED)
    perform(small.desk, solve)
    undo(small, solve.deed)
    with small.desk.writing() as session:
        session.connection.exec_driver_sql("UPDATE deed SET undoes = NULL, tickets = 0")
    assert step(small, ids[0], solve.deed).standing is Standing.TAKEN_BACK
    with pytest.raises(Mistake, match="nothing to undo"):
        undo(small, solve.deed, ids[0])
