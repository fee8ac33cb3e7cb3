"""Tickets erased from Spam and Trash: nothing of them is left anywhere, and nothing of others is lost."""

import pytest
from sqlalchemy import select, update

from actions.conftest import SmallDesk, mail
from actions.traces import everything
from deskbell.actions.dispatch import perform
from deskbell.model.commands import AddNote, MergeTickets, SaveDraft, SetStatus, UndoDeed
from deskbell.model.customers import EraseTickets
from deskbell.model.errors import Mistake
from deskbell.model.kinds import ReplyKind, Shelf, Status
from deskbell.model.mail import InboundAttachment, Mailbox
from deskbell.store import integrity
from deskbell.store.desk import Desk
from deskbell.store.queries import erasable, erasures
from deskbell.store.tables import outbox, raw_mail, ticket

SECRET = "xylophonsecret"


def numbers(desk: Desk) -> set[int]:
    with desk.reading() as session:
        return set(session.connection.execute(select(ticket.c.id)).scalars())


def left(desk: Desk) -> list[str]:
    with desk.reading() as session:
        return [place for place, content in everything(session) if SECRET in content]


def put_away(small: SmallDesk, *tickets: int, status: Status = Status.TRASH) -> SetStatus:
    command = SetStatus(agent_id=small.ona, tickets=tickets, status=status)
    perform(small.desk, command)
    return command


def erase(small: SmallDesk, *tickets: int) -> EraseTickets:
    command = EraseTickets(agent_id=small.ona, tickets=tickets)
    perform(small.desk, command)
    return command


@pytest.fixture
def two(small: SmallDesk) -> tuple[int, int]:
    """A ticket with secrets all over it, and another one with the same file."""
    shared = InboundAttachment("shared.txt", "text/plain", b"Everybody has this." * 50)
    private = InboundAttachment(f"{SECRET}.txt", "text/plain", f"{SECRET} ".encode() * 200)
    placed = small.arrive(
        mail("1@x.example", f"My {SECRET}", subject=f"A {SECRET}", attachments=(private, shared)),
        mail("2@y.example", "Mine", sender="other@mail.example", attachments=(shared,)),
    )
    first, second = (one.ticket_id for one in placed)
    perform(small.desk, AddNote(agent_id=small.ona, ticket_id=first, text=f"Note: {SECRET}"))
    begun = SaveDraft(
        agent_id=small.tomas,
        ticket_id=first,
        kind=ReplyKind.REPLY,
        mailbox_id=small.support,
        to="li.na@mail.example",
        text=f"Begun {SECRET}",
    )
    perform(small.desk, begun)
    return first, second


def test_nothing_is_left_and_others_keep_theirs(small: SmallDesk, two: tuple[int, int]) -> None:
    first, second = two
    who = small.ticket(first).row.customer_id
    away = put_away(small, first, status=Status.SPAM)
    plan = small.desk.read(erasable.of_shelf, Shelf.SPAM)
    assert (plan.tickets, plan.messages, plan.files) == ((first,), 2, 2)
    assert left(small.desk)
    command = erase(small, first)
    assert left(small.desk) == []
    assert small.desk.read(integrity.problems) == []
    assert numbers(small.desk) == {second}
    assert [one.name for one in small.ticket(second).messages[0].attachments] == ["shared.txt"]
    with small.desk.reading() as session:
        rows = session.connection.execute(select(raw_mail.c.state).order_by(raw_mail.c.id)).scalars()
        assert list(rows) == ["ignored", "filed"]
    (kept,) = small.desk.read(erasures.newest, 9)
    assert (kept.agent, kept.counts.tickets, kept.counts.messages, kept.counts.people) == ("Ona", 1, 2, 0)
    assert who
    for undone in (command, away):
        with pytest.raises(Mistake) as refused:
            perform(small.desk, UndoDeed(agent_id=small.ona, undo=undone.deed))
        assert refused.value.code == "undo.nothing"


def test_only_what_was_put_away_goes(small: SmallDesk, two: tuple[int, int]) -> None:
    first, second = two
    put_away(small, first)
    with pytest.raises(Mistake) as refused:
        erase(small, first, second)
    assert (refused.value.code, refused.value.values) == ("erase.not_away", {"number": second})
    assert numbers(small.desk) == {first, second}
    assert small.desk.read(erasable.of_tickets, [first, second]).elsewhere == 1


@pytest.mark.parametrize("state", ["waiting", "sending"])
def test_what_has_not_left_yet_is_waited_for(small: SmallDesk, two: tuple[int, int], state: str) -> None:
    from deskbell.model.commands import SendReply

    first, _ = two
    reply = SendReply(
        agent_id=small.ona,
        ticket_id=first,
        kind=ReplyKind.REPLY,
        mailbox_id=small.support,
        to=(Mailbox("", "li.na@mail.example"),),
        subject="Re",
        html="",
        text="Here",
    )
    perform(small.desk, reply)
    with small.desk.writing() as session:
        session.connection.execute(update(outbox).values(state=state))
    put_away(small, first)
    assert small.desk.read(erasable.of_shelf, Shelf.TRASH).waiting == (first,)
    with pytest.raises(Mistake) as refused:
        erase(small, first)
    assert refused.value.code == "erase.unsent"


def test_what_was_merged_into_it_goes_too(small: SmallDesk, two: tuple[int, int]) -> None:
    first, second = two
    perform(small.desk, MergeTickets(agent_id=small.ona, tickets=(first,), into=second))
    put_away(small, second)
    erase(small, second)
    assert numbers(small.desk) == set()
    assert left(small.desk) == []
    assert small.desk.read(integrity.problems) == []


def test_steps_of_one_erasure_are_told_as_one(small: SmallDesk, two: tuple[int, int]) -> None:
    put_away(small, *two)
    for number in two:
        perform(small.desk, EraseTickets(agent_id=small.ona, tickets=(number,), run="one"))
    (kept,) = small.desk.read(erasures.newest, 9)
    assert (kept.counts.tickets, kept.counts.messages) == (2, 3)
