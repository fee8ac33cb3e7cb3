"""An answer and the macro that waited for it: one commit, one deed, and taken back in one."""

import pytest

from actions.conftest import SmallDesk, mail
from actions.test_apply_macro import DUE, LATER, macro, said
from actions.test_reply import send
from deskbell.actions.dispatch import perform
from deskbell.model.canned import ApplyMacro
from deskbell.model.commands import ChangeTags, SetStatus, Snooze, UndoSend
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Deed, Status, TicketType
from deskbell.store.integrity import problems
from deskbell.store.queries import drafts
from deskbell.store.tables import deed, journal


@pytest.fixture
def number(small: SmallDesk) -> int:
    return small.arrive(mail("1@mail.example"))[0].ticket_id


def lines(small: SmallDesk, message_id: int) -> list[tuple[Deed, str, str]]:
    """What the journal has of the answer, and that this is all under one deed."""
    with small.desk.reading() as session:
        (one,) = session.connection.execute(deed.select().where(deed.c.answer == message_id, deed.c.kind == "replied"))
        rows = session.connection.execute(journal.select().where(journal.c.deed_id == one.id).order_by(journal.c.id))
        return [(Deed(row.kind), row.before, row.after) for row in rows]


def test_both_are_done_in_one_and_taken_back_in_one(small: SmallDesk, number: int) -> None:
    perform(small.desk, ChangeTags(agent_id=small.ona, tickets=(number,), add=("new",)))
    before = small.ticket(number).row
    sent = send(small, number, macro=macro(small, (number,)), macro_id=7)
    row = small.ticket(number).row
    assert (row.status, row.assignee_id, row.tags) == (Status.PENDING, small.ona, ("late", "refund"))
    assert (row.snoozed_until, row.due_at, row.type) == (LATER, DUE, TicketType.TASK)
    assert row.followers == (small.ona, small.tomas)
    assert [item.text for item in row.checklist] == ["Ask the bank", "Tell the customer"]
    kinds = [kind for kind, _, _ in lines(small, sent)]
    assert kinds[:3] == [Deed.REPLIED, Deed.STATUS, Deed.ASSIGNED]
    assert kinds.count(Deed.STATUS) == kinds.count(Deed.ASSIGNED) == 1
    perform(small.desk, UndoSend(agent_id=small.ona, message_id=sent))
    assert said(small.ticket(number).row) == said(before)
    (draft,) = small.desk.read(drafts.of_ticket, small.ona, number)
    assert (draft.text, draft.macro_id) == ("Please restart it.", 7), "it waits for the draft again"
    assert small.desk.read(problems) == []


@pytest.mark.parametrize(
    ("first", "then", "status", "after", "line"),
    [
        (Status.NEW, None, Status.PENDING, Status.PENDING, (str(int(Status.NEW)), str(int(Status.PENDING)))),
        (Status.NEW, None, Status.NEW, Status.NEW, None),
        (Status.NEW, Status.SOLVED, None, Status.SOLVED, (str(int(Status.NEW)), str(int(Status.SOLVED)))),
        (Status.OPEN, None, Status.SOLVED, Status.SOLVED, (str(int(Status.OPEN)), str(int(Status.SOLVED)))),
        (Status.OPEN, None, None, Status.OPEN, None),
    ],
)
def test_the_journal_says_a_change_of_status_once(
    small: SmallDesk,
    number: int,
    first: Status,
    then: Status | None,
    status: Status | None,
    after: Status,
    line: tuple[str, str] | None,
) -> None:
    if first is not Status.NEW:
        perform(small.desk, SetStatus(agent_id=small.ona, tickets=(number,), status=first))
    sent = send(small, number, then=then, macro=ApplyMacro(agent_id=small.ona, tickets=(number,), status=status))
    assert small.ticket(number).row.status is after
    assert [pair for kind, *pair in lines(small, sent) if kind is Deed.STATUS] == ([list(line)] if line else [])
    perform(small.desk, UndoSend(agent_id=small.ona, message_id=sent))
    assert small.ticket(number).row.status is first


def test_a_ticket_that_stays_nobodys_is_not_said_to_be_given(small: SmallDesk, number: int) -> None:
    sent = send(small, number, macro=ApplyMacro(agent_id=small.ona, tickets=(number,), assigns=True))
    assert small.ticket(number).row.assignee_id is None
    assert Deed.ASSIGNED not in [kind for kind, _, _ in lines(small, sent)]


def test_a_snooze_that_the_macro_ended_is_there_again(small: SmallDesk, number: int) -> None:
    perform(small.desk, Snooze(agent_id=small.ona, tickets=(number,), until=LATER))
    sent = send(small, number, macro=ApplyMacro(agent_id=small.ona, tickets=(number,), status=Status.PENDING))
    assert small.ticket(number).row.snoozed_until is None
    perform(small.desk, UndoSend(agent_id=small.ona, message_id=sent))
    assert small.ticket(number).row.snoozed_until == LATER


def test_what_a_colleague_changed_since_stays_and_the_rest_goes_back(small: SmallDesk, number: int) -> None:
    sent = send(small, number, macro=macro(small, (number,)))
    perform(small.desk, SetStatus(agent_id=small.tomas, tickets=(number,), status=Status.ON_HOLD))
    perform(small.desk, UndoSend(agent_id=small.ona, message_id=sent))
    row = small.ticket(number).row
    assert (row.status, row.assignee_id, row.tags, row.type) == (Status.ON_HOLD, None, (), None)


def test_a_macro_that_cannot_be_keeps_the_answer_from_going(small: SmallDesk, number: int) -> None:
    with pytest.raises(Mistake) as refused:
        send(small, number, macro=ApplyMacro(agent_id=small.ona, tickets=(number,), followers=(99,)))
    assert refused.value.code == "agent.missing"
    assert small.ticket(number).row.messages == 1
