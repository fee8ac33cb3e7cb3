"""Canned replies that tickets are begun with: what they keep, and what a new ticket gets in one with its mail."""

import pytest
from sqlalchemy import select

from actions.conftest import SmallDesk
from actions.test_reply import LI, send
from deskbell.actions.dispatch import perform
from deskbell.model.canned import Actions, ApplyMacro, CannedText, SaveCannedReply
from deskbell.model.checklist import ChecklistItem
from deskbell.model.commands import UndoSend
from deskbell.model.kinds import Priority, ReplyKind, Status, TicketType
from deskbell.model.rows import TicketRow
from deskbell.model.teams import RemoveTeam, SaveTeam
from deskbell.store.integrity import problems
from deskbell.store.queries import canned, drafts
from deskbell.store.tables import message, ticket


@pytest.fixture
def team(small: SmallDesk) -> int:
    return perform(small.desk, SaveTeam(agent_id=small.ona, id=0, name="Orders")) or 0


def begin(small: SmallDesk, macro: ApplyMacro) -> tuple[int, TicketRow]:
    """A ticket that is begun with this; its message."""
    values = {"kind": ReplyKind.NEW, "subject": "Your order", "to": (LI,), "macro": macro, "macro_id": 7}
    message_id = send(small, 0, **values)
    with small.desk.reading() as session:
        number = session.connection.execute(select(message.c.ticket_id).where(message.c.id == message_id)).scalar_one()
    return message_id, small.ticket(number).row


def whole(small: SmallDesk, team: int) -> ApplyMacro:
    return ApplyMacro(
        agent_id=small.ona,
        tickets=(0,),
        status=Status.PENDING,
        assigns=True,
        assignee_id=small.ona,
        add_tags=("late",),
        type=TicketType.TASK,
        followers=(small.tomas,),
        checklist=(ChecklistItem("a", "Ask the bank"),),
        priority=Priority.HIGH,
        team_id=team,
    )


def test_it_keeps_subject_mailbox_team_and_priority(small: SmallDesk, team: int) -> None:
    texts = (
        CannedText("", "<div>Hello</div>", "Hello", "  Your \n order "),
        CannedText("lt", "<div>Sveiki</div>", "Sveiki"),
    )
    actions = Actions(priority=Priority.HIGH, team_id=team)
    command = SaveCannedReply(
        agent_id=small.ona, id=0, owner_id=None, name="Order", texts=texts, actions=actions, mailbox_id=small.billing
    )
    perform(small.desk, command)
    (kept,) = small.desk.read(canned.replies, small.tomas)
    assert [text.subject for text in kept.texts] == ["Your order", ""]
    assert (kept.mailbox_id, kept.actions, kept.begins_tickets()) == (small.billing, actions, True)


def test_a_new_ticket_gets_all_of_it_in_one(small: SmallDesk, team: int) -> None:
    _, row = begin(small, whole(small, team))
    assert (row.status, row.priority, row.type, row.team_id) == (Status.PENDING, Priority.HIGH, TicketType.TASK, team)
    assert (row.tags, row.followers, row.assignee_id) == (("late",), (small.tomas,), small.ona)
    assert [item.text for item in row.checklist] == ["Ask the bank"]
    assert small.desk.read(problems) == []


def test_it_is_taken_back_with_the_mail(small: SmallDesk, team: int) -> None:
    message_id, row = begin(small, whole(small, team))
    perform(small.desk, UndoSend(agent_id=small.ona, message_id=message_id))
    (draft,) = small.desk.read(drafts.of_ticket, small.ona, 0)
    assert (draft.kind, draft.subject, draft.macro_id) == (ReplyKind.NEW, "Your order", 7)
    with small.desk.reading() as session:
        assert session.connection.execute(select(ticket.c.id).where(ticket.c.id == row.id)).first() is None
    assert small.desk.read(problems) == []


def test_a_team_that_was_removed_is_left_out(small: SmallDesk, team: int) -> None:
    perform(small.desk, RemoveTeam(agent_id=small.ona, id=team, version=1, successor_id=None))
    _, row = begin(small, whole(small, team))
    assert (row.team_id, row.priority) == (None, Priority.HIGH)
    assert small.desk.read(problems) == []
