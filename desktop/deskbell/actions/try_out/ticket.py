"""What would become of a ticket that is there, if something happened to it now."""

from typing import Final

from sqlalchemy import bindparam, select

from deskbell.actions.rules.desk_now import DeskNow
from deskbell.actions.try_out.chooser import Chooser
from deskbell.actions.try_out.outcome import TriedOut
from deskbell.actions.try_out.promise import promised
from deskbell.actions.try_out.rules import take_turns
from deskbell.model.automation import Event
from deskbell.model.kinds import MessageKind
from deskbell.model.mail import InboundMail, Mailbox
from deskbell.rules import loops
from deskbell.rules.loops import SentLately
from deskbell.rules.warnings import UNPROVEN
from deskbell.store.queries.as_seen import as_seen
from deskbell.store.session import Session
from deskbell.store.tables import message, ticket

_LAST: Final = (
    select(
        message.c.from_name,
        message.c.from_email,
        message.c.is_auto,
        message.c.is_bounce,
        message.c.machine,
        message.c.problems,
    )
    .where(message.c.ticket_id == bindparam("number"), message.c.kind == int(MessageKind.IN))
    .order_by(message.c.id.desc())
    .limit(1)
)
_TICKET: Final = select(ticket.c.subject, ticket.c.snoozed_until).where(ticket.c.id == bindparam("number"))


def try_ticket(session: Session, number: int, event: Event) -> TriedOut | None:
    """Its rules at that, the policy and the people it would have then; None where there is no such ticket."""
    there = as_seen(session, {number}).get(number)
    row = session.connection.execute(_TICKET, {"number": number}).first()
    if there is None or row is None:
        return None
    if there.away:
        return TriedOut(number, row.subject, frozenset({event}), away=True)
    turns = take_turns(
        session,
        there.values,
        frozenset({event}),
        {},
        Chooser(session, number),
        snoozed=row.snoozed_until is not None,
        may_answer=may_answer(session, number),
    )
    tried, dues = promised(session, number, turns.values, snoozed=turns.snoozed, wrote_at=None)
    return TriedOut(
        number,
        row.subject,
        frozenset({event}),
        rules=turns.rules,
        policies=tried,
        dues=dues,
        handed=turns.handed,
    )


def may_answer(session: Session, number: int) -> bool:
    """As `actions.rules.reply`: whether a machine may answer what was written last to a ticket. How many answers have gone out is not counted."""
    last = session.connection.execute(_LAST, {"number": number}).first()
    if last is None or UNPROVEN in last.problems:
        return False
    mail = InboundMail(
        subject="",
        sender=Mailbox(last.from_name, last.from_email),
        is_auto_reply=last.is_auto,
        is_bounce=last.is_bounce,
        machine=last.machine,
    )
    desk = DeskNow(session)
    return loops.silent(mail, desk.own_addresses, SentLately(), desk.caps) is None
