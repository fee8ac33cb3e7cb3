"""What a person decides about a mail in the outbox: send it again, send it now, or say that it has arrived."""

from typing import Any

from sqlalchemy import Row, select

from deskbell.actions.deeds import record
from deskbell.actions.outbox_state import is_partly, refusals_of, write, write_sent
from deskbell.mail.compose import redated
from deskbell.model.commands import Command, SayArrived, SendAgain, SendNow
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Deed, OutboxState
from deskbell.store import blobs
from deskbell.store.session import Session
from deskbell.store.tables import mailbox, message, outbox

_DECIDABLE = (OutboxState.FAILED.value, OutboxState.UNKNOWN.value, OutboxState.HELD.value)


def send_again(session: Session, command: SendAgain) -> None:
    """Send a mail once more whose fate a person has looked at, to those who do not have it.

    Raises `Mistake` send.not_failed, and mailbox.no_server where there is still no way to send it.
    """
    row = _row(session, command.message_id)
    if row is None or (row.state not in _DECIDABLE and not is_partly(row)):
        raise Mistake("send.not_failed")
    if not row.smtp_host:
        raise Mistake("mailbox.no_server", name=row.mailbox)
    write(session, row, OutboxState.WAITING, not_before=session.now, attempts=0, refused=[], settled=False)
    _record(session, command, row, Deed.SENT_AGAIN)


def send_now(session: Session, command: SendNow) -> None:
    """Let a mail leave that was to leave, or to be tried again, later; one that never was tried gets the date of today.

    Raises `Mistake` send.not_waiting.
    """
    row = _row(session, command.message_id)
    if row is None or row.state != OutboxState.WAITING.value:
        raise Mistake("send.not_waiting")
    values: dict[str, Any] = {}
    if not row.attempts and row.not_before > session.now:
        raw = redated(blobs.read(session, row.blob_id), session.now)
        (values["blob_id"],) = blobs.keep(session, [raw])
    write(session, row, OutboxState.WAITING, not_before=session.now, **values)
    _record(session, command, row, Deed.SENT_NOW)


def say_arrived(session: Session, command: SayArrived) -> None:
    """A mail of unknown fate has arrived, says somebody who has asked; or not everybody got it, and that is all right so. Raises `Mistake` send.not_failed."""
    row = _row(session, command.message_id)
    if row is None or (row.state != OutboxState.UNKNOWN.value and not is_partly(row)):
        raise Mistake("send.not_failed")
    write_sent(session, row, row.smtp_host, refusals_of(row), copied=row.copied, settled=is_partly(row))
    _record(session, command, row, Deed.ARRIVED)


def _row(session: Session, message_id: int) -> Row[Any] | None:
    return session.connection.execute(
        select(outbox, message.c.ticket_id, mailbox.c.smtp_host, mailbox.c.name.label("mailbox"))
        .join(message, message.c.id == outbox.c.message_id)
        .join(mailbox, mailbox.c.id == outbox.c.mailbox_id)
        .where(outbox.c.message_id == message_id)
    ).first()


def _record(session: Session, command: Command, row: Row[Any], kind: Deed) -> None:
    record(session, command, kind, [(row.ticket_id, kind, "", str(row.message_id))])
