"""Answers: the message, the mail in the outbox, what they change, and taking them back."""

import email
from concurrent.futures import ThreadPoolExecutor
from email import policy

import pytest
from sqlalchemy import select, update

from actions.conftest import SmallDesk, mail
from deskbell.actions import reply_files
from deskbell.actions.dispatch import perform
from deskbell.actions.send_reply import composed_ahead
from deskbell.model.commands import (
    AddNote,
    DiscardDraft,
    SaveDraft,
    SaveSettings,
    SendAgain,
    SendReply,
    SetStatus,
    UndoSend,
)
from deskbell.model.errors import Conflict, Mistake
from deskbell.model.kinds import MessageKind, OutboxState, ReplyKind, Status
from deskbell.model.mail import Mailbox, OutboundAttachment
from deskbell.store import blobs
from deskbell.store.integrity import problems
from deskbell.store.queries import drafts, originals, ticket
from deskbell.store.tables import mailbox, message, outbox

LI = Mailbox("Li Na", "li.na@mail.example")


@pytest.fixture
def number(small: SmallDesk) -> int:
    return small.arrive(mail("1@mail.example"))[0].ticket_id


def send(small: SmallDesk, number: int, **values: object) -> int:
    command = {
        "agent_id": small.ona,
        "ticket_id": number,
        "kind": ReplyKind.REPLY,
        "mailbox_id": small.support,
        "to": (LI,),
        "text": "Please restart it.",
    }
    return perform(small.desk, SendReply(**(command | values)))


def frozen(small: SmallDesk, message_id: int) -> tuple[object, email.message.EmailMessage]:
    """The outbox row of a message, and its mail as any client would read it."""
    with small.desk.reading() as session:
        row = session.connection.execute(select(outbox).where(outbox.c.message_id == message_id)).one()
        return row, email.message_from_bytes(blobs.read(session, row.blob_id), policy=policy.default)


def test_an_answer_is_threaded_and_waits_for_its_undo_time(small: SmallDesk, number: int) -> None:
    row, sent = frozen(small, send(small, number, bcc=(Mailbox("", "boss@desk.example"),), undo_seconds=10))
    assert sent["In-Reply-To"] == "<1@mail.example>"
    assert "<1@mail.example>" in sent["References"]
    assert sent["From"] == "Ona <support@desk.example>"
    assert sent["Subject"] == "Re: The printer is offline"
    assert sent["Bcc"] is None
    assert row.recipients == ["li.na@mail.example", "boss@desk.example"]
    assert row.state == OutboxState.WAITING
    assert (row.not_before - row.changed_at).total_seconds() == 10


def test_others_write_while_files_are_encoded(small: SmallDesk, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite has one writer at a time, and large files take a while."""
    real, names = reply_files.encoded, list[str]()

    def encoded(file: OutboundAttachment) -> bytes:
        with ThreadPoolExecutor(1) as other:
            # Whoever had to wait for us would never come through.
            other.submit(perform, small.desk, SaveSettings(agent_id=None, owner=0, values=())).result(timeout=10)
        names.append(file.name)
        return real(file)

    monkeypatch.setattr(reply_files, "encoded", encoded)
    slip, note = (OutboundAttachment(name, "text/plain", name.encode() * 40) for name in ("slip.txt", "note.txt"))
    draft = {"ticket_id": number, "kind": ReplyKind.REPLY, "mailbox_id": small.support, "text": "Dear"}
    perform(small.desk, SaveDraft(agent_id=small.ona, **draft, attachments=(slip,)))
    (kept,) = small.desk.read(drafts.of_ticket, small.ona, number)[0].attachments
    message_id = send(small, number, attachments=(note,), attachments_from=(kept.id,))
    assert names == ["note.txt", "slip.txt"]
    _, sent = frozen(small, message_id)
    assert [(part.get_filename(), part.get_content()) for part in sent.iter_attachments()] == [
        (file.name, file.content.decode()) for file in (note, slip)
    ]


def test_a_file_that_goes_while_the_others_are_encoded_is_missed(small: SmallDesk, number: int) -> None:
    file = OutboundAttachment("slip.txt", "text/plain", b"1")
    draft = {"ticket_id": number, "kind": ReplyKind.REPLY, "mailbox_id": small.support, "text": "Dear"}
    perform(small.desk, SaveDraft(agent_id=small.ona, **draft, attachments=(file,)))
    (kept,) = small.desk.read(drafts.of_ticket, small.ona, number)[0].attachments
    command = SendReply(agent_id=small.ona, **draft, to=(LI,), attachments_from=(kept.id,))
    verb = composed_ahead(small.desk, command)
    perform(small.desk, DiscardDraft(agent_id=small.ona, ticket_id=number, kind=ReplyKind.REPLY))
    with pytest.raises(Mistake) as refused:
        small.desk.transact(lambda session: verb(session, command))
    assert refused.value.code == "attachment.gone"


def test_a_mail_that_goes_out_can_be_had_as_it_was_frozen(small: SmallDesk, number: int) -> None:
    message_id = send(small, number)
    raw = small.desk.read(originals.sent, message_id)
    assert email.message_from_bytes(raw)["Subject"] == "Re: The printer is offline"
    with pytest.raises(LookupError):
        small.desk.read(originals.sent, message_id + 1)


def test_an_answer_changes_the_ticket(small: SmallDesk, number: int) -> None:
    send(small, number)
    row = small.ticket(number).row
    assert (row.status, row.assignee_id, row.awaiting, row.messages) == (Status.OPEN, small.ona, False, 2)


@pytest.mark.parametrize("then", [Status.SOLVED, Status.PENDING])
def test_send_and_give_a_status(small: SmallDesk, number: int, then: Status) -> None:
    send(small, number, then=then)
    assert small.ticket(number).row.status is then


def test_what_is_quoted_goes_out_and_is_folded_away(small: SmallDesk, number: int) -> None:
    message_id = send(small, number, text="Yes.", quoted="> It does not work.")
    _, sent = frozen(small, message_id)
    assert "> It does not work." in sent.get_body().get_content()
    shown = small.ticket(number).messages[-1]
    assert (shown.visible, "> It does" in shown.text) == ("Yes.", True)


@pytest.mark.parametrize("then", [Status.SOLVED, Status.PENDING, Status.ON_HOLD])
def test_undo_gives_the_draft_and_the_ticket_back(small: SmallDesk, number: int, then: Status) -> None:
    before = small.ticket(number).row
    file = OutboundAttachment("a.txt", "text/plain", b"hello")
    message_id = send(small, number, text="Too early", attachments=(file,), then=then)
    perform(small.desk, UndoSend(agent_id=small.ona, message_id=message_id))
    after = small.ticket(number)
    assert (after.row.status, after.row.assignee_id, after.row.awaiting) == (before.status, None, True)
    assert (after.row.messages, after.row.attachments) == (before.messages, before.attachments)
    (draft,) = small.desk.read(drafts.of_ticket, small.ona, number)
    assert draft.text == "Too early"
    assert [each.name for each in draft.attachments] == ["a.txt"]
    with small.desk.reading() as session:
        assert session.connection.execute(select(outbox)).all() == []
    assert small.desk.read(problems) == []


def test_undo_leaves_what_a_colleague_changed_since(small: SmallDesk, number: int) -> None:
    message_id = send(small, number, then=Status.SOLVED)
    perform(small.desk, SetStatus(agent_id=small.tomas, tickets=(number,), status=Status.ON_HOLD))
    perform(small.desk, UndoSend(agent_id=small.ona, message_id=message_id))
    assert small.ticket(number).row.status is Status.ON_HOLD


def test_a_mail_that_is_being_sent_cannot_be_taken_back(small: SmallDesk, number: int) -> None:
    message_id = send(small, number)
    with small.desk.writing() as session:
        session.connection.execute(outbox.update().values(state="sending"))
    with pytest.raises(Mistake, match="Too late"):
        perform(small.desk, UndoSend(agent_id=small.ona, message_id=message_id))


def test_somebody_wrote_meanwhile(small: SmallDesk, number: int) -> None:
    seen = small.ticket(number).messages[-1].id
    small.arrive(mail("2@mail.example", "Never mind, it works.", references=("1@mail.example",)))
    with pytest.raises(Conflict, match="Li Na wrote"):
        send(small, number, seen_message=seen)
    send(small, number, seen_message=0)


def test_a_ticket_begun_by_mail(small: SmallDesk) -> None:
    message_id = send(small, 0, kind=ReplyKind.NEW, subject="Your order", to=(Mailbox("Max", "max@mail.example"),))
    _, sent = frozen(small, message_id)
    assert (sent["Subject"], sent["In-Reply-To"]) == ("Your order", None)
    number = small.arrive(
        mail("9@mail.example", sender="max@mail.example", in_reply_to=(sent["Message-ID"].strip("<>"),))
    )[0].ticket_id
    assert [each.kind for each in small.ticket(number).messages] == [MessageKind.OUT, MessageKind.IN]


def test_a_ticket_that_is_begun_may_wait_at_once(small: SmallDesk) -> None:
    message_id = send(small, 0, kind=ReplyKind.NEW, subject="Your order", then=Status.PENDING)
    with small.desk.reading() as session:
        number = session.connection.execute(select(message.c.ticket_id).where(message.c.id == message_id)).scalar_one()
    assert small.ticket(number).row.status is Status.PENDING


def test_undoing_a_begun_ticket_leaves_a_draft_and_no_ticket(small: SmallDesk) -> None:
    message_id = send(small, 0, kind=ReplyKind.NEW, subject="Your order")
    perform(small.desk, UndoSend(agent_id=small.ona, message_id=message_id))
    (draft,) = small.desk.read(drafts.of_ticket, small.ona, 0)
    assert (draft.kind, draft.subject) == (ReplyKind.NEW, "Your order")
    assert small.desk.read(problems) == []


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"text": " \n"}, "nothing to send"),
        ({"to": ()}, "at least one address"),
        ({"to": (Mailbox("", "not an address"),)}, "not a mail address"),
        ({"mailbox_id": 999}, "mailbox does not exist"),
        ({"ticket_id": 999}, "no ticket #999"),
        ({"attachments_from": (999,)}, "attachment is not there"),
    ],
)
def test_what_cannot_be_sent_gets_a_sentence(
    small: SmallDesk, number: int, values: dict[str, object], words: str
) -> None:
    with pytest.raises(Mistake, match=words):
        send(small, number, **values)
    assert small.ticket(number).row.messages == 1


def test_a_mailbox_without_a_server_holds_its_mail(small: SmallDesk, number: int) -> None:
    from deskbell.model.commands import SaveMailbox

    bare = perform(small.desk, SaveMailbox(agent_id=None, id=0, name="Bare", address="bare@desk.example"))
    row, _ = frozen(small, send(small, number, mailbox_id=bare))
    assert (row.state, row.reason) == (OutboxState.HELD, "mail.held")


def test_sending_again_is_for_what_failed(small: SmallDesk, number: int) -> None:
    message_id = send(small, number)
    with pytest.raises(Mistake):
        perform(small.desk, SendAgain(agent_id=small.ona, message_id=message_id))
    with small.desk.writing() as session:
        session.connection.execute(outbox.update().values(state="unknown", attempts=3))
    perform(small.desk, SendAgain(agent_id=small.ona, message_id=message_id))
    assert frozen(small, message_id)[0].state == OutboxState.WAITING


def test_a_note_is_for_agents_only(small: SmallDesk, number: int) -> None:
    perform(small.desk, AddNote(agent_id=small.tomas, ticket_id=number, text="The bank batch failed."))
    detail = small.ticket(number)
    assert (detail.messages[-1].kind, detail.messages[-1].author) == (MessageKind.NOTE, "Tomas")
    assert detail.row.awaiting
    with small.desk.reading() as session:
        assert session.connection.execute(select(outbox)).all() == []


def test_drafts_are_one_an_agent_ticket_and_kind(small: SmallDesk, number: int) -> None:
    def save(agent_id: int, text: str, kind: ReplyKind = ReplyKind.REPLY, **values: object) -> int:
        command = SaveDraft(
            agent_id=agent_id, ticket_id=number, kind=kind, mailbox_id=small.support, text=text, **values
        )
        return perform(small.desk, command)

    first = save(small.ona, "Dear", attachments=(OutboundAttachment("a.txt", "text/plain", b"1"),))
    (kept,) = small.desk.read(drafts.of_ticket, small.ona, number)[0].attachments
    assert save(small.ona, "Dear Li", kept_attachments=(kept.id,)) == first
    save(small.ona, "hm", ReplyKind.NOTE)
    save(small.tomas, "Hello")
    mine = {draft.kind: draft for draft in small.desk.read(drafts.of_ticket, small.ona, number)}
    assert {kind: draft.text for kind, draft in mine.items()} == {ReplyKind.REPLY: "Dear Li", ReplyKind.NOTE: "hm"}
    assert [each.name for each in mine[ReplyKind.REPLY].attachments] == ["a.txt"]
    message_id = send(small, number, text="Dear Li", attachments_from=(kept.id,))
    assert [draft.kind for draft in small.desk.read(drafts.of_ticket, small.ona, number)] == [ReplyKind.NOTE]
    _, sent = frozen(small, message_id)
    assert [part.get_filename() for part in sent.iter_attachments()] == ["a.txt"]
    perform(small.desk, DiscardDraft(agent_id=small.ona, ticket_id=number, kind=ReplyKind.NOTE))
    assert small.desk.read(drafts.of_ticket, small.ona, number) == ()


@pytest.mark.parametrize(("limit", "sent"), [(0, True), (200_000, True), (100_000, False)])
def test_what_the_server_would_refuse_is_refused_at_once(small: SmallDesk, number: int, limit: int, sent: bool) -> None:
    with small.desk.writing() as session:
        session.connection.execute(update(mailbox).values(smtp_host="smtp.example", smtp_limit=limit))
    before = len(small.desk.read(ticket.detail, number).messages)
    film = OutboundAttachment("film.mp4", "video/mp4", bytes(100_000))
    if sent:
        send(small, number, attachments=(film,))
    else:
        with pytest.raises(Mistake) as caught:
            send(small, number, attachments=(film,))
        assert (
            str(caught.value) == "smtp.example takes mails of at most 0.1 MB; this one is 0.1 MB with its attachments."
        )
    assert len(small.desk.read(ticket.detail, number).messages) == before + sent
