"""A macro's changes: one commit, one deed, one undo."""

from datetime import UTC, datetime

import pytest

from actions.conftest import SmallDesk, mail
from deskbell.actions.dispatch import perform
from deskbell.model.canned import Actions, ApplyMacro, CannedText, Handing, SaveCannedReply
from deskbell.model.commands import ChangeTags, SetStatus, UndoDeed
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Deed, Shelf, Status
from deskbell.store.queries import canned
from deskbell.store.tables import deed

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
    )


def test_all_of_it_in_one_and_one_undo(small: SmallDesk, tickets: tuple[int, ...]) -> None:
    perform(small.desk, ChangeTags(agent_id=small.ona, tickets=tickets[:1], add=("new", "refund")))
    before = [small.ticket(number).row for number in tickets]
    command = macro(small, tickets)
    perform(small.desk, command)
    for number in tickets:
        row = small.ticket(number).row
        assert (row.status, row.assignee_id, row.tags) == (Status.PENDING, small.ona, ("late", "refund"))
        assert (row.snoozed_until, row.shelf) == (LATER, Shelf.SNOOZED)
    with small.desk.reading() as session:
        kinds = session.connection.execute(deed.select().where(deed.c.id == command.deed)).all()
    assert [row.kind for row in kinds] == [Deed.STATUS.value]
    perform(small.desk, UndoDeed(agent_id=small.ona, undo=command.deed))
    for row in before:
        now = small.ticket(row.id).row
        assert (now.status, now.assignee_id, now.tags, now.snoozed_until, now.shelf) == (
            row.status,
            row.assignee_id,
            row.tags,
            row.snoozed_until,
            row.shelf,
        )


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
    ("values", "code"), [({"tickets": (99,)}, "ticket.missing"), ({"assignee_id": 99}, "agent.missing")]
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
    actions = Actions(Status.PENDING, Handing.ME, (" Late",), ("new",), 3)
    text = CannedText("", "<div>x</div>", "x")
    command = SaveCannedReply(agent_id=small.ona, id=0, owner_id=None, name="Wait", texts=(text,), actions=actions)
    made = perform(small.desk, command)
    (reply,) = small.desk.read(canned.replies, small.ona)
    assert reply.actions == Actions(Status.PENDING, Handing.ME, ("late",), ("new",), 3)
    none = SaveCannedReply(agent_id=small.ona, id=made or 0, owner_id=None, name="Wait", texts=(text,), version=1)
    perform(small.desk, none)
    (reply,) = small.desk.read(canned.replies, small.ona)
    assert reply.actions == Actions()
