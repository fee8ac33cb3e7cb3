"""What takes long is done before the transaction, in which nobody else writes on SQLite; and is done again where it is not right any more."""

import email
import os
from collections.abc import Callable
from email import policy
from unittest import mock

import pytest
from sqlalchemy import select, update

from actions.conftest import SmallDesk, mail
from deskbell.actions import outgoing
from deskbell.actions.dispatch import perform
from deskbell.actions.drafts import packed_ahead
from deskbell.actions.send_reply import composed_ahead
from deskbell.model.commands import SaveDraft, SendReply, SetSubject
from deskbell.model.kinds import ReplyKind
from deskbell.model.mail import Mailbox, OutboundAttachment
from deskbell.store import blobs, packing
from deskbell.store.queries import drafts
from deskbell.store.tables import agent, mailbox, outbox

# Long enough to be packed in several pieces, and worth it.
FILE = OutboundAttachment("log.txt", "text/plain", os.urandom(40_000).hex().encode() * 30)
TOO_LATE = "this belongs before the transaction"


@pytest.fixture
def number(small: SmallDesk) -> int:
    return small.arrive(mail("1@mail.example"))[0].ticket_id


def reply(small: SmallDesk, number: int, **values: object) -> SendReply:
    command = {"agent_id": small.ona, "ticket_id": number, "kind": ReplyKind.REPLY, "mailbox_id": small.support}
    written = {"to": (Mailbox("Li Na", "li.na@mail.example"),), "text": "See the log.", "attachments": (FILE,)}
    return SendReply(**command | written | values)


def sent(small: SmallDesk, message_id: int) -> email.message.EmailMessage:
    with small.desk.reading() as session:
        blob_id = session.connection.execute(select(outbox.c.blob_id).where(outbox.c.message_id == message_id)).scalar()
        return email.message_from_bytes(blobs.read(session, blob_id), policy=policy.default)


def never(*_: object) -> None:
    raise AssertionError(TOO_LATE)


def test_an_answer_with_files_is_composed_hashed_and_packed(small: SmallDesk, number: int) -> None:
    command = reply(small, number)
    verb = composed_ahead(small.desk, command)
    with (
        mock.patch.object(outgoing, "compose", never),
        mock.patch.object(blobs, "sha256", never),
        mock.patch.object(packing, "pack", never),
    ):
        message_id = small.desk.transact(lambda session: verb(session, command))
    whole = sent(small, message_id)
    assert whole["Message-ID"] == f"<{small.outgoing_id(number)}>"
    assert whole["In-Reply-To"] == "<1@mail.example>"
    assert [part.get_content().encode() for part in whole.iter_attachments()] == [FILE.content]


def rename_ona(small: SmallDesk, number: int) -> None:
    with small.desk.writing() as session:
        session.connection.execute(update(agent).where(agent.c.id == small.ona).values(name="Ona Ka"))


def move_mailbox(small: SmallDesk, number: int) -> None:
    with small.desk.writing() as session:
        session.connection.execute(
            update(mailbox).where(mailbox.c.id == small.support).values(address="new@desk.example")
        )


def change_subject(small: SmallDesk, number: int) -> None:
    perform(small.desk, SetSubject(agent_id=small.tomas, ticket_id=number, subject="The scanner"))


def write_again(small: SmallDesk, number: int) -> None:
    small.arrive(mail("2@mail.example", references=("1@mail.example",)))


@pytest.mark.parametrize(
    ("change", "header", "value"),
    [
        (rename_ona, "From", "Ona Ka <support@desk.example>"),
        (move_mailbox, "From", "Ona <new@desk.example>"),
        (change_subject, "Subject", "Re: The scanner"),
        (write_again, "In-Reply-To", "<2@mail.example>"),
    ],
)
def test_what_changed_since_is_in_the_mail(
    small: SmallDesk, number: int, change: Callable[[SmallDesk, int], None], header: str, value: str
) -> None:
    command = reply(small, number)
    verb = composed_ahead(small.desk, command)
    change(small, number)
    assert sent(small, small.desk.transact(lambda session: verb(session, command)))[header] == value


def test_a_mail_that_waited_long_has_another_date(
    small: SmallDesk, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = reply(small, number)
    verb = composed_ahead(small.desk, command)
    monkeypatch.setattr(outgoing, "OLDEST", -outgoing.OLDEST)
    composed = mock.Mock(wraps=outgoing.compose)
    monkeypatch.setattr(outgoing, "compose", composed)
    message_id = small.desk.transact(lambda session: verb(session, command))
    assert composed.call_count == 1
    assert len(list(sent(small, message_id).iter_attachments())) == 1


@pytest.mark.parametrize(
    "values",
    [{"attachments": ()}, {"ticket_id": 0, "kind": ReplyKind.NEW, "subject": "A new one"}],
    ids=["bare", "new"],
)
def test_what_cannot_be_composed_ahead_goes_out_as_well(
    small: SmallDesk, number: int, values: dict[str, object]
) -> None:
    message_id = perform(small.desk, reply(small, number, **values))
    assert len(list(sent(small, message_id).iter_attachments())) == len(values.get("attachments", (FILE,)))


def test_the_files_of_a_draft_are_hashed_and_packed(small: SmallDesk, number: int) -> None:
    command = SaveDraft(
        agent_id=small.ona,
        ticket_id=number,
        kind=ReplyKind.REPLY,
        mailbox_id=small.support,
        text="See the log.",
        attachments=(FILE,),
    )
    verb = packed_ahead(small.desk, command)
    with mock.patch.object(blobs, "sha256", never), mock.patch.object(packing, "pack", never):
        small.desk.transact(lambda session: verb(session, command))
    (kept,) = small.desk.read(drafts.of_ticket, small.ona, number)[0].attachments
    message_id = perform(small.desk, reply(small, number, attachments=(), attachments_from=(kept.id,)))
    assert [part.get_content().encode() for part in sent(small, message_id).iter_attachments()] == [FILE.content]
