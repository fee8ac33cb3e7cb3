"""What becomes of outgoing mail, recipient by recipient: nobody gets it twice, nobody is forgotten."""

import email
from collections.abc import Callable
from datetime import timedelta
from email import policy
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from sqlalchemy import select, update

from deskbell.actions.dispatch import perform
from deskbell.jobs.copy_sent import SentCopier, files_by_itself
from deskbell.jobs.held_lease import held_lease
from deskbell.jobs.hold import Hold
from deskbell.jobs.send_outbox import OutboxSender
from deskbell.jobs.settle_unknown import UnknownSettler
from deskbell.model.commands import Command, SayArrived, SendAgain, SendNow, SendReply, UndoSend
from deskbell.model.errors import Mistake, Trouble
from deskbell.model.kinds import OutboxState, ReplyKind
from deskbell.model.mail import Mailbox
from deskbell.model.rows import MessageRow
from deskbell.model.sentences import sentence
from deskbell.store.queries import drafts
from deskbell.store.queries.desk_state import desk_state
from deskbell.store.tables import lease, outbox
from jobs.conftest import MailDesk
from jobs.test_the_road import customer_mail
from servers.smtp import BIG, Fault

pytestmark = pytest.mark.servers

LI, KIM, LEE = "li.na@mail.example", "kim@mail.example", "lee@mail.example"


@pytest.fixture
def number(mail_desk: MailDesk) -> int:
    mail_desk.dovecot.append(mail_desk.user, customer_mail("1@mail.example", "one"))
    mail_desk.fetch()
    return mail_desk.tickets()[0].id


def send(desk: MailDesk, number: int, *to: str, **values: Any) -> int:
    command = {
        "agent_id": desk.ona,
        "ticket_id": number,
        "kind": ReplyKind.REPLY,
        "mailbox_id": desk.mailbox,
        "to": tuple(Mailbox("", one) for one in to or (LI,)),
        "text": "Hello",
        "undo_seconds": 0,
    }
    message_id = perform(desk.desk, SendReply(**(command | values)))
    assert message_id is not None
    return message_id


def shown(desk: MailDesk, number: int) -> MessageRow:
    return desk.messages(number)[-1]


def said(desk: MailDesk, number: int) -> str:
    row = shown(desk, number)
    return sentence(row.outbox_reason, row.outbox_values)


def let_time_pass(desk: MailDesk, **values: Any) -> None:
    """All that waits in the outbox is due; `values` are set besides."""
    with desk.desk.writing() as session:
        due = session.now - timedelta(minutes=1)
        session.connection.execute(update(outbox).values({"not_before": due, **values}))


def decide(desk: MailDesk, kind: Callable[..., Command], message_id: int) -> None:
    perform(desk.desk, kind(agent_id=desk.ona, message_id=message_id))


def test_who_has_the_mail_does_not_get_it_again_while_another_is_greylisted(mail_desk: MailDesk, number: int) -> None:
    mail_desk.smtp.refuse = {KIM: "450 4.2.0 greylisted", LEE: "550 5.1.1 no such user"}
    message_id = send(mail_desk, number, LI, KIM, LEE)
    mail_desk.send()
    assert shown(mail_desk, number).outbox is OutboxState.WAITING
    assert said(mail_desk, number).startswith(f"1 of 3 recipients do not have it yet ({KIM}).")
    with pytest.raises(Mistake, match="Too late"):
        decide(mail_desk, UndoSend, message_id)
    mail_desk.smtp.refuse = {}
    let_time_pass(mail_desk)
    mail_desk.send()
    assert [mail.recipients for mail in mail_desk.smtp.mails] == [(LI,), (KIM,)]
    assert shown(mail_desk, number).outbox is OutboxState.SENT
    assert said(mail_desk, number) == f"localhost refused the recipient {LEE}: 550 5.1.1 no such user"
    decide(mail_desk, SendAgain, message_id)
    mail_desk.send()
    assert mail_desk.smtp.mails[-1].recipients == (LEE,)
    assert (shown(mail_desk, number).outbox, shown(mail_desk, number).outbox_reason) == (OutboxState.SENT, "")
    contents = {mail.content for mail in mail_desk.smtp.mails}
    assert len(contents) == 1, "the bytes are frozen"


def test_a_mail_that_some_did_not_get_is_told_until_somebody_leaves_it_so(mail_desk: MailDesk, number: int) -> None:
    def told() -> tuple[int, ...]:
        return mail_desk.desk.read(desk_state, mail_desk.ona).unsent

    mail_desk.smtp.refuse = {LEE: "550 5.1.1 no such user"}
    message_id = send(mail_desk, number, LI, LEE)
    assert told() == ()
    mail_desk.send()
    assert told() == (number,)
    decide(mail_desk, SayArrived, message_id)
    row = shown(mail_desk, number)
    assert (row.outbox, row.outbox_settled, told()) == (OutboxState.SENT, True, ())
    assert LEE in said(mail_desk, number), "it still says who"
    decide(mail_desk, SendAgain, message_id)
    mail_desk.send()
    assert told() == (number,), "refused once more"


def test_a_server_that_takes_few_at_once_gets_the_rest_at_once(mail_desk: MailDesk, number: int) -> None:
    everybody = [f"r{one}@mail.example" for one in range(5)]
    mail_desk.smtp.most = 2
    send(mail_desk, number, *everybody)
    mail_desk.send()
    assert [len(mail.recipients) for mail in mail_desk.smtp.mails] == [2, 2, 1]
    assert [one for mail in mail_desk.smtp.mails for one in mail.recipients] == everybody
    assert shown(mail_desk, number).outbox is OutboxState.SENT


def test_what_nobody_takes_can_be_edited_and_sent_anew(mail_desk: MailDesk, number: int) -> None:
    mail_desk.smtp.answer = "554 5.7.1 we do not like it"
    message_id = send(mail_desk, number, bcc=(Mailbox("", KIM),), kind=ReplyKind.REPLY_ALL)
    mail_desk.send()
    assert said(mail_desk, number) == "localhost refused the mail: 554 5.7.1 we do not like it"
    decide(mail_desk, UndoSend, message_id)
    (draft,) = mail_desk.desk.read(drafts.of_ticket, mail_desk.ona, number)
    assert (draft.kind, draft.text, draft.to, draft.bcc) == (ReplyKind.REPLY_ALL, "Hello", LI, KIM)


def test_a_mail_that_fails_over_two_days_is_given_up(mail_desk: MailDesk, number: int) -> None:
    mail_desk.smtp.answer = "451 4.3.0 later"
    send(mail_desk, number)
    let_time_pass(mail_desk, attempts=99)
    mail_desk.send()
    assert shown(mail_desk, number).outbox is OutboxState.FAILED


def test_one_bad_address_holds_nothing_up(mail_desk: MailDesk, number: int) -> None:
    first = send(mail_desk, number)
    with mail_desk.desk.writing() as session:
        session.connection.execute(update(outbox).where(outbox.c.message_id == first).values(recipients=["no address"]))
    send(mail_desk, number, KIM)
    mail_desk.send()
    before, after = mail_desk.messages(number)[-2:]
    assert (before.outbox, after.outbox) == (OutboxState.FAILED, OutboxState.SENT)
    assert sentence(before.outbox_reason, before.outbox_values) == "“no address” is not a mail address."


def test_a_fate_that_could_not_be_written_down_is_written_later(
    mail_desk: MailDesk, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from deskbell.jobs import send_outbox

    def full(*_: object) -> None:
        raise Trouble("db.full")

    sender = OutboxSender(mail_desk.office)
    send(mail_desk, number)
    with monkeypatch.context() as patched:
        patched.setattr(send_outbox, "report", full)
        with pytest.raises(Trouble):
            sender.run()
    assert shown(mail_desk, number).outbox is OutboxState.SENDING
    sender.run()
    assert shown(mail_desk, number).outbox is OutboxState.SENT
    assert len(mail_desk.smtp.mails) == 1


def unknown(desk: MailDesk, number: int) -> int:
    """A mail of which the server said nothing, half an hour ago."""
    desk.smtp.fault = Fault.DROP_AFTER_DOT
    message_id = send(desk, number)
    desk.send()
    assert shown(desk, number).outbox is OutboxState.UNKNOWN
    desk.smtp.fault = Fault.NONE
    with desk.desk.writing() as session:
        session.connection.execute(update(outbox).values(changed_at=session.now - timedelta(minutes=30)))
    return message_id


def test_a_copy_that_the_provider_made_settles_what_is_unknown(mail_desk: MailDesk, number: int) -> None:
    unknown(mail_desk, number)
    settler = UnknownSettler(mail_desk.office)
    assert settler.run() == 0
    assert shown(mail_desk, number).outbox is OutboxState.UNKNOWN
    mail_desk.dovecot.append(mail_desk.user, mail_desk.smtp.mails[0].content, folder="Sent")
    assert settler.run() == 0, "it has just looked"
    assert UnknownSettler(mail_desk.office).run() == 1
    assert shown(mail_desk, number).outbox is OutboxState.SENT
    mail_desk.send()
    assert len(mail_desk.smtp.mails) == 1
    assert len(mail_desk.dovecot.messages(mail_desk.user, "Sent")) == 1, "and no second copy"


def test_an_answer_settles_what_is_unknown(mail_desk: MailDesk, number: int) -> None:
    unknown(mail_desk, number)
    sent = email.message_from_bytes(mail_desk.smtp.mails[0].content, policy=policy.default)
    answer = customer_mail("2@mail.example", "thanks", f"In-Reply-To: {sent['Message-ID']}")
    mail_desk.dovecot.append(mail_desk.user, answer)
    mail_desk.fetch()
    assert UnknownSettler(mail_desk.office).run() == 1
    assert mail_desk.messages(number)[-2].outbox is OutboxState.SENT


def test_a_person_settles_what_is_unknown(mail_desk: MailDesk, number: int) -> None:
    message_id = unknown(mail_desk, number)
    with pytest.raises(Mistake, match="Too late"):
        decide(mail_desk, UndoSend, message_id)
    decide(mail_desk, SayArrived, message_id)
    mail_desk.send()
    assert (shown(mail_desk, number).outbox, len(mail_desk.smtp.mails)) == (OutboxState.SENT, 1)
    with pytest.raises(Mistake):
        decide(mail_desk, SayArrived, message_id)


def test_send_again_is_the_same_mail(mail_desk: MailDesk, number: int) -> None:
    message_id = unknown(mail_desk, number)
    decide(mail_desk, SendAgain, message_id)
    mail_desk.send()
    first, second = mail_desk.smtp.mails
    assert first.content == second.content


def test_a_mail_for_later_waits_and_bears_the_date_of_its_leaving(mail_desk: MailDesk, number: int) -> None:
    with mail_desk.desk.reading() as session:
        tomorrow = (session.now + timedelta(days=1)).replace(microsecond=0)
    message_id = send(mail_desk, number, send_at=tomorrow)
    assert mail_desk.send() == 0
    assert shown(mail_desk, number).outbox_not_before == tomorrow
    let_time_pass(mail_desk)
    mail_desk.send()
    assert sent_at(mail_desk) == tomorrow
    with pytest.raises(Mistake, match="does not wait"):
        decide(mail_desk, SendNow, message_id)


def test_send_now_gives_it_the_date_of_now(mail_desk: MailDesk, number: int) -> None:
    with mail_desk.desk.reading() as session:
        now = session.now
    message_id = send(mail_desk, number, send_at=now + timedelta(days=1))
    with mail_desk.desk.reading() as session:
        kept = session.connection.execute(select(outbox.c.blob_id)).scalar_one()
    decide(mail_desk, SendNow, message_id)
    mail_desk.send()
    assert abs(sent_at(mail_desk) - now) < timedelta(minutes=1)
    with mail_desk.desk.reading() as session:
        from deskbell.store import blobs

        before = blobs.read(session, kept)
    after = mail_desk.smtp.mails[0].content
    assert before.partition(b"\r\n")[2] == after.partition(b"\r\n")[2], "but for its date it is the same"


def sent_at(desk: MailDesk) -> Any:
    return parsedate_to_datetime(email.message_from_bytes(desk.smtp.mails[0].content)["Date"])


def test_a_mailbox_that_got_a_server_sends_what_it_held(mail_desk: MailDesk, number: int) -> None:
    from deskbell.store.tables import mailbox

    with mail_desk.desk.writing() as session:
        session.connection.execute(update(mailbox).values(smtp_host=""))
    message_id = send(mail_desk, number)
    with pytest.raises(Mistake, match="no outgoing server"):
        decide(mail_desk, SendAgain, message_id)
    with mail_desk.desk.writing() as session:
        session.connection.execute(update(mailbox).values(smtp_host=mail_desk.smtp.host))
    decide(mail_desk, SendAgain, message_id)
    assert mail_desk.send() == 1


def test_a_mailbox_whose_copies_fail_rests_and_holds_no_other_up(mail_desk: MailDesk, number: int) -> None:
    from deskbell.store.tables import mailbox

    copier = SentCopier(mail_desk.office)
    send(mail_desk, number)
    OutboxSender(mail_desk.office).run()
    with mail_desk.desk.writing() as session:
        session.connection.execute(update(mailbox).values(sent_folder="No such folder"))
    assert copier.run() == 0
    with mail_desk.desk.writing() as session:
        session.connection.execute(update(mailbox).values(sent_folder="Sent"))
    assert copier.run() == 0, "it rests"
    copier._resting = {box: (until - timedelta(hours=2), pause) for box, (until, pause) in copier._resting.items()}
    assert copier.run() == 1
    assert copier._resting == {}


@pytest.mark.parametrize(
    ("host", "files"),
    [
        ("imap.gmail.com", True),
        ("outlook.office365.com", True),
        ("IMAP.GMAIL.COM.", True),
        ("notgmail.com", False),
        ("mail.example", False),
        ("", False),
    ],
)
def test_whose_servers_make_copies_themselves(host: str, files: bool) -> None:
    assert files_by_itself(host) == files


def test_a_lease_lasts_as_long_as_a_talk(mail_desk: MailDesk) -> None:
    from threading import Event

    from msgspec.structs import replace

    other = replace(mail_desk.office, holder="other", stop=Event(), news=Event())
    renewed = Event()

    class Watched(Hold):
        def keep(self) -> bool:
            kept = super().keep()
            renewed.set()
            return kept

    hold = Watched.take(mail_desk.office, "talk")
    assert hold is not None
    with held_lease(hold, seconds=0.01):
        with mail_desk.desk.writing() as session:
            session.connection.execute(update(lease).values(expires_at=session.now))
        # The first may still be that of before.
        for _ in range(2):
            renewed.clear()
            assert renewed.wait(10)
        assert other.take("talk") is None


def test_what_the_server_takes_is_remembered_as_long_as_it_is_the_same(mail_desk: MailDesk, number: int) -> None:
    assert mail_desk.box().smtp_limit == 0
    send(mail_desk, number)
    mail_desk.send()
    assert mail_desk.box().smtp_limit == BIG
    mail_desk.change(name="Help")
    assert mail_desk.box().smtp_limit == BIG
    mail_desk.change(smtp_host="smtp.elsewhere.example")
    assert mail_desk.box().smtp_limit == 0
