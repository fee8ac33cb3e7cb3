"""A canned reply that a rule sends: an automatic answer, which goes out only where one may (`rules.loops`)."""

import logging
import secrets
from typing import Any, Final

from sqlalchemy import Row, func, select

from deskbell.actions.deeds import Line
from deskbell.actions.dressing import Dress
from deskbell.actions.outgoing import ask_mailbox, ask_thread, one_line, reply_address
from deskbell.actions.properties import load
from deskbell.actions.rules.desk_now import NOBODY, DeskNow
from deskbell.mail.compose import compose
from deskbell.model.automation import Rule
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Deed, Entity, MessageKind, OutboxState, ReplyKind, Status, Why
from deskbell.model.mail import InboundMail, Mailbox, OutboundAttachment, OutboundMail
from deskbell.model.mail_layout import NO_LAYOUT
from deskbell.rules import fields as field_rules
from deskbell.rules import loops, rating, token
from deskbell.rules.canned import text_for
from deskbell.rules.loops import SentLately
from deskbell.rules.mail_layout import dressed, without_logo
from deskbell.rules.own import untagged
from deskbell.rules.placeholders import Facts, field_name, fill, fill_html
from deskbell.rules.quoting import Written, reply_subject
from deskbell.rules.warnings import UNPROVEN
from deskbell.rules.why import noted
from deskbell.store import blobs
from deskbell.store.bulk import change_row, insert_numbered, insert_rows
from deskbell.store.queries import canned
from deskbell.store.queries.identity import Identity, ask_identity
from deskbell.store.queries.mail_layouts import of_row
from deskbell.store.search import index
from deskbell.store.session import Session
from deskbell.store.tables import attachment, auto_reply, customer, message, outbox, team, ticket

log = logging.getLogger("deskbell.actions.rules")

_LAST: Final = select(message).where(message.c.kind == int(MessageKind.IN)).order_by(message.c.id.desc()).limit(1)


def send(session: Session, rule: Rule, ticket_id: int, desk: DeskNow) -> list[Line]:
    """Answer the customer's last mail with a shared canned reply, in their language; the line of the journal, none where no answer goes out.

    It goes to whoever wrote that mail, at most as often as automatic answers may, without a sender on its envelope (RFC 3834).
    """
    reply = desk.replies.get(rule.actions.reply_id or 0)
    last = session.connection.execute(_LAST.where(message.c.ticket_id == ticket_id)).first()
    if reply is None or last is None:
        return []
    (row,) = load(session, (ticket_id,))
    box = ask_mailbox(session, row.mailbox_id)()
    why = _silent(session, row, last, desk)
    if why:
        log.info("ticket %d gets no answer by a rule: %s", ticket_id, why)
        return []
    own = ask_identity(session)()
    facts, language = _facts(session, row, box, last, own)
    words = text_for(reply.texts, language, box.language)
    written = Written(fill(words.text, facts), fill_html(words.html, facts))
    layout = of_row(box)
    dress = Dress(layout, facts) if layout != NO_LAYOUT else None
    whole = dressed(written, layout, dress.facts) if dress is not None else written
    thread = ask_thread(session, ticket_id, ReplyKind.REPLY)()
    files = canned.files_of(session, reply.id, NOBODY)
    mail = OutboundMail(
        sender=Mailbox(one_line(box.name), box.address),
        to=(Mailbox(one_line(last.from_name), last.from_email),),
        subject=reply_subject(one_line(row.subject)),
        text=whole.text,
        html=whole.html,
        attachments=(*files, *(dress.pictures() if dress is not None else ())),
        message_id=token.make(
            own.token_key, own.desk_id, ticket_id, secrets.token_hex(6), box.address.rpartition("@")[2]
        ),
        date=session.now,
        in_reply_to=thread.in_reply_to,
        references=thread.references,
        reply_to=reply_address(own, box.address, ticket_id) if box.plus_address else "",
        auto_submitted=True,
    )
    try:
        raw = compose(mail)
    except Mistake as mistake:
        log.info("ticket %d gets no answer by a rule: %s", ticket_id, mistake.code)
        return []
    made = _write(session, row, box, mail, raw, written, files, noted(Why.RULE, rule.name))
    return [(ticket_id, Deed.REPLIED, "", str(made))]


def _silent(session: Session, row: Row[Any], last: Row[Any], desk: DeskNow) -> str:
    """Why no automatic answer goes to a mail; "" where one may."""
    if Status(row.status) in (Status.SPAM, Status.TRASH) or UNPROVEN in last.problems:
        return "unproven"
    email = untagged(last.from_email)
    since = session.now - loops.PER_DAY
    to_them = session.connection.execute(
        select(auto_reply.c.at).where(auto_reply.c.email == email, auto_reply.c.at > since)
    ).scalars()
    times = list(to_them)
    from_box = session.connection.execute(
        select(func.count())
        .select_from(auto_reply)
        .where(auto_reply.c.mailbox_id == row.mailbox_id, auto_reply.c.at > since)
    ).scalar_one()
    lately = SentLately(sum(at > session.now - loops.PER_SENDER for at in times), len(times), from_box)
    mail = InboundMail(
        subject="",
        sender=Mailbox(last.from_name, last.from_email),
        is_auto_reply=last.is_auto,
        is_bounce=last.is_bounce,
        machine=last.machine,
    )
    return loops.silent(mail, desk.own_addresses, lately, desk.caps) or ""


def _facts(session: Session, row: Row[Any], box: Row[Any], last: Row[Any], own: Identity) -> tuple[Facts, str]:
    """What the placeholders of the reply stand for, and the customer's language."""
    asker = canned.asker(session, row.id)
    name = session.connection.execute(select(customer.c.name).where(customer.c.id == row.customer_id)).scalar() or ""
    of_team = select(team.c.name).where(team.c.id == row.team_id)
    held = {
        field_name(one.field.owner, one.field.name): field_rules.worded(one.field, one.value) for one in asker.fields
    }
    facts = Facts(
        customer=last.from_name or name,
        customer_email=last.from_email,
        organisation=asker.organisation,
        number=row.id,
        subject=row.subject,
        mailbox=box.name,
        mailbox_address=box.address,
        team=session.connection.execute(of_team).scalar() or "",
        fields=held,
        ratings=rating.links(own.token_key, box.address, row.id),
    )
    return facts, asker.language


def _write(
    session: Session,
    row: Row[Any],
    box: Row[Any],
    mail: OutboundMail,
    raw: bytes,
    written: Written,
    files: tuple[OutboundAttachment, ...],
    why: str,
) -> int:
    """The message on the ticket, and its mail in the outbox; the id of the message."""
    values = {
        "ticket_id": row.id,
        "kind": int(MessageKind.OUT),
        "from_name": mail.sender.name,
        "from_email": mail.sender.email,
        "to": [[one.name, one.email] for one in mail.to],
        "cc": [],
        "subject": mail.subject,
        "at": session.now,
        "message_id": mail.message_id,
        "in_reply_to": mail.in_reply_to,
        "references": list(mail.references),
        "text": mail.text,
        "visible": written.text if written.text != mail.text else None,
        "html": without_logo(mail.html),
        "html_visible": written.html if written.html != mail.html else None,
        "why": why,
        "is_auto": True,
        "attachments": len(files),
    }
    (made,) = insert_numbered(session, message, [values])
    raw_id, *kept = blobs.keep(session, [raw, *(file.content for file in files)])
    rows = [
        {
            "message_id": made,
            "position": position,
            "blob_id": blob_id,
            "name": file.name,
            "content_type": file.content_type,
            "size": len(file.content),
            "inline": bool(file.content_id),
            "content_id": file.content_id,
        }
        for position, (file, blob_id) in enumerate(zip(files, kept, strict=True))
    ]
    if rows:
        insert_rows(session, attachment, rows)
    state = OutboxState.WAITING if box.smtp_host else OutboxState.HELD
    outgoing = {
        "message_id": made,
        "mailbox_id": box.id,
        "blob_id": raw_id,
        # Nothing comes back for what a machine wrote (RFC 3834, 3.3).
        "sender": "",
        "recipients": [one.email for one in mail.to],
        "state": state.value,
        "not_before": session.now,
        "changed_at": session.now,
        "reason": "" if state is OutboxState.WAITING else "mail.held",
    }
    (outbox_id,) = insert_numbered(session, outbox, [outgoing])
    answered = {"mailbox_id": box.id, "email": untagged(mail.to[0].email), "at": session.now}
    insert_rows(session, auto_reply, [answered])
    people = " ".join(f"{one.name} {one.email}" for one in (mail.sender, *mail.to))
    index.add(session, [index.Entry(made, mail.subject, written.text, people, " ".join(file.name for file in files))])
    new = {
        "messages": row.messages + 1,
        "attachments": row.attachments + len(files),
        "version": row.version + 1,
    }
    change_row(session, ticket, row.id, new)
    session.changed(Entity.MESSAGE, made, row.id)
    session.changed(Entity.OUTBOX, outbox_id, row.id)
    session.changed(Entity.TICKET, row.id, row.id)
    return made
