"""Answers to those who mean no good, and answers that nobody thought of: what leaves is one mail, to those who were named."""

import email
from email import policy

import pytest
from sqlalchemy import select, update

from actions.conftest import SmallDesk, mail
from deskbell.actions.dispatch import perform
from deskbell.model.commands import SendReply
from deskbell.model.errors import Mistake
from deskbell.model.kinds import ReplyKind
from deskbell.model.mail import Mailbox, OutboundAttachment
from deskbell.store import blobs
from deskbell.store.tables import attachment, outbox, ticket


@pytest.fixture
def number(small: SmallDesk) -> int:
    return small.arrive(mail("1@mail.example"))[0].ticket_id


def sent(small: SmallDesk, number: int, **values: object) -> email.message.EmailMessage:
    command = {
        "agent_id": small.ona,
        "ticket_id": number,
        "kind": ReplyKind.REPLY,
        "mailbox_id": small.support,
        "to": (Mailbox("Li Na", "li.na@mail.example"),),
        "text": "Please restart it.",
    }
    message_id = perform(small.desk, SendReply(**(command | values)))
    with small.desk.reading() as session:
        row = session.connection.execute(select(outbox).where(outbox.c.message_id == message_id)).one()
        raw = blobs.read(session, row.blob_id)
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert raw.replace(b"\r\n", b"").count(b"\n") == 0
    return email.message_from_bytes(raw, policy=policy.default)


@pytest.mark.parametrize("bad", ["Order\r\nBcc: all@mail.example", "Order\nX: y", "Order\r\n\r\n<script>"])
def test_a_subject_with_line_breaks_is_answered_in_one_line(small: SmallDesk, number: int, bad: str) -> None:
    with small.desk.writing() as session:
        session.connection.execute(update(ticket).values(subject=bad))
    for kind in (ReplyKind.REPLY, ReplyKind.FORWARD):
        answer = sent(small, number, kind=kind)
        assert answer["Subject"].endswith(" ".join(bad.split()))
        assert (answer["Bcc"], answer["X"]) == (None, None)


def test_names_with_line_breaks_become_one_line(small: SmallDesk, number: int) -> None:
    file = OutboundAttachment("x", "text/plain", b"1")
    sent(small, number, attachments=(file,))
    with small.desk.writing() as session:
        session.connection.execute(update(attachment).values(name="a.txt\r\nX-Evil: 1"))
        kept = session.connection.execute(select(attachment.c.id)).scalar_one()
    answer = sent(small, number, to=(Mailbox("Li\r\nBcc: x@y.z", "li.na@mail.example"),), attachments_from=(kept,))
    assert answer["To"] == '"Li Bcc: x@y.z" <li.na@mail.example>'
    assert (answer["Bcc"], answer["X-Evil"]) == (None, None)
    assert [part.get_filename() for part in answer.iter_attachments()] == ["a.txt X-Evil: 1"]


@pytest.mark.parametrize("field", ["to", "cc", "bcc"])
@pytest.mark.parametrize("bad", ["a@b.lt\r\nRCPT TO:<x@y.z>", "a@xn--\u00e4.org", "a b@c.lt", "a@b@c.lt", "@b.lt"])
def test_an_address_that_is_none_is_refused_before_anything_is_kept(
    small: SmallDesk, number: int, field: str, bad: str
) -> None:
    with pytest.raises(Mistake):
        sent(small, number, **{field: (Mailbox("", bad),)})
    with small.desk.reading() as session:
        assert session.connection.execute(select(outbox)).all() == []


def test_five_hundred_recipients(small: SmallDesk, number: int) -> None:
    everybody = tuple(Mailbox(f"Customer {n} Ąžuolas", f"customer{n}@mail.example") for n in range(500))
    answer = sent(small, number, to=everybody)
    assert len(answer["To"].addresses) == 500
    with small.desk.reading() as session:
        recipients = session.connection.execute(select(outbox.c.recipients)).scalar_one()
    assert recipients == [person.email for person in everybody]


def test_one_who_is_named_three_times_gets_it_once(small: SmallDesk, number: int) -> None:
    li = (Mailbox("", "li.na@mail.example"),)
    sent(small, number, cc=li, bcc=li)
    with small.desk.reading() as session:
        assert session.connection.execute(select(outbox.c.recipients)).scalar_one() == ["li.na@mail.example"]


def test_a_quote_above_stands_above_in_both_forms(small: SmallDesk, number: int) -> None:
    values = {
        "text": "Yes.",
        "html": "<div>Yes.</div>",
        "quoted": "> Works?",
        "quoted_html": "<blockquote>Works?</blockquote>",
    }
    answer = sent(small, number, quote_above=True, **values)
    for kind, first, last in (("plain", "> Works?", "Yes."), ("html", "<blockquote>Works?", "<div>Yes.")):
        body = answer.get_body((kind,))
        assert body is not None
        assert 0 <= body.get_content().index(first) < body.get_content().index(last)
    assert small.ticket(number).messages[-1].visible == "Yes."
