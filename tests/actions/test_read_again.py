"""A kept mail read anew: the message says what the mail says, the ticket follows where nobody has given it something else."""

import pytest
from msgspec.structs import replace
from sqlalchemy import update

from actions.conftest import SmallDesk, mail
from deskbell.actions.dispatch import perform
from deskbell.actions.read_again import rewrite, still_unreadable
from deskbell.model.commands import AddNote, ReadAgain, SetStatus, SetSubject
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Deed, RawState, Status, Why
from deskbell.model.mail import InboundAttachment, InboundMail, Mailbox
from deskbell.model.views import Sort, View, ViewKind
from deskbell.store.integrity import problems
from deskbell.store.queries import ticket_list
from deskbell.store.queries.desk_state import desk_state
from deskbell.store.tables import raw_mail

PDF = InboundAttachment("sąskaita.pdf", "application/pdf", b"%PDF")
READ = replace(mail("1@mail.example", "Kur mano siunta?"), subject="Siunta", attachments=(PDF,))


def ask(small: SmallDesk, message_id: int) -> None:
    perform(small.desk, ReadAgain(agent_id=small.ona, message_id=message_id))


def state(small: SmallDesk) -> tuple[str, str]:
    with small.desk.reading() as session:
        row = session.connection.execute(raw_mail.select()).one()
        return row.state, row.reason


def read(small: SmallDesk, found: InboundMail) -> None:
    small.desk.transact(lambda session: rewrite(session, 1, found))


def found(small: SmallDesk, word: str) -> int:
    view = View(ViewKind.SEARCH, query=word)
    return len(small.desk.read(ticket_list.page, view, Sort.LATEST, small.ona).rows)


def test_what_could_not_be_read_becomes_the_mail_it_is(small: SmallDesk) -> None:
    (placed,) = small.arrive(None)
    (message,) = small.ticket(placed.ticket_id).messages
    assert [file.name for file in message.attachments] == ["original.eml"]
    ask(small, message.id)
    assert state(small) == (RawState.AGAIN, "parse.died")
    read(small, READ)
    detail = small.ticket(placed.ticket_id)
    (message,) = detail.messages
    assert (message.text, message.why, message.problems) == ("Kur mano siunta?", Why.NEW, ())
    assert [file.name for file in message.attachments] == ["sąskaita.pdf"]
    assert (detail.row.subject, detail.row.customer, detail.row.customer_email) == (
        "Siunta",
        "Li Na",
        "li.na@mail.example",
    )
    assert detail.row.attachments == 1
    assert Mailbox("Li Na", "li.na@mail.example") in detail.participants
    assert [event.kind for event in detail.events] == [Deed.READ_AGAIN]
    assert state(small) == (RawState.FILED, "")
    assert found(small, "siunta") == 1
    assert small.desk.read(problems) == []


def test_the_window_is_told_of_it_while_its_ticket_is_open(small: SmallDesk) -> None:
    def told() -> tuple[int, ...]:
        return small.desk.read(desk_state, small.ona).unreadable

    one, two = small.arrive(None, None, mail("1@mail.example"))[:2]
    assert told() == (two.ticket_id, one.ticket_id)
    perform(small.desk, SetStatus(agent_id=small.ona, tickets=(two.ticket_id,), status=Status.SOLVED))
    assert told() == (one.ticket_id,)
    ask(small, small.ticket(one.ticket_id).messages[0].id)
    read(small, READ)
    assert told() == ()


def test_a_subject_that_somebody_gave_stays(small: SmallDesk) -> None:
    (placed,) = small.arrive(mail("1@mail.example", "garbled"))
    perform(small.desk, SetSubject(agent_id=small.ona, ticket_id=placed.ticket_id, subject="Parcel of Li"))
    message_id = small.ticket(placed.ticket_id).messages[0].id
    ask(small, message_id)
    read(small, READ)
    detail = small.ticket(placed.ticket_id)
    assert detail.row.subject == "Parcel of Li"
    assert detail.messages[0].text == "Kur mano siunta?"
    assert (found(small, "siunta"), found(small, "garbled")) == (1, 0)


def test_reading_is_done_once_for_each_time_it_is_asked_for(small: SmallDesk) -> None:
    (placed,) = small.arrive(mail("1@mail.example", "as it was"))
    read(small, READ)
    assert small.ticket(placed.ticket_id).messages[0].text == "as it was"


def test_what_was_read_before_is_not_lost_when_it_fails_now(small: SmallDesk) -> None:
    (placed,) = small.arrive(mail("1@mail.example", "as it was"))
    ask(small, small.ticket(placed.ticket_id).messages[0].id)
    small.desk.transact(lambda session: still_unreadable(session, 1, "parse.time", "parse.time:5"))
    assert small.ticket(placed.ticket_id).messages[0].text == "as it was"
    assert state(small) == (RawState.FILED, "")


def test_what_still_cannot_be_read_says_why_now(small: SmallDesk) -> None:
    (placed,) = small.arrive(None)
    ask(small, small.ticket(placed.ticket_id).messages[0].id)
    small.desk.transact(lambda session: still_unreadable(session, 1, "parse.time", "parse.time:5"))
    (message,) = small.ticket(placed.ticket_id).messages
    assert (message.problems, message.why) == (("parse.time:5",), Why.UNREADABLE)
    assert [file.name for file in message.attachments] == ["original.eml"]
    assert state(small) == (RawState.UNREADABLE, "parse.time")


def test_what_is_not_kept_cannot_be_read_again(small: SmallDesk) -> None:
    (placed,) = small.arrive(None)
    note = perform(small.desk, AddNote(agent_id=small.ona, ticket_id=placed.ticket_id, text="a note"))
    assert note is not None
    with pytest.raises(Mistake, match="not kept here"):
        ask(small, note)
    with small.desk.writing() as session:
        session.connection.execute(update(raw_mail).values(reason="fetch.refused"))
    with pytest.raises(Mistake, match="not kept here"):
        ask(small, small.ticket(placed.ticket_id).messages[0].id)
