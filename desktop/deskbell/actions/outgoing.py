"""The mail that a reply becomes: who it goes to, what it answers, and its frozen bytes in the outbox."""

import secrets
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Row, bindparam, select

from deskbell.actions.dressing import Dress
from deskbell.actions.reply_files import ReplyFiles
from deskbell.mail.address import ascii_domain
from deskbell.mail.compose import compose, encoded
from deskbell.model.commands import SendReply
from deskbell.model.errors import Mistake
from deskbell.model.hidden import all_but
from deskbell.model.kinds import MessageKind, OutboxState, ReplyKind
from deskbell.model.mail import Mailbox, OutboundMail
from deskbell.rules import token
from deskbell.rules.mail_layout import dressed
from deskbell.rules.mail_size import is_beyond, megabytes
from deskbell.rules.placeholders import fill_ratings, fill_ratings_html
from deskbell.rules.quoting import Written, above, below
from deskbell.rules.rating import links
from deskbell.store import blobs, plain
from deskbell.store.bulk import insert_numbered
from deskbell.store.queries.identity import Identity
from deskbell.store.queries.mail_layouts import COLUMNS
from deskbell.store.session import Session
from deskbell.store.tables import mail_layout, mailbox, message, outbox

# A thread's References header names its first message and this many of the last ones.
REFERENCES_KEPT = 20
# RFC 5321, 4.5.3.1.1.
LONGEST_LOCAL_PART = 64

# A mail that waited longer than this for its transaction is composed again, for its date.
OLDEST = timedelta(seconds=60)

_MAILBOX = (
    select(mailbox, *COLUMNS)
    .outerjoin(mail_layout, mail_layout.c.mailbox_id == mailbox.c.id)
    .where(mailbox.c.id == bindparam("mailbox"))
)
_THREAD = (
    select(message.c.message_id, message.c.references, message.c.kind)
    .where(
        message.c.ticket_id == bindparam("ticket"), message.c.kind != int(MessageKind.NOTE), message.c.message_id != ""
    )
    .order_by(message.c.at.desc(), message.c.id.desc())
    .limit(REFERENCES_KEPT)
)


class Answered(Struct, frozen=True):
    """What a reply answers: In-Reply-To and References (RFC 5322, 3.6.4), both empty for a mail that begins a thread."""

    in_reply_to: str = ""
    references: tuple[str, ...] = ()


def ask_thread(session: Session, ticket_id: int, kind: ReplyKind) -> Callable[[], Answered]:
    """The thread that a reply on this ticket goes on with. A forwarded mail goes to others and begins a thread of its own."""
    if kind in (ReplyKind.FORWARD, ReplyKind.NEW):
        return Answered
    answer = plain.ask_named(session.connection, _THREAD, {"ticket": ticket_id})

    def answered() -> Answered:
        rows = answer()
        if not rows:
            return Answered()
        last = next((row for row in rows if row.kind == MessageKind.IN), rows[0])
        thread = dict.fromkeys([*last.references, *(row.message_id for row in reversed(rows))])
        return Answered(last.message_id, tuple(thread))

    return answered


class Finished(Struct, frozen=True):
    """A mail that was composed before its transaction, with its bytes as they are kept."""

    mail: OutboundMail
    raw: blobs.Content

    __repr__ = all_but("mail", "raw")

    @classmethod
    def of(cls, mail: OutboundMail, files: ReplyFiles) -> "Finished":
        """This mail; takes its time. Raises as `compose` does."""
        besides = mail.attachments[len(files.files) :]
        contents = (*files.encoded, *map(encoded, besides))
        return cls(mail, blobs.prepared(compose(mail, contents), wholly=True))

    def serves(self, mail: OutboundMail) -> bool:
        """Whether it is what `mail` is, but for another Message-ID and a date that is some seconds on."""
        on = mail.date - self.mail.date
        same = replace(mail, message_id=self.mail.message_id, date=self.mail.date) == self.mail
        return same and timedelta(0) <= on <= OLDEST


def freeze(
    session: Session,
    command: SendReply,
    box: Row[Any],
    ticket_id: int,
    subject: str,
    sender: Mailbox,
    thread: Answered,
    own: Identity,
    files: ReplyFiles,
    dress: Dress | None,
) -> OutboundMail:
    """The outgoing mail as values, with a Message-ID that we will know again. Its files come first, then what belongs to its layout."""
    text, html = command.text, command.html
    quoted = Written(command.quoted, command.quoted_html) if command.quoted else None
    if dress is not None:
        written = Written(text, html)
        whole = dressed(written, dress.layout, dress.facts, quoted=quoted, quote_above=command.quote_above)
        # Who writes plain text sends no HTML.
        text, html = whole.text, whole.html if html else ""
    elif quoted is not None:
        put = above if command.quote_above else below
        whole = put(Written(text, html), quoted)
        text, html = whole.text, whole.html if html else ""
    domain = box.address.rpartition("@")[2]
    return OutboundMail(
        sender=sender,
        to=command.to,
        cc=command.cc,
        subject=subject,
        text=text,
        html=html,
        message_id=token.make(own.token_key, own.desk_id, ticket_id, secrets.token_hex(6), domain),
        date=max(session.now, command.send_at or session.now),
        in_reply_to=thread.in_reply_to,
        references=thread.references,
        reply_to=reply_address(own, box.address, ticket_id) if box.plus_address else "",
        attachments=(*files.files, *(dress.pictures() if dress is not None and html else ())),
    )


def reply_address(own: Identity, address: str, ticket_id: int) -> str:
    """Where answers shall go: the mailbox's address with the ticket behind a plus; "" for the plain one where that would be longer than servers take."""
    made = token.make_plus(own.token_key, address, ticket_id)
    return made if len(made.rpartition("@")[0]) <= LONGEST_LOCAL_PART else ""


def put_in_outbox(
    session: Session,
    command: SendReply,
    box: Row[Any],
    message_id: Callable[[], int],
    raw: blobs.Content,
) -> int:
    """Let the worker have the bytes of a mail once the undo time is over; the id of the outbox's row. A mailbox that cannot send holds them.

    Raises `Mistake` mail.too_large where the server is known to refuse them.
    """
    size = len(raw.data)
    if is_beyond(size, box.smtp_limit):
        sizes = {"size": megabytes(size), "limit": megabytes(box.smtp_limit)}
        raise Mistake("mail.too_large", host=box.smtp_host, **sizes)
    recipients = list(dict.fromkeys(person.email for person in (*command.to, *command.cc, *command.bcc)))
    (blob_id,) = blobs.keep_all(session, [raw])
    state = OutboxState.WAITING if box.smtp_host else OutboxState.HELD
    row = {
        "message_id": message_id(),
        "mailbox_id": box.id,
        "blob_id": blob_id,
        "sender": box.address,
        "recipients": recipients,
        "state": state.value,
        "not_before": max(session.now + timedelta(seconds=command.undo_seconds), command.send_at or session.now),
        "kind": command.kind.value,
        "bcc": [[person.name, person.email] for person in command.bcc],
        "original_id": command.original_id,
        "macro_id": command.macro_id,
        "changed_at": session.now,
        "reason": "" if state is OutboxState.WAITING else "mail.held",
    }
    return insert_numbered(session, outbox, [row])[0]


def ask_mailbox(session: Session, mailbox_id: int) -> Callable[[], Row[Any]]:
    """The mailbox to send from, with its layout; what comes back raises `Mistake` mailbox.gone."""
    answer = plain.ask_named(session.connection, _MAILBOX, {"mailbox": mailbox_id})

    def box() -> Row[Any]:
        found = answer()
        if not found:
            raise Mistake("mailbox.gone")
        return found[0]  # type: ignore[no-any-return]

    return box


def with_ratings(command: SendReply, own: Identity, address: str, ticket_id: int) -> SendReply:
    """The command with the links in its text that a customer rates this ticket with, which leaves from this address."""
    if "rating" not in command.text:
        return command
    ratings = links(own.token_key, address, ticket_id)
    return replace(command, text=fill_ratings(command.text, ratings), html=fill_ratings_html(command.html, ratings))


def checked(command: SendReply) -> SendReply:
    """The command with clean addresses; raises `Mistake` text.empty, address.none, address.bad."""
    if not command.text.strip() and not command.attachments and not command.attachments_from:
        raise Mistake("text.empty")
    if not command.to and not command.cc and not command.bcc:
        raise Mistake("address.none")
    for person in (*command.to, *command.cc, *command.bcc):
        ascii_domain(person.email)
    return replace(command, subject=one_line(command.subject), to=_clean(command.to), cc=_clean(command.cc))


def one_line(words: str) -> str:
    """`words` without line breaks: subjects, names and file names that came by mail may hold some, and no header may."""
    return " ".join(words.split())


def _clean(people: Sequence[Mailbox]) -> tuple[Mailbox, ...]:
    return tuple(Mailbox(one_line(person.name), person.email) for person in people)
