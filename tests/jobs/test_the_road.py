"""The whole road without a window: a mail on a real IMAP server becomes a ticket, the answer leaves by a real SMTP server, and so on."""

import email
from email import policy

import pytest
from sqlalchemy import func, select

from deskbell.model.kinds import MailboxState, MessageKind, OutboxState, Status
from deskbell.store.integrity import problems
from deskbell.store.tables import message, outbox, raw_mail
from jobs.conftest import MailDesk
from servers.smtp import Fault

pytestmark = pytest.mark.servers


def customer_mail(message_id: str, text: str, *extra: str, subject: str = "Printer offline") -> bytes:
    headers = [
        "From: Li Na <li.na@mail.example>",
        "To: support@desk.example",
        f"Subject: {subject}",
        f"Message-ID: <{message_id}>",
        "Date: Mon, 02 Mar 2026 09:00:00 +0000",
        "Content-Type: text/plain; charset=utf-8",
        *extra,
    ]
    return ("\r\n".join(headers) + "\r\n\r\n" + text).encode()


def test_mail_in_answer_out_answer_in(mail_desk: MailDesk) -> None:
    mail_desk.dovecot.append(mail_desk.user, customer_mail("1@mail.example", "订单的退款还没有到账"))
    mail_desk.fetch()
    (row,) = mail_desk.tickets()
    assert (row.subject, row.customer, row.status) == ("Printer offline", "Li Na", Status.NEW)
    assert mail_desk.box().state is MailboxState.GOOD
    assert mail_desk.dovecot.flags(mail_desk.user) == [frozenset()], "nothing is marked as read on the server"

    mail_desk.reply(row.id, "您好，今天会处理。")
    assert mail_desk.send() == 1
    (received,) = mail_desk.smtp.wait(1)
    sent = email.message_from_bytes(received.content, policy=policy.default)
    assert received.recipients == ("li.na@mail.example",)
    assert sent["In-Reply-To"] == "<1@mail.example>"
    assert sent.get_body().get_content().strip() == "您好，今天会处理。"
    (copy,) = mail_desk.dovecot.messages(mail_desk.user, "Sent")
    assert email.message_from_bytes(copy)["Message-ID"] == sent["Message-ID"]

    answer = customer_mail(
        "2@phone.example", "谢谢！", f"In-Reply-To: {sent['Message-ID']}", subject="Re: something else"
    )
    mail_desk.dovecot.append(mail_desk.user, answer)
    mail_desk.fetch()
    (row,) = mail_desk.tickets()
    assert [each.kind for each in mail_desk.messages(row.id)] == [MessageKind.IN, MessageKind.OUT, MessageKind.IN]
    assert row.status is Status.OPEN
    assert mail_desk.messages(row.id)[1].outbox is OutboxState.SENT
    assert mail_desk.desk.read(problems) == []


def test_looking_again_brings_nothing_again(mail_desk: MailDesk) -> None:
    mail_desk.dovecot.append(mail_desk.user, *(customer_mail(f"{n}@mail.example", str(n)) for n in range(5)))
    mail_desk.fetch()
    mail_desk.fetch()
    assert len(mail_desk.tickets()) == 5
    with mail_desk.desk.reading() as session:
        assert session.connection.execute(select(func.count()).select_from(raw_mail)).scalar_one() == 5


def test_one_bad_mail_stops_nothing(mail_desk: MailDesk) -> None:
    deep = b"From: a@mail.example\r\nMessage-ID: <deep@x>\r\n" + b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(2000)
    )
    mail_desk.dovecot.append(
        mail_desk.user,
        customer_mail("1@mail.example", "one"),
        deep,
        b"\x00\xff\xfe not a mail",
        customer_mail("2@mail.example", "two"),
    )
    mail_desk.fetch()
    texts = {mail_desk.messages(row.id)[0].text for row in mail_desk.tickets()}
    assert {"one", "two"} <= texts
    assert len(mail_desk.tickets()) == 4
    with mail_desk.desk.reading() as session:
        waiting = session.connection.execute(select(raw_mail.c.id).where(raw_mail.c.state == "new")).all()
    assert waiting == []


@pytest.mark.parametrize(
    ("break_it", "words"),
    [
        (lambda box: box.office.secrets.put(f"mailbox/{box.mailbox}/imap", "wrong"), "does not accept"),
        (lambda box: box.office.secrets.forget(f"mailbox/{box.mailbox}/imap"), "not on this computer"),
    ],
)
def test_trouble_is_told_and_mended(mail_desk: MailDesk, break_it: object, words: str) -> None:
    from deskbell.model.sentences import sentence

    password = mail_desk.office.secrets.get(f"mailbox/{mail_desk.mailbox}/imap")
    break_it(mail_desk)  # type: ignore[operator]
    pause = mail_desk.fetch()
    row = mail_desk.box()
    assert row.state is MailboxState.FAILING
    assert words in sentence(row.reason, row.reason_values)
    assert pause >= 5
    mail_desk.office.secrets.put(f"mailbox/{mail_desk.mailbox}/imap", password or "")
    mail_desk.fetch()
    assert mail_desk.box().state is MailboxState.GOOD


@pytest.mark.parametrize(
    ("fault", "answer", "state"),
    [
        (Fault.NONE, "554 5.7.1 we do not like it", OutboxState.FAILED),
        (Fault.NONE, "451 4.3.0 later", OutboxState.WAITING),
        (Fault.DROP_AFTER_DOT, "", OutboxState.UNKNOWN),
    ],
)
def test_what_becomes_of_a_mail_is_known(mail_desk: MailDesk, fault: Fault, answer: str, state: OutboxState) -> None:
    mail_desk.dovecot.append(mail_desk.user, customer_mail("1@mail.example", "one"))
    mail_desk.fetch()
    number = mail_desk.tickets()[0].id
    mail_desk.smtp.fault, mail_desk.smtp.answer = fault, answer
    mail_desk.reply(number, "Hello")
    mail_desk.send()
    shown = mail_desk.messages(number)[-1]
    assert shown.outbox is state
    assert shown.outbox_reason
    mail_desk.smtp.reset()
    mail_desk.send()
    assert mail_desk.messages(number)[-1].outbox is state, "nothing is sent again before its time, or at all"
    assert mail_desk.smtp.mails == []


def test_a_claim_that_nobody_finished_is_for_a_person(mail_desk: MailDesk) -> None:
    mail_desk.dovecot.append(mail_desk.user, customer_mail("1@mail.example", "one"))
    mail_desk.fetch()
    number = mail_desk.tickets()[0].id
    mail_desk.reply(number, "Hello")
    with mail_desk.desk.writing() as session:
        session.connection.execute(outbox.update().values(state="sending"))
    assert mail_desk.send() == 0
    assert mail_desk.messages(number)[-1].outbox is OutboxState.UNKNOWN
    assert mail_desk.smtp.mails == []


def test_only_what_the_mailbox_asks_for_is_taken_in_at_first(mail_desk: MailDesk) -> None:
    from datetime import UTC, datetime, timedelta

    now = datetime.now(UTC)
    with mail_desk.desk.writing() as session:
        from deskbell.store.tables import mailbox

        session.connection.execute(mailbox.update().values(history_days=7))
    mail_desk.dovecot.append(mail_desk.user, customer_mail("old@mail.example", "old"), when=now - timedelta(days=30))
    mail_desk.dovecot.append(mail_desk.user, customer_mail("new@mail.example", "new"), when=now - timedelta(days=2))
    mail_desk.fetch()
    assert [mail_desk.messages(row.id)[0].text for row in mail_desk.tickets()] == ["new"]


def test_two_workers_file_a_mail_once(mail_desk: MailDesk) -> None:
    from threading import Event

    from msgspec.structs import replace

    from deskbell.jobs.read_mail import MailReader

    mail_desk.dovecot.append(mail_desk.user, *(customer_mail(f"{n}@mail.example", str(n)) for n in range(3)))
    other = replace(mail_desk.office, holder="other", stop=Event(), news=Event())
    token = other.take("read mail")
    mail_desk.fetch()
    assert mail_desk.tickets() == (), "the other one holds the lease"
    assert token is not None
    other.release("read mail", token)
    assert MailReader(mail_desk.office).run() == 3
    assert MailReader(other).run() == 0
    with mail_desk.desk.reading() as session:
        assert session.connection.execute(select(func.count()).select_from(message)).scalar_one() == 3
