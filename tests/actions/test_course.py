"""What is done to many tickets says how far it is, and is done as a whole or not at all."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from actions.conftest import SmallDesk, mail
from deskbell.actions.dispatch import perform
from deskbell.model.canned import ApplyMacro
from deskbell.model.commands import (
    Assign,
    ChangeTags,
    Command,
    MoveToMailbox,
    SetDue,
    SetPriority,
    SetStatus,
    SetType,
    Snooze,
    UndoDeed,
)
from deskbell.model.errors import Mistake
from deskbell.model.following import Follow
from deskbell.model.kinds import Priority, Status, TicketType
from deskbell.store.course import Course
from deskbell.store.tables import change, deed, follower, journal, tag, ticket, ticket_count, ticket_tag

MANY = 150
LATER = datetime(2031, 1, 1, tzinfo=UTC)


class StopsAt(Course):
    """Somebody cancels when so many tickets are done."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self.at = at

    def go_on(self) -> None:
        if self.done + 1 == self.at:
            self.stop()
        super().go_on()


def tickets(small: SmallDesk) -> tuple[int, ...]:
    placed = small.arrive(*(mail(f"<{n}@mail.example>", sender=f"c{n}@mail.example") for n in range(MANY)))
    return tuple(one.ticket_id for one in placed)


def everything(small: SmallDesk) -> list[object]:
    """All that an act of these may write."""
    with small.desk.reading() as session:
        run = session.connection.execute
        tables = (ticket, ticket_count, ticket_tag, tag, follower, deed)
        rows = [run(select(table).order_by(*table.primary_key)).all() for table in tables]
        return [*rows, *(run(select(func.count()).select_from(table)).scalar_one() for table in (journal, change))]


def acts(small: SmallDesk, ids: tuple[int, ...]) -> dict[str, Command]:
    who = {"agent_id": small.ona, "tickets": ids}
    return {
        "status": SetStatus(**who, status=Status.SOLVED),
        "assign": Assign(**who, assignee_id=small.ona),
        "priority": SetPriority(**who, priority=Priority.URGENT),
        "move": MoveToMailbox(**who, mailbox_id=small.billing),
        "snooze": Snooze(**who, until=LATER),
        "due": SetDue(**who, due_at=LATER),
        "type": SetType(**who, type=TicketType.TASK),
        "tags": ChangeTags(**who, add=("fresh",)),
        "follow": Follow(**who, add=(small.tomas,)),
        "macro": ApplyMacro(**who, status=Status.SOLVED, add_tags=("fresh",)),
    }


@pytest.mark.parametrize(
    "act", ["status", "assign", "priority", "move", "snooze", "due", "type", "tags", "follow", "macro"]
)
def test_what_is_cancelled_leaves_nothing_and_what_is_not_counts_all(small: SmallDesk, act: str) -> None:
    ids = tickets(small)
    before = everything(small)
    command = acts(small, ids)[act]
    with pytest.raises(Mistake) as stopped:
        perform(small.desk, command, StopsAt(MANY // 2))
    assert stopped.value.code == "deed.stopped"
    assert everything(small) == before
    course = Course()
    perform(small.desk, command, course)
    assert course.done >= MANY
    undo = UndoDeed(agent_id=small.ona, undo=command.deed)
    done = everything(small)
    with pytest.raises(Mistake):
        perform(small.desk, undo, StopsAt(MANY // 2))
    assert everything(small) == done, "an undo is cancelled as a whole, too"
    back = Course()
    perform(small.desk, undo, back)
    assert back.done >= MANY
    with small.desk.reading() as session:
        row = session.connection.execute(select(ticket).where(ticket.c.id == ids[0])).one()
    assert (row.status, row.priority, row.assignee_id) == (int(Status.NEW), int(Priority.NORMAL), None)
    assert (row.snoozed_until, row.due_at, row.type, row.mailbox_id) == (None, None, None, small.support)


def test_what_is_cancelled_before_its_turn_does_not_begin(small: SmallDesk) -> None:
    ids = tickets(small)
    course = Course()
    course.stop()
    before = everything(small)
    with pytest.raises(Mistake) as stopped:
        perform(small.desk, SetPriority(agent_id=small.ona, tickets=ids, priority=Priority.LOW), course)
    assert stopped.value.code == "deed.stopped"
    assert everything(small) == before


def test_what_was_committed_is_not_called_cancelled(small: SmallDesk) -> None:
    """The answer to the commit was lost, and somebody cancels while it is asked what became of it."""
    command = SetPriority(agent_id=small.ona, tickets=tickets(small), priority=Priority.LOW)
    perform(small.desk, command, Course())
    course = Course()
    course.stop()
    assert perform(small.desk, command, course) == 0
