"""A macro's changes: one commit, one deed, one undo."""

from datetime import UTC, datetime

import pytest

from actions.conftest import SmallDesk, mail
from deskbell.actions.dispatch import perform
from deskbell.model.canned import WHOEVER, Actions, ApplyMacro, CannedText, Handing, SaveCannedReply
from deskbell.model.checklist import LONGEST, MOST, ChecklistItem, SetItem
from deskbell.model.commands import ChangeTags, SetStatus, UndoDeed
from deskbell.model.errors import Mistake
from deskbell.model.following import Follow
from deskbell.model.kinds import Deed, Shelf, Status, TicketType
from deskbell.model.rows import TicketRow
from deskbell.store.queries import canned
from deskbell.store.tables import deed

DUE = datetime(2029, 6, 1, 15, 0, tzinfo=UTC)
LATER = datetime(2030, 1, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def tickets(small: SmallDesk) -> tuple[int, ...]:
    placed = small.arrive(mail("1@mail.example"), mail("2@mail.example", sender="bo@mail.example"))
    return tuple(one.ticket_id for one in placed)


def macro(small: SmallDesk, tickets: tuple[int, ...]) -> ApplyMacro:
    return ApplyMacro(
        agent_id=small.ona,
        tickets=tickets,
        status=Status.PENDING,
        assigns=True,
        assignee_id=small.ona,
        add_tags=("Late ", "refund"),
        remove_tags=("new",),
        until=LATER,
        due_at=DUE,
        type=TicketType.TASK,
        followers=(small.ona, small.tomas),
        checklist=(ChecklistItem("a", "Ask the bank"), ChecklistItem("b", "Tell the customer")),
    )


def said(row: TicketRow) -> tuple[object, ...]:
    """All that a macro changes."""
    place = (row.status, row.assignee_id, row.tags, row.snoozed_until, row.shelf)
    return (*place, row.due_at, row.type, row.followers, row.checklist)


def test_all_of_it_in_one_and_one_undo(small: SmallDesk, tickets: tuple[int, ...]) -> None:
    perform(small.desk, ChangeTags(agent_id=small.ona, tickets=tickets[:1], add=("new", "refund")))
    perform(small.desk, Follow(agent_id=small.ona, tickets=tickets[:1], add=(small.tomas,)))
    there = ChecklistItem("z", "Ask the bank", done=True)
    perform(small.desk, SetItem(agent_id=small.ona, ticket_id=tickets[0], item=there, fresh=True))
    before = [small.ticket(number).row for number in tickets]
    command = macro(small, tickets)
    perform(small.desk, command)
    for number in tickets:
        row = small.ticket(number).row
        assert (row.status, row.assignee_id, row.tags) == (Status.PENDING, small.ona, ("late", "refund"))
        assert (row.snoozed_until, row.shelf) == (LATER, Shelf.SNOOZED)
        assert (row.due_at, row.type, row.followers) == (DUE, TicketType.TASK, (small.ona, small.tomas))
        assert [item.text for item in row.checklist] == ["Ask the bank", "Tell the customer"]
    assert small.ticket(tickets[0]).row.checklist[0] == there, "what was there is not put on again"
    with small.desk.reading() as session:
        kinds = session.connection.execute(deed.select().where(deed.c.id == command.deed)).all()
    assert [row.kind for row in kinds] == [Deed.STATUS.value]
    perform(small.desk, UndoDeed(agent_id=small.ona, undo=command.deed))
    assert [said(small.ticket(row.id).row) for row in before] == [said(row) for row in before]


def test_what_is_not_named_stays(small: SmallDesk, tickets: tuple[int, ...]) -> None:
    perform(small.desk, macro(small, tickets))
    perform(small.desk, ApplyMacro(agent_id=small.ona, tickets=tickets, add_tags=("vip",)))
    row = small.ticket(tickets[0]).row
    assert (row.status, row.assignee_id, row.tags) == (Status.PENDING, small.ona, ("late", "refund", "vip"))
    assert row.snoozed_until == LATER
    perform(small.desk, ApplyMacro(agent_id=small.ona, tickets=tickets, status=Status.OPEN, assigns=True))
    row = small.ticket(tickets[0]).row
    assert (row.status, row.assignee_id, row.snoozed_until) == (Status.OPEN, None, None)


def test_undo_is_refused_where_somebody_changed_one_of_the_things(small: SmallDesk, tickets: tuple[int, ...]) -> None:
    command = macro(small, tickets)
    perform(small.desk, command)
    perform(small.desk, SetStatus(agent_id=small.tomas, tickets=tickets[:1], status=Status.SOLVED))
    with pytest.raises(Mistake) as refused:
        perform(small.desk, UndoDeed(agent_id=small.ona, undo=command.deed))
    assert refused.value.code == "undo.changed"
    assert small.ticket(tickets[1]).row.tags == ("late", "refund"), "nothing was taken back"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"tickets": (99,)}, "ticket.missing"),
        ({"assignee_id": 99}, "agent.missing"),
        ({"followers": (99,)}, "agent.missing"),
        ({"checklist": tuple(ChecklistItem(str(n), str(n)) for n in range(MOST + 1))}, "checklist.full"),
        ({"checklist": (ChecklistItem("a", "x" * (LONGEST + 1)),)}, "checklist.long"),
    ],
)
def test_one_that_cannot_be_changes_nothing(
    small: SmallDesk, tickets: tuple[int, ...], values: dict[str, object], code: str
) -> None:
    known: dict[str, object] = {"tickets": tickets, "assigns": True, "assignee_id": None}
    with pytest.raises(Mistake) as refused:
        perform(small.desk, ApplyMacro(agent_id=small.ona, status=Status.SOLVED, **{**known, **values}))
    assert refused.value.code == code
    assert small.ticket(tickets[0]).row.status is Status.NEW


def test_the_actions_are_kept_with_the_reply(small: SmallDesk) -> None:
    more = {"due_days": 0, "type": TicketType.QUESTION, "followers": (WHOEVER, small.tomas)}
    actions = Actions(Status.PENDING, Handing.ME, (" Late",), ("new",), 3, checklist=("Ask  them", ""), **more)
    text = CannedText("", "<div>x</div>", "x")
    command = SaveCannedReply(agent_id=small.ona, id=0, owner_id=None, name="Wait", texts=(text,), actions=actions)
    made = perform(small.desk, command)
    (reply,) = small.desk.read(canned.replies, small.ona)
    assert reply.actions == Actions(Status.PENDING, Handing.ME, ("late",), ("new",), 3, checklist=("Ask them",), **more)
    none = SaveCannedReply(agent_id=small.ona, id=made or 0, owner_id=None, name="Wait", texts=(text,), version=1)
    perform(small.desk, none)
    (reply,) = small.desk.read(canned.replies, small.ona)
    assert reply.actions == Actions()
