"""Mails to agents about what they are to be warned of: put on their way with the telling, written when one leaves, as the tickets are then."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Final

from msgspec import Struct
from sqlalchemy import ColumnElement, delete, func, select, update

from deskbell.actions.outgoing import one_line
from deskbell.actions.rules.desk_now import DeskNow
from deskbell.actions.steps.company import Company
from deskbell.mail.compose import compose
from deskbell.model.errors import Mistake
from deskbell.model.mail import Mailbox, OutboundMail
from deskbell.model.sla_warnings import SlaWarning
from deskbell.rules import token, warning_letter
from deskbell.rules.own import is_own
from deskbell.store.bulk import insert_rows
from deskbell.store.queries import warnings
from deskbell.store.queries.identity import ask_identity
from deskbell.store.session import Session
from deskbell.store.tables import agent, mailbox, ticket, warning_mail

LONGEST: Final = timedelta(days=1)
"""A warning that could not leave for so long is of no use any more."""
AT_ONCE: Final = 20
Pause = Callable[[int], timedelta]
"""How long to wait after so many attempts in vain, one at the least."""

_BOXES: Final = (
    select(mailbox.c.id, mailbox.c.address).where(mailbox.c.active, mailbox.c.smtp_host != "").order_by(mailbox.c.id)
)
_ONE: Final = select(warning_mail.c.id).limit(1)
_WAITING = ~warning_mail.c.sending


class Letter(Struct, frozen=True):
    """A mail that is ours to hand over now."""

    id: int
    raw: bytes
    recipient: str


def write_letters(session: Session, tickets: Mapping[int, Sequence[int]]) -> bool:
    """Have a mail go to each of these agents about these tickets, from a mailbox that sends, if there can be one the tickets' own. False where none sends."""
    boxes = {row.id: row.address for row in session.connection.execute(_BOXES)}
    if not boxes:
        return False
    its = sorted({one for of_agent in tickets.values() for one in of_agent})
    asked = select(ticket.c.id, ticket.c.mailbox_id).where(ticket.c.id.in_(its))
    lies = {row.id: row.mailbox_id for row in session.connection.execute(asked)}
    own = ask_identity(session)()
    rows = []
    for agent_id, of_agent in sorted(tickets.items()):
        box = next((lies[one] for one in of_agent if lies.get(one) in boxes), min(boxes))
        domain = boxes[box].rpartition("@")[2]
        random = secrets.token_hex(6)
        # What is answered to a mail about one ticket belongs there.
        only = of_agent[0] if len(of_agent) == 1 else 0
        name = token.make(own.token_key, own.desk_id, only, random, domain) if only else f"{random}@{domain}"
        rows.append(
            {
                "agent_id": agent_id,
                "mailbox_id": box,
                "tickets": list(of_agent),
                "message_id": name,
                "at": session.now,
                "sending": False,
                "not_before": session.now,
                "attempts": 0,
            }
        )
    insert_rows(session, warning_mail, rows)
    return True


def any_letter(session: Session, but_of: Sequence[int] = ()) -> bool:
    """Whether a mail is due, or was begun to be sent by somebody who is gone; not of mailboxes (ids) that are for others to send from. Where there is none at
    all it is not asked what time it is.
    """
    if session.connection.execute(_ONE).first() is None:
        return False
    due = (_WAITING & (warning_mail.c.not_before <= session.now)) | warning_mail.c.sending
    asked = select(warning_mail.c.id).where(due, warning_mail.c.mailbox_id.not_in(but_of))
    return session.connection.execute(asked.limit(1)).first() is not None


def due_letters(session: Session, but_of: Sequence[int] = ()) -> list[tuple[int, int]]:
    """What is to be sent now, each with its mailbox, by these (ids); not of mailboxes that are for others to send from."""
    asked = select(warning_mail.c.id, warning_mail.c.mailbox_id).where(
        _WAITING, warning_mail.c.not_before <= session.now, warning_mail.c.mailbox_id.not_in(but_of)
    )
    found = session.connection.execute(asked.order_by(warning_mail.c.mailbox_id, warning_mail.c.id).limit(AT_ONCE))
    return [(row.id, row.mailbox_id) for row in found]


def drop_begun(session: Session) -> int:
    """Forget the mails that somebody began to send who is gone: they may have left, and none is sent twice; and those that waited too long. How many."""
    old = warning_mail.c.at <= session.now - LONGEST
    return session.connection.execute(delete(warning_mail).where(warning_mail.c.sending | old)).rowcount


def claim(session: Session, letter_id: int) -> Letter | None:
    """A mail, now that it is ours; None where there is nothing to warn of any more, or nobody to be warned by mail: it is gone then."""
    asked = (
        select(warning_mail, agent.c.name, agent.c.email, mailbox.c.name.label("box"), mailbox.c.address)
        .join(agent, agent.c.id == warning_mail.c.agent_id)
        .join(mailbox, mailbox.c.id == warning_mail.c.mailbox_id)
        .where(warning_mail.c.id == letter_id, _WAITING)
        .with_for_update(of=warning_mail)
    )
    row = session.connection.execute(asked).first()
    if row is None:
        return None
    desk = DeskNow(session)
    of_these = _seen(session, row.agent_id, warnings.of_tickets(session, row.agent_id, row.tickets))
    # A mail to a mailbox of the desk would come in as a customer's.
    if not of_these or is_own(row.email, desk.own_addresses):
        forget(session, letter_id)
        return None
    mail = OutboundMail(
        sender=Mailbox(one_line(row.box), row.address),
        to=(Mailbox(one_line(row.name), row.email),),
        subject=warning_letter.subject(of_these),
        text=warning_letter.text(of_these, desk.zone),
        message_id=row.message_id,
        date=session.now,
        auto_submitted=True,
        answers=False,
    )
    try:
        raw = compose(mail)
    except Mistake:
        forget(session, letter_id)
        return None
    claimed = update(warning_mail).where(warning_mail.c.id == letter_id)
    session.connection.execute(claimed.values(sending=True, attempts=warning_mail.c.attempts + 1))
    return Letter(letter_id, raw, row.email)


def _seen(session: Session, agent_id: int, of_these: Sequence[SlaWarning]) -> tuple[SlaWarning, ...]:
    """Those of them that the agent sees: a ticket may lie elsewhere by now, and they in another team, or work here no more."""
    company = Company(session, ())
    asked = select(ticket.c.id, ticket.c.mailbox_id).where(ticket.c.id.in_([one.ticket_id for one in of_these]))
    whom = company.active & {agent_id}
    seen = {row.id for row in session.connection.execute(asked) if company.who_see(whom, row.mailbox_id)}
    return tuple(one for one in of_these if one.ticket_id in seen)


def wait(session: Session, letter_id: int, pause_after: Pause) -> None:
    """It was certainly not sent, and is tried again after a pause that follows its attempts."""
    _wait(session, warning_mail.c.id == letter_id, pause_after)


def put_off(session: Session, mailbox_id: int, pause_after: Pause) -> None:
    """All that is to leave from a mailbox waits, as long as what was tried most often."""
    its = warning_mail.c.mailbox_id == mailbox_id
    # What was claimed was counted then.
    session.connection.execute(update(warning_mail).where(its, _WAITING).values(attempts=warning_mail.c.attempts + 1))
    _wait(session, its, pause_after)


def _wait(session: Session, which: ColumnElement[bool], pause_after: Pause) -> None:
    attempts = session.connection.execute(select(func.max(warning_mail.c.attempts)).where(which)).scalar()
    if attempts is not None:
        again = {"sending": False, "not_before": session.now + pause_after(attempts)}
        session.connection.execute(update(warning_mail).where(which).values(again))


def forget(session: Session, letter_id: int) -> None:
    """It has left, or never will."""
    session.connection.execute(delete(warning_mail).where(warning_mail.c.id == letter_id))
