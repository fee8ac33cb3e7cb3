"""What a report of failure says of a mail of ours and of the address that it did not reach; and the address that works after all."""

from collections.abc import Sequence

from sqlalchemy import select, update

from deskbell.actions.intake.memory import Memory
from deskbell.actions.intake.plan import MessagePlan
from deskbell.model.kinds import Entity, MessageKind, Why
from deskbell.rules.warnings import UNPROVEN
from deskbell.store.bulk import insert_rows
from deskbell.store.session import Session
from deskbell.store.tables import bounce, outbox


def note_bounces(session: Session, memory: Memory, messages: Sequence[MessagePlan]) -> None:
    """Mark the mails that came back, and whom they did not reach. Anybody can write a report, so only who really was sent that mail is believed to have
    missed it.
    """
    reports = [(plan, about) for plan in messages if plan.why == Why.BOUNCE and (about := _about(memory, plan))]
    if not reports:
        return
    columns = select(outbox.c.message_id, outbox.c.recipients)
    sent = columns.where(outbox.c.message_id.in_([about for _, about in reports]))
    recipients = {row.message_id: row.recipients for row in session.connection.execute(sent)}
    rows = [
        {
            "email": email,
            "message_id": about,
            "report_id": plan.id,
            "reason": plan.mail.bounce_reason,
            "at": plan.at,
            "open": True,
        }
        for plan, about in reports
        for email in failed(plan.mail.bounced_addresses, recipients.get(about, ()))
    ]
    insert_rows(session, bounce, rows)
    for plan, about in reports:
        session.changed(Entity.MESSAGE, about, plan.ticket.id)


def clear_bounces(session: Session, memory: Memory, messages: Sequence[MessagePlan]) -> None:
    """Who writes can be written to, whatever came back before."""
    writers = {
        plan.mail.sender.email.casefold()
        for plan in messages
        if plan.kind is MessageKind.IN and not plan.mail.is_auto_reply and UNPROVEN not in plan.warnings
    }
    working = writers & memory.bounced
    if working:
        session.connection.execute(update(bounce).where(bounce.c.email.in_(working), bounce.c.open).values(open=False))


def failed(told: Sequence[str], recipients: Sequence[str]) -> list[str]:
    """Which of the recipients the report speaks of (lower case). One that names nobody speaks of the only one there is."""
    sent_to = list(dict.fromkeys(email.casefold() for email in recipients))
    named = {email.casefold() for email in told}
    if not named and len(sent_to) == 1:
        return sent_to
    return [email for email in sent_to if email in named]


def _about(memory: Memory, plan: MessagePlan) -> int:
    """The message of ours that a report is about, 0 where it is none."""
    found = (
        seen.plan.id if seen.plan is not None else seen.id
        for pointer in plan.mail.bounced_ids
        for seen in memory.messages.get(pointer, ())
        if seen.kind is MessageKind.OUT
    )
    return next(found, 0)
