"""Mails that the desk has already: our own that came back, and the same mail on a second way."""

from collections.abc import Mapping, Sequence

from sqlalchemy import exists, insert, select

from deskbell.actions.intake.arrival import Arrival
from deskbell.actions.intake.memory import Memory, Seen
from deskbell.mail.parse.headers import split_headers
from deskbell.model.commands import new_deed
from deskbell.model.kinds import Deed, Entity, MessageKind
from deskbell.model.mail import InboundMail
from deskbell.rules.same_mail import Trace, same_mail
from deskbell.store import blobs
from deskbell.store.session import Session
from deskbell.store.tables import attachment, deed, journal, message, raw_mail

# A Message-ID that is reused without end must not make each further mail dearer: it is compared with so many, the newest.
COMPARED = 20
_LIST_NAME = 200


def load_traces(session: Session, memory: Memory, arrivals: Sequence[Arrival]) -> dict[int, Trace]:
    """What is to be compared of the messages whose Message-ID comes again in this batch, by their ids."""
    wanted = {
        seen.id
        for arrival in arrivals
        if arrival.mail is not None and arrival.mail.message_id
        for seen in memory.messages.get(arrival.mail.message_id, ())[-COMPARED:]
        if seen.id
    }
    if not wanted:
        return {}
    files: dict[int, set[tuple[str, int]]] = {}
    query = select(attachment.c.message_id, attachment.c.name, attachment.c.size)
    for row in session.connection.execute(query.where(attachment.c.message_id.in_(wanted))):
        files.setdefault(row.message_id, set()).add((row.name, row.size))
    columns = (message.c.from_name, message.c.from_email, message.c.sent_at, message.c.subject, message.c.text)
    rows = session.connection.execute(select(message.c.id, *columns).where(message.c.id.in_(wanted)))
    return {
        row.id: Trace(
            row.from_name, row.from_email, row.sent_at, row.subject, row.text, frozenset(files.get(row.id, ()))
        )
        for row in rows
    }


def is_known(memory: Memory, arrival: Arrival, traces: Mapping[int, Trace]) -> Seen | None:
    """The message that this arrival is once more; None where it is none of them. A Message-ID alone proves nothing: senders reuse them.

    Of our own mails it is enough that their text is in it: lists write their own sender and a line below.
    """
    mail = arrival.mail
    if mail is None or not mail.message_id:
        return None
    mine = _trace(mail)
    said = _squeezed(mail.text)
    for seen in memory.messages.get(mail.message_id, ())[-COMPARED:]:
        other = _trace(seen.plan.mail) if seen.plan is not None else traces.get(seen.id)
        if other is None:
            continue
        if seen.kind is MessageKind.OUT and (ours := _squeezed(other.text)) and ours in said:
            return seen
        # What an agent forwards is kept as its first sender's.
        forwarded = mail.forwarded_from is not None and mail.forwarded_from.email == other.email
        if same_mail(mine, other) or (forwarded and other.text == mail.text):
            return seen
    return None


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def note_second_way(session: Session, known: Mapping[int, tuple[Seen, Arrival]]) -> None:
    """Say at the ticket on which other way the mail came as well: another mailbox of ours, or a mailing list. Each way is said once.

    `known` has, by raw mail, the message that it is once more. Call it before those raw mails are tied to their messages.
    """
    for seen, arrival in known.values():
        message_id, ticket_id = seen.place()
        if seen.kind is MessageKind.OUT:
            continue
        here = exists().where(raw_mail.c.message_id == message_id, raw_mail.c.mailbox_id == arrival.mailbox_id)
        if not session.connection.execute(select(here)).scalar_one():
            _note(session, ticket_id, Deed.ALSO_CAME, str(arrival.mailbox_id))
        elif name := _list_name(blobs.read(session, arrival.blob_id)):
            _note(session, ticket_id, Deed.ALSO_LISTED, name)


def _note(session: Session, ticket_id: int, kind: Deed, way: str) -> None:
    said = exists().where(journal.c.ticket_id == ticket_id, journal.c.kind == kind.value, journal.c.after == way)
    if session.connection.execute(select(said)).scalar_one():
        return
    step = {"kind": kind.value, "at": session.now}
    deed_id = new_deed()
    session.connection.execute(insert(deed), {"id": deed_id, **step})
    session.connection.execute(insert(journal), {"deed_id": deed_id, "ticket_id": ticket_id, "after": way, **step})
    session.changed(Entity.TICKET, ticket_id, ticket_id)


def _list_name(raw: bytes) -> str:
    """What a mailing list calls itself in List-Id (RFC 2919): its words where it has some, else its id; "" where there is no list."""
    headers, _ = split_headers(raw, 0, min(len(raw), 1 << 16))
    words, _, rest = headers.first("list-id").decode("utf-8", "replace").partition("<")
    return " ".join((words.strip(' "') or rest.partition(">")[0]).split())[:_LIST_NAME]


def _trace(mail: InboundMail) -> Trace:
    files = frozenset((file.name, file.size) for file in mail.attachments)
    return Trace(mail.sender.name, mail.sender.email, mail.date, mail.subject, mail.text, files)
