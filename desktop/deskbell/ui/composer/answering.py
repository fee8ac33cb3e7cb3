"""What an answer begins with, what stands below it, and the command that sends it."""

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

from deskbell.mail.sanitize import sanitize
from deskbell.model.commands import AddNote, Command, SendReply
from deskbell.model.errors import Mistake
from deskbell.model.kinds import MessageKind, ReplyKind, Status
from deskbell.model.mail import Mailbox
from deskbell.model.rows import AgentRow, MailboxRow, MessageRow, TicketDetail
from deskbell.rules.placeholders import Facts, fill
from deskbell.rules.quoting import (
    Written,
    forward,
    forward_subject,
    quote,
    spoken,
    with_signature,
    without_pictures,
    without_remote_pictures,
)
from deskbell.rules.recipients import read_addresses, recipients_of, write_addresses
from deskbell.rules.signatures import chosen
from deskbell.ui.composer.composed import AS_FILE, Composed
from deskbell.ui.composer.markup import pictures_in
from deskbell.ui.ticket.message_body import Part, body_of
from deskbell.ui.widgets.ages import day

translate = QCoreApplication.translate
_EMPTY_LINE = "<div><br></div>"
_ANSWERS = frozenset({ReplyKind.REPLY, ReplyKind.REPLY_ALL})


class Desk(Struct, frozen=True):
    """Who writes, from which of the mailboxes, and whose signature stands below: "mine", "mailbox", "both" or "none". `language` is the customer's, "" where
    nobody knows it: then signatures are in the mailbox's."""

    me: AgentRow
    mailboxes: tuple[MailboxRow, ...]
    signing: str = "mine"
    language: str = ""

    def mailbox(self, mailbox_id: int) -> MailboxRow | None:
        """One of the mailboxes, None where there is no such."""
        return next((box for box in self.mailboxes if box.id == mailbox_id), None)

    def signature(self, mailbox_id: int) -> Written:
        """The signature of a mail from this mailbox. The agent's own gives way to the mailbox's where the agent has none."""
        box = self.mailbox(mailbox_id)
        mine, of_box = self._of(self.me, box), self._of(box, box) if box is not None else ""
        signatures = {"mine": mine or of_box, "mailbox": of_box, "both": f"{mine}\n\n{of_box}".strip(), "none": ""}
        return with_signature(signatures[self.signing])

    def _of(self, whose: AgentRow | MailboxRow, box: MailboxRow | None) -> str:
        """The signature of one of them for a mail from this mailbox, filled in."""
        language = self.language or (box.language if box is not None else "")
        found = chosen(whose.signature, whose.signatures, box.id if box is not None else 0, language)
        if "{{" in found:
            found = fill(found, signing_facts(self.me, box))
        return found.strip()


def signing_facts(me: AgentRow, box: MailboxRow | None) -> Facts:
    """What a signature is filled in with."""
    name, address = (box.name, box.address) if box is not None else ("", "")
    return Facts(agent=me.name, agent_email=me.email, mailbox=name, mailbox_address=address)


def begun(kind: ReplyKind, desk: Desk, detail: TicketDetail | None, original: MessageRow | None = None) -> Composed:
    """A fresh text of this kind: addressed, signed, and with the files of the message that is forwarded."""
    mailbox_id = detail.row.mailbox_id if detail is not None else next((box.id for box in desk.mailboxes), 0)
    if kind is ReplyKind.NOTE:
        return Composed(kind, mailbox_id)
    signature = desk.signature(mailbox_id)
    if detail is None:
        return Composed(kind, mailbox_id, html=signature.html, text=signature.text)
    customer = Mailbox(detail.row.customer, detail.row.customer_email)
    ours = [one.address for one in desk.mailboxes]
    people = recipients_of(kind, detail.messages, customer, ours, detail.unasked)
    passed = original if kind is ReplyKind.FORWARD else None
    return Composed(
        kind,
        mailbox_id,
        to=write_addresses(people.to),
        cc=write_addresses(people.cc),
        subject=forward_subject(detail.row.subject) if kind is ReplyKind.FORWARD else "",
        html=signature.html,
        text=signature.text,
        passed_on=passed.attachments if passed is not None else (),
        passed_from=passed.id if passed is not None else 0,
    )


def answered_message(kind: ReplyKind, detail: TicketDetail) -> MessageRow | None:
    """The message that an answer quotes: the customer's newest, or the newest of all that aren't notes."""
    public = [message for message in detail.messages if message.kind is not MessageKind.NOTE]
    if kind in _ANSWERS:
        theirs = [message for message in public if message.kind is MessageKind.IN and not message.is_bounce]
        public = theirs or public
    return public[-1] if public else None


def command_for(
    composed: Composed,
    desk: Desk,
    detail: TicketDetail | None,
    *,
    quoting: bool,
    quote_above: bool = False,
    undo_seconds: int,
    seen_message: int,
    then: Status | None = None,
    send_at: datetime | None = None,
) -> Command:
    """The command that sends what was written. Raises `Mistake` address.bad, address.none, subject.empty, text.empty."""
    ticket_id = detail.row.id if detail is not None else 0
    if composed.kind is ReplyKind.NOTE:
        if not composed.text.strip():
            raise Mistake("text.empty")
        return AddNote(agent_id=desk.me.id, ticket_id=ticket_id, text=composed.text.strip("\n"), html=composed.html)
    to, cc, bcc = (read_addresses(line) for line in (composed.to, composed.cc, composed.bcc))
    if not to and not cc and not bcc:
        raise Mistake("address.none")
    if composed.kind is ReplyKind.NEW and not composed.subject.strip():
        raise Mistake("subject.empty")
    if not own_words(composed, desk) and not composed.file_count() and composed.kind is not ReplyKind.FORWARD:
        raise Mistake("text.empty")
    text, html = composed.text.strip("\n").rstrip(), _without_leading_lines(composed.html)
    tail = _tail(composed, detail, quoting=quoting)
    # A mail that was taken back brings the pictures of what it forwards along as its own.
    named = pictures_in(tail.html)
    if not text and tail.text:
        # Passed on without a word: the forwarded message is the text.
        text, html, tail = tail.text, tail.html, Written("")
    if composed.is_plain():
        tail = replace(tail, html="")
    return SendReply(
        agent_id=desk.me.id,
        ticket_id=ticket_id,
        kind=composed.kind,
        mailbox_id=composed.mailbox_id,
        to=to,
        cc=cc,
        bcc=bcc,
        subject=composed.subject.strip(),
        text=text,
        html=html,
        quoted=tail.text,
        quoted_html=tail.html,
        attachments=composed.new_files(named),
        attachments_from=tuple(row.id for row in (*composed.kept_files(named), *composed.passed_on)),
        seen_message=seen_message,
        then=then,
        undo_seconds=undo_seconds,
        send_at=send_at,
        quote_above=quote_above and composed.kind is not ReplyKind.FORWARD,
        original_id=composed.passed_from,
    )


def _without_leading_lines(html: str) -> str:
    while html.startswith(_EMPTY_LINE):
        html = html.removeprefix(_EMPTY_LINE)
    return html


def own_words(composed: Composed, desk: Desk) -> str:
    """What was written besides the signature."""
    return composed.text.strip().removesuffix(desk.signature(composed.mailbox_id).text.strip()).strip()


def _tail(composed: Composed, detail: TicketDetail | None, *, quoting: bool) -> Written:
    """What stands below what was written: the forwarded message, or the one that is answered. Raises `Mistake` forward.not_there."""
    if detail is None or composed.passed_from == AS_FILE:
        return Written("")
    original = next((m for m in detail.messages if m.id == composed.passed_from), None)
    if composed.kind is ReplyKind.FORWARD:
        if original is None and composed.passed_from:
            # Never another one in its place.
            raise Mistake("forward.not_there")
        original = original or answered_message(composed.kind, detail)
        return _forwarded(original, detail) if original is not None else Written("")
    original = answered_message(composed.kind, detail)
    if original is None:
        return Written("")
    if not quoting or composed.kind not in _ANSWERS:
        return Written("")
    body = body_of(original, Part.NEW, at_any_cost=True)
    lead = translate("quoting", "On {date}, {name} wrote:").format(
        date=_date(original.at), name=original.author or original.author_email
    )
    # Cleaned again on its way out: what lies in the database may be from a time when the rules were others.
    return quote(lead, Written(body.text, sanitize(without_pictures(body.html))))


def _forwarded(original: MessageRow, detail: TicketDetail) -> Written:
    sender = spoken(Mailbox(original.author, original.author_email))
    headers = [
        (translate("quoting", "From"), sender),
        (translate("quoting", "Date"), _date(original.at)),
        (translate("quoting", "Subject"), detail.row.subject),
        (translate("quoting", "To"), ", ".join(spoken(person) for person in original.to)),
    ]
    lead = translate("quoting", "---------- Forwarded message ----------")
    kept = tuple((name, value) for name, value in headers if value)
    return forward(lead, kept, Written(original.text, sanitize(without_remote_pictures(original.html))))


def _date(at: datetime) -> str:
    here = at.astimezone()
    clock = QLocale().toString(QTime(here.hour, here.minute), QLocale.FormatType.ShortFormat)
    return f"{day(QDate(here.year, here.month, here.day))} {clock}"
