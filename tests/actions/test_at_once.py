"""Two who change the desk at the same time, in two sessions of a real PostgreSQL: one waits for the other, and nothing of either is lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from actions.conftest import SmallDesk, mail
from actions.test_teams import Teams
from deskbell.actions.dispatch import VERBS
from deskbell.actions.intake.arrival import Policy
from deskbell.actions.receive import receive
from deskbell.model.commands import (
    AddNote,
    Assign,
    Command,
    MoveMessages,
    MoveToMailbox,
    SaveMailbox,
    SendReply,
    SetPriority,
    SetStatus,
    SetTeam,
    UndoDeed,
)
from deskbell.model.errors import Mistake
from deskbell.model.kinds import MessageKind, Priority, ReplyKind, Status
from deskbell.model.mail import Mailbox
from deskbell.model.teams import RemoveTeam
from deskbell.store.integrity import problems
from deskbell.store.session import Session
from deskbell.store.tables import mailbox, ticket

pytestmark = [pytest.mark.servers, pytest.mark.parametrize("small", ["postgresql"], indirect=True)]

WAITING = text("SELECT 1 FROM pg_locks WHERE NOT granted")

Work = Callable[[Session], object]


def doing(command: Command) -> Work:
    return lambda session: VERBS[type(command)](session, command)


def arriving(small: SmallDesk, message_id: str, **values: object) -> Work:
    arrival = small.kept(mail(message_id, **values), small.support)
    return lambda session: receive(session, [arrival], Policy())


def both(small: SmallDesk, first: Work, second: Work) -> None:
    """`second` begins while `first` is not committed, and goes on when it has to wait for that no longer."""
    with ThreadPoolExecutor(1) as pool:
        with small.desk.writing() as session:
            first(session)
            answer = pool.submit(small.desk.transact, second)
            while not answer.done() and session.connection.execute(WAITING).first() is None:
                pass
        answer.result()


@pytest.fixture
def office(small: SmallDesk) -> Teams:
    return Teams(small)


@pytest.fixture
def asked(office: Teams) -> int:
    """A ticket of two mails, in the team Care by its mailbox."""
    office.small.arrive(mail("1@mail.example"))
    return office.small.arrive(mail("2@mail.example", references=("1@mail.example",)))[0].ticket_id


def removal(office: Teams, successor: int | None = None) -> Work:
    row = office.row(office.care)
    return doing(RemoveTeam(agent_id=office.small.ona, id=row.id, successor_id=successor, version=row.version))


def given(office: Teams, asked: int, way: str) -> Work:
    """Something that gives a ticket, or a mailbox, to Care."""
    small = office.small
    ona = {"agent_id": small.ona}
    if way == "mail":
        return arriving(small, "9@mail.example")
    if way == "reply":
        to = (Mailbox("", "new@mail.example"),)
        return doing(
            SendReply(**ona, ticket_id=0, kind=ReplyKind.NEW, mailbox_id=small.support, to=to, subject="x", text="y")
        )
    if way == "split":
        second = small.ticket(asked).messages[-1].id
        return doing(MoveMessages(**ona, ticket_id=asked, messages=(second,)))
    if way == "mailbox":
        box = office.box(small.billing)
        values = {"name": box.name, "address": box.address, "version": box.version}
        return doing(SaveMailbox(agent_id=None, id=box.id, team_id=office.care, **values))
    away = SetTeam(**ona, tickets=(asked,), team_id=office.orders)
    if way == "move":
        # As it is for its mailbox's team: the team goes along.
        office.give(small.billing, office.orders)
        small.desk.transact(doing(MoveToMailbox(**ona, tickets=(asked,), mailbox_id=small.billing)))
        return doing(MoveToMailbox(**ona, tickets=(asked,), mailbox_id=small.support))
    small.desk.transact(doing(away))
    back = UndoDeed(**ona, undo=away.deed) if way == "undo" else SetTeam(**ona, tickets=(asked,), team_id=office.care)
    return doing(back)


WAYS = pytest.mark.parametrize("way", ["mail", "reply", "split", "mailbox", "move", "undo", "set"])


def has_removed_team(office: Teams) -> bool:
    with office.small.desk.reading() as session:
        return any(
            session.connection.execute(table.select().where(table.c.team_id == office.care)).first() is not None
            for table in (ticket, mailbox)
        )


@WAYS
def test_a_team_that_is_removed_while_it_is_given_something_hands_that_on(office: Teams, asked: int, way: str) -> None:
    both(office.small, given(office, asked, way), removal(office, office.orders))
    assert not has_removed_team(office)
    assert office.small.desk.read(problems) == []


@WAYS
def test_nothing_is_given_to_a_team_that_is_being_removed(office: Teams, asked: int, way: str) -> None:
    giving = given(office, asked, way)
    if way in {"mailbox", "undo", "set"}:
        with pytest.raises(Mistake) as told:
            both(office.small, removal(office), giving)
        assert told.value.code == "team.missing"
    else:
        both(office.small, removal(office), giving)
    assert not has_removed_team(office)
    assert office.small.desk.read(problems) == []


def test_who_takes_a_ticket_while_mail_comes_in_keeps_it(office: Teams, asked: int) -> None:
    small = office.small
    taking = doing(Assign(agent_id=small.ona, tickets=(asked,), assignee_id=small.tomas))
    both(small, taking, arriving(small, "3@mail.example", references=("1@mail.example",)))
    row = small.ticket(asked).row
    assert (row.assignee, row.messages) == ("Tomas", 3)


@pytest.mark.parametrize("other", ["status", "assign", "note", "mail"])
def test_what_two_do_to_one_ticket_is_done_both(office: Teams, asked: int, other: str) -> None:
    small = office.small
    ona = {"agent_id": small.ona}
    urgent = doing(SetPriority(**ona, tickets=(asked,), priority=Priority.URGENT))
    works = {
        "status": doing(SetStatus(**ona, tickets=(asked,), status=Status.PENDING)),
        "assign": doing(Assign(**ona, tickets=(asked,), assignee_id=small.tomas)),
        "note": doing(AddNote(**ona, ticket_id=asked, text="pays late")),
        "mail": arriving(small, "3@mail.example", references=("1@mail.example",)),
    }
    before = small.ticket(asked).row
    both(small, urgent, works[other])
    detail = small.ticket(asked)
    assert detail.row.priority is Priority.URGENT
    assert (detail.row.status is Status.PENDING) is (other == "status")
    assert (detail.row.assignee == "Tomas") is (other == "assign")
    assert detail.row.messages == before.messages + (other in {"note", "mail"})
    assert (detail.messages[-1].kind is MessageKind.NOTE) is (other == "note")
    assert small.desk.read(problems) == []


def test_two_teams_that_succeed_each_other_are_not_removed_both(office: Teams) -> None:
    row = office.row(office.orders)
    other = RemoveTeam(agent_id=office.small.ona, id=row.id, successor_id=office.care, version=row.version)
    with pytest.raises(Mistake) as told:
        both(office.small, removal(office, office.orders), doing(other))
    assert told.value.code == "team.missing"
    assert office.row(office.orders).name == "Orders"
