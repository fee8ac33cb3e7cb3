"""The one mail that the desk sends by itself: it tells who began a ticket that their mail has arrived, where the mailbox wants that."""

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy import func, select, update

from deskbell.actions.dressing import Dress
from deskbell.actions.intake.arrival import Policy
from deskbell.actions.intake.memory import Box, Memory
from deskbell.actions.intake.plan import MessagePlan
from deskbell.actions.outgoing import reply_address
from deskbell.mail.compose import compose
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Deed, Entity, MessageKind, OutboxState, Status, Why
from deskbell.model.mail import Mailbox, OutboundMail
from deskbell.model.mail_layout import NO_LAYOUT, KeptLayout
from deskbell.rules import loops, rating, token
from deskbell.rules.loops import SentLately
from deskbell.rules.mail_layout import dressed, without_logo
from deskbell.rules.own import untagged
from deskbell.rules.placeholders import Facts
from deskbell.rules.quoting import Written, paragraphs, reply_subject
from deskbell.rules.warnings import UNPROVEN
from deskbell.store import blobs
from deskbell.store.bulk import insert_rows, reserve
from deskbell.store.queries.identity import Identity
from deskbell.store.queries.mail_layouts import layouts
from deskbell.store.search import index
from deskbell.store.session import Session
from deskbell.store.tables import auto_reply, journal, message, outbox, ticket

_A_MOMENT = timedelta(milliseconds=1)


class _Answer(Struct, frozen=True):
    """`text` is what the mailbox says, which may stand in a layout in the mail."""

    plan: MessagePlan
    mail: OutboundMail
    raw: bytes
    text: str


def acknowledge(
    session: Session, memory: Memory, policy: Policy, messages: Sequence[MessagePlan], deed_id: str
) -> None:
    """Put an answer to each of these messages, which are written by now, into the outbox, where one may go out."""
    wanted = [plan for plan in messages if _may_want(memory, plan)]
    if not wanted:
        return
    allowed = _allowed(session, memory, policy, wanted)
    kept = layouts(session, {plan.arrival.mailbox_id for plan in allowed}) if allowed else {}
    answers = [answer for plan in allowed if (answer := _answer(session, memory, plan, kept))]
    if answers:
        _write(session, answers, deed_id)


def _may_want(memory: Memory, plan: MessagePlan) -> bool:
    box = memory.boxes.get(plan.arrival.mailbox_id)
    return (
        box is not None
        and bool(box.acknowledgement)
        and plan.first
        and plan.arrival.mail is not None
        and plan.ticket.status is not Status.SPAM
        and UNPROVEN not in plan.warnings
    )


def _allowed(session: Session, memory: Memory, policy: Policy, wanted: Sequence[MessagePlan]) -> list[MessagePlan]:
    """Those that the rule against loops lets through, counted one after the other."""
    emails = {untagged(plan.mail.sender.email) for plan in wanted}
    since = session.now - loops.PER_DAY
    rows = session.connection.execute(
        select(auto_reply.c.email, auto_reply.c.at).where(auto_reply.c.email.in_(emails), auto_reply.c.at > since)
    ).all()
    sender_day = Counter(row.email for row in rows)
    sender_hour = Counter(row.email for row in rows if row.at > session.now - loops.PER_SENDER)
    counted = (
        select(auto_reply.c.mailbox_id, func.count().label("n"))
        .where(auto_reply.c.at > since)
        .group_by(auto_reply.c.mailbox_id)
    )
    mailbox_day = Counter({row.mailbox_id: row.n for row in session.connection.execute(counted)})
    allowed = []
    for plan in wanted:
        email, box = untagged(plan.mail.sender.email), plan.arrival.mailbox_id
        lately = SentLately(sender_hour[email], sender_day[email], mailbox_day[box])
        if loops.silent(plan.mail, memory.own_addresses, lately, policy.caps) is None:
            allowed.append(plan)
            sender_hour[email] += 1
            sender_day[email] += 1
            mailbox_day[box] += 1
    return allowed


def _answer(session: Session, memory: Memory, plan: MessagePlan, layouts: Mapping[int, KeptLayout]) -> _Answer | None:
    """The mail; None where the sender's address cannot be written to."""
    box, own, theirs = memory.boxes[plan.arrival.mailbox_id], memory.identity, plan.mail
    text = _filled(box, plan)
    layout = layouts.get(plan.arrival.mailbox_id, KeptLayout(0)).layout
    dress = Dress(layout, _facts(box, plan, own)) if layout != NO_LAYOUT else None
    whole = dressed(Written(text), layout, dress.facts) if dress is not None else Written(text)
    mail = OutboundMail(
        sender=Mailbox(box.name, box.address),
        to=(theirs.sender,),
        subject=reply_subject(plan.ticket.subject),
        text=whole.text,
        html=whole.html,
        attachments=dress.pictures() if dress is not None else (),
        message_id=token.make(
            own.token_key, own.desk_id, plan.ticket.id, secrets.token_hex(6), box.address.rpartition("@")[2]
        ),
        date=session.now,
        in_reply_to=theirs.message_id,
        references=tuple(one for one in (*theirs.references, theirs.message_id) if one),
        reply_to=reply_address(own, box.address, plan.ticket.id) if box.plus_address else "",
        auto_submitted=True,
    )
    try:
        return _Answer(plan, mail, compose(mail), text)
    except Mistake:
        return None


def _facts(box: Box, plan: MessagePlan, own: Identity) -> Facts:
    sender = plan.mail.sender
    return Facts(
        customer=sender.name,
        customer_email=sender.email,
        number=plan.ticket.id,
        subject=plan.ticket.subject,
        mailbox=box.name,
        mailbox_address=box.address,
        ratings=rating.links(own.token_key, box.address, plan.ticket.id),
    )


def _filled(box: Box, plan: MessagePlan) -> str:
    """The mailbox's text with what it asks for in it. What the sender wrote goes in last, so that it cannot ask for anything."""
    text = box.acknowledgement.replace("{number}", str(plan.ticket.id)).replace("{mailbox}", box.name)
    name = plan.mail.sender.name or plan.mail.sender.email
    head, *rest = text.split("{name}")
    return name.join(part.replace("{subject}", plan.ticket.subject) for part in (head, *rest))


def _write(session: Session, answers: Sequence[_Answer], deed_id: str) -> None:
    ids = reserve(session, message, len(answers))
    kept = blobs.keep(session, [answer.raw for answer in answers])
    numbered = list(zip(ids, kept, answers, strict=True))
    insert_rows(session, message, [_message(session, made, answer) for made, _, answer in numbered])
    insert_rows(session, outbox, [_outgoing(session, made, blob_id, answer) for made, blob_id, answer in numbered])
    insert_rows(
        session,
        auto_reply,
        [
            {
                "mailbox_id": one.plan.arrival.mailbox_id,
                "email": untagged(one.plan.mail.sender.email),
                "at": session.now,
            }
            for one in answers
        ],
    )
    insert_rows(
        session,
        journal,
        [
            {
                "deed_id": deed_id,
                "ticket_id": one.plan.ticket.id,
                "kind": Deed.REPLIED.value,
                "at": session.now,
                "after": str(made),
            }
            for made, _, one in numbered
        ],
    )
    session.connection.execute(
        update(ticket)
        .where(ticket.c.id.in_([answer.plan.ticket.id for answer in answers]))
        .values(messages=ticket.c.messages + 1)
    )
    index.add(session, [_entry(made, answer) for made, _, answer in numbered])
    for made, _, answer in numbered:
        session.changed(Entity.MESSAGE, made, answer.plan.ticket.id)


def _message(session: Session, made: int, answer: _Answer) -> dict[str, Any]:
    mail = answer.mail
    return {
        "id": made,
        "ticket_id": answer.plan.ticket.id,
        "kind": int(MessageKind.OUT),
        "from_name": mail.sender.name,
        "from_email": mail.sender.email,
        "to": [[one.name, one.email] for one in mail.to],
        "cc": [],
        "subject": mail.subject,
        "at": max(session.now, answer.plan.at + _A_MOMENT),
        "message_id": mail.message_id,
        "in_reply_to": mail.in_reply_to,
        "references": list(mail.references),
        "text": mail.text,
        "visible": answer.text if answer.text != mail.text else None,
        "html": without_logo(mail.html),
        "html_visible": paragraphs(answer.text) if mail.html else None,
        "why": Why.ACKNOWLEDGED.value,
        "is_auto": True,
    }


def _outgoing(session: Session, made: int, blob_id: int, answer: _Answer) -> dict[str, Any]:
    """The envelope has no sender: nothing comes back for what a machine wrote (RFC 3834, 3.3)."""
    return {
        "message_id": made,
        "mailbox_id": answer.plan.arrival.mailbox_id,
        "blob_id": blob_id,
        "sender": "",
        "recipients": [one.email for one in answer.mail.to],
        "state": OutboxState.WAITING.value,
        "not_before": session.now,
        "changed_at": session.now,
    }


def _entry(made: int, answer: _Answer) -> index.Entry:
    mail = answer.mail
    people = " ".join(f"{one.name} {one.email}" for one in (mail.sender, *mail.to))
    return index.Entry(made, mail.subject, answer.text, people)
