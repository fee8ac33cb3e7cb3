"""The answer that goes out by itself: to people, once, with the mail that it answers, and in one commit with its ticket."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from sqlalchemy import func, select, update

from actions.conftest import SmallDesk, mail
from actions.test_receive import LI, reply
from deskbell.actions.intake.arrival import Policy
from deskbell.model.kinds import MessageKind, Status, Why
from deskbell.model.mail import Mailbox
from deskbell.rules import token
from deskbell.rules.loops import Caps
from deskbell.store import blobs
from deskbell.store.integrity import problems
from deskbell.store.queries.identity import identity
from deskbell.store.tables import auto_reply, listed_sender, mailbox, outbox

TEXT = "Hello {name}, we have “{subject}” as #{number}. {mailbox}"


@pytest.fixture
def acknowledging(small: SmallDesk) -> SmallDesk:
    """Both mailboxes answer first mails by themselves."""
    with small.desk.writing() as session:
        session.connection.execute(update(mailbox).values(acknowledge=True, acknowledgement=TEXT))
    return small


def sent(small: SmallDesk) -> list[tuple[str, list[str], bytes]]:
    with small.desk.reading() as session:
        rows = session.connection.execute(select(outbox).order_by(outbox.c.id)).all()
        return [(row.sender, row.recipients, blobs.read(session, row.blob_id)) for row in rows]


def age(small: SmallDesk, by: timedelta) -> None:
    with small.desk.writing() as session:
        session.connection.execute(update(auto_reply).values(at=session.now - by))


def test_who_begins_a_ticket_is_told(acknowledging: SmallDesk) -> None:
    (placed,) = acknowledging.arrive(mail("1@mail.example", subject="{number} {name} %s"))
    number = placed.ticket_id
    ((sender, recipients, raw),) = sent(acknowledging)
    read = message_from_bytes(raw, policy=policy.default)
    assert (sender, recipients) == ("", [LI]), "the envelope has no sender: nothing may come back"
    assert read["Auto-Submitted"] == "auto-replied"
    assert read["In-Reply-To"] == "<1@mail.example>"
    assert token.read(acknowledging.desk.read(identity).token_key, read["Message-ID"].strip("<>")) == number
    assert read.get_content().strip() == f"Hello Li Na, we have “{{number}} {{name}} %s” as #{number}. Support"
    detail = acknowledging.ticket(number)
    assert [(one.kind, one.why, one.is_auto) for one in detail.messages] == [
        (MessageKind.IN, Why.NEW, False),
        (MessageKind.OUT, Why.ACKNOWLEDGED, True),
    ]
    assert (detail.row.status, detail.row.awaiting, detail.row.messages) == (Status.NEW, True, 2)
    assert acknowledging.desk.read(problems) == []


def test_no_mailbox_answers_by_itself_unless_it_shall(small: SmallDesk) -> None:
    small.arrive(mail("1@mail.example"))
    assert sent(small) == []


def test_a_sender_is_answered_once_an_hour_and_so_often_a_day(acknowledging: SmallDesk) -> None:
    policy = Policy(caps=Caps(sender_day=2, mailbox_day=100))
    acknowledging.arrive(mail("1@mail.example"), mail("2@mail.example", sender="Li.Na+x@mail.example"), policy=policy)
    acknowledging.arrive(mail("3@mail.example"), mailbox=acknowledging.billing, policy=policy)
    assert len(sent(acknowledging)) == 1
    age(acknowledging, timedelta(hours=2))
    acknowledging.arrive(mail("4@mail.example"), policy=policy)
    assert len(sent(acknowledging)) == 2
    age(acknowledging, timedelta(hours=2))
    acknowledging.arrive(mail("5@mail.example"), policy=policy)
    assert len(sent(acknowledging)) == 2
    age(acknowledging, timedelta(hours=25))
    acknowledging.arrive(mail("6@mail.example"), policy=policy)
    assert len(sent(acknowledging)) == 3


def test_a_mailbox_answers_so_many_a_day(acknowledging: SmallDesk) -> None:
    policy = Policy(caps=Caps(sender_day=5, mailbox_day=3))
    mails = [mail(f"{number}@mail.example", sender=f"p{number}@mail.example") for number in range(5)]
    acknowledging.arrive(*mails[:2], policy=policy)
    acknowledging.arrive(*mails[2:], policy=policy)
    assert len(sent(acknowledging)) == 3
    acknowledging.arrive(mail("b@mail.example"), mailbox=acknowledging.billing, policy=policy)
    assert len(sent(acknowledging)) == 4, "the other mailbox has its own"


def test_what_gets_no_automatic_answer(acknowledging: SmallDesk) -> None:
    with acknowledging.desk.writing() as session:
        pest = {"pattern": "pest@x.example", "listed": "blocked", "at": session.now}
        session.connection.execute(listed_sender.insert(), pest)
    acknowledging.arrive(
        mail("1@x.example", sender="a@x.example", is_auto_reply=True),
        mail("2@x.example", sender="b@x.example", is_bounce=True, is_auto_reply=True),
        mail("3@x.example", sender="c@x.example", machine="list"),
        mail("4@x.example", sender="support@desk.example"),
        mail("5@x.example", sender="ona@desk.example"),
        mail("6@x.example", sender="d@x.example", spam="X-Spam-Flag: YES"),
        mail("7@x.example", sender="pest@x.example"),
        mail("8@x.example", sender="broken address@x"),
        None,
    )
    acknowledging.arrive(mail("9@x.example"), policy=Policy(imported=True))
    assert sent(acknowledging) == []
    assert acknowledging.desk.read(problems) == []


def test_an_answer_on_a_ticket_is_not_acknowledged(acknowledging: SmallDesk) -> None:
    number = acknowledging.arrive(mail("1@mail.example"))[0].ticket_id
    age(acknowledging, timedelta(hours=2))
    acknowledging.arrive(mail("2@mail.example", in_reply_to=(acknowledging.outgoing_id(number),)))
    assert len(sent(acknowledging)) == 1


BOUNCE = {"sender": "mailer-daemon@mx.example", "is_bounce": True, "is_auto_reply": True}


def bounce_of(small: SmallDesk, number: int, *addresses: str, message_id: str = "b@mx.example") -> None:
    about = small.outgoing_id(number)
    reason = "550 5.1.1 no such user"
    small.arrive(
        mail(message_id, **BOUNCE, bounced_ids=(about,), bounced_addresses=addresses, bounce_reason=reason),
    )


@pytest.mark.parametrize("told", [(LI.upper(),), ()])
def test_a_bounce_marks_mail_and_address_until_the_person_writes(small: SmallDesk, told: tuple[str, ...]) -> None:
    number = small.arrive(mail("1@mail.example"))[0].ticket_id
    reply(small, number)
    bounce_of(small, number, *told)
    detail = small.ticket(number)
    assert [(one.email, one.reason) for one in detail.messages[1].bounces] == [(LI, "550 5.1.1 no such user")]
    assert [one.email for one in detail.bounced] == [LI]
    assert detail.row.awaiting
    assert {one.email for one in detail.participants} == {LI}, "a mail server takes no part"
    small.arrive(mail("2@mail.example", references=("1@mail.example",)))
    detail = small.ticket(number)
    assert detail.bounced == ()
    assert detail.messages[1].bounces, "that mail was not delivered, whatever works now"


def test_a_report_is_believed_only_about_who_was_written_to(small: SmallDesk) -> None:
    number = small.arrive(mail("1@mail.example"), mail("v@mail.example", sender="victim@mail.example"))[0].ticket_id
    reply(small, number)
    bounce_of(small, number, "victim@mail.example")
    assert small.ticket(number).messages[1].bounces == ()
    small.arrive(mail("c@mx.example", **BOUNCE, bounced_ids=("1@mail.example",), bounced_addresses=(LI,)))
    assert small.ticket(number).bounced == ()


def test_a_failure_is_work_again_and_a_delay_is_not(small: SmallDesk) -> None:
    number = small.arrive(mail("1@mail.example"))[0].ticket_id
    reply(small, number)
    with small.desk.writing() as session:
        from deskbell.store.tables import ticket

        session.connection.execute(update(ticket).values(status=int(Status.SOLVED), shelf=2))
    late = mail(
        "d@mx.example", sender="mailer-daemon@mx.example", is_delayed=True, is_auto_reply=True,
        bounced_ids=(small.outgoing_id(number),), bounced_addresses=(LI,),
    )  # fmt: skip
    (placed,) = small.arrive(late)
    row = small.ticket(number).row
    assert (placed.ticket_id, row.status, row.awaiting) == (number, Status.SOLVED, False)
    assert small.ticket(number).messages[-1].why == Why.DELAYED
    assert small.ticket(number).bounced == ()
    bounce_of(small, number, LI)
    assert small.ticket(number).row.status is Status.OPEN


def test_a_bounce_makes_nobody_a_customer(small: SmallDesk) -> None:
    from deskbell.store.tables import customer

    number = small.arrive(mail("1@mail.example"))[0].ticket_id
    reply(small, number)
    bounce_of(small, number, LI)
    with small.desk.reading() as session:
        assert session.connection.execute(select(func.count()).select_from(customer)).scalar_one() == 1
    assert Mailbox("", "mailer-daemon@mx.example") not in small.ticket(number).participants
