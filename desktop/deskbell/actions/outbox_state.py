"""What is known of an outgoing mail, written down: its state, and who of its recipients has it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Row, select, update

from deskbell.mail.delivery import Refusal
from deskbell.model.kinds import Entity, OutboxState
from deskbell.store.session import Session
from deskbell.store.tables import message, outbox

_NAMED: Final = 3


def to_go(row: Row[Any]) -> list[str]:
    """The recipients of an outbox row that an attempt goes to: all but those who have the mail and those who are refused for good."""
    settled = {*row.taken, *(address for address, *_ in row.refused)}
    return [address for address in row.recipients if address not in settled]


def is_partly(row: Row[Any]) -> bool:
    """Whether a mail went out, and some were refused."""
    return row.state == OutboxState.SENT.value and bool(row.refused)


def write(session: Session, row: Row[Any], state: OutboxState, **values: Any) -> None:
    """Give an outbox row this state and these values, and tell the windows."""
    new = {"reason": "", "reason_values": {}} | values | {"state": state.value, "changed_at": session.now}
    session.connection.execute(update(outbox).where(outbox.c.id == row.id).values(new))
    ticket_id = ticket_of(session, row.message_id)
    session.changed(Entity.OUTBOX, row.id, ticket_id)
    session.changed(Entity.MESSAGE, row.message_id, ticket_id)


def write_sent(
    session: Session,
    row: Row[Any],
    host: str,
    refused: Sequence[Refusal] = (),
    *,
    copied: bool = False,
    settled: bool = False,
) -> None:
    """All who could get the mail have it; `refused` are those who could not. `copied`: it lies in the Sent folder already; `settled`: a person knows of
    those who were refused, and leaves it so.
    """
    left_out = {refusal.address for refusal in refused}
    taken = [address for address in row.recipients if address not in left_out]
    reason, values = refusal_told(host, refused, len(row.recipients)) if refused else ("", {})
    write(
        session,
        row,
        OutboxState.SENT,
        taken=taken,
        refused=as_json(refused),
        copied=copied,
        settled=settled,
        reason=reason,
        reason_values=values,
    )


def as_json(refused: Sequence[Refusal]) -> list[list[str | int]]:
    """Refusals as the outbox keeps them."""
    return [[refusal.address, refusal.code, refusal.text] for refusal in refused]


def refusals_of(row: Row[Any]) -> list[Refusal]:
    """Those who were refused for good so far."""
    return [Refusal(address, int(code), text) for address, code, text in row.refused]


def refusal_told(host: str, refused: Sequence[Refusal], total: int) -> tuple[str, Mapping[str, str]]:
    """The sentence for recipients that a server refused, and its values."""
    first = refused[0]
    values = {"host": host, "address": named(refused), "reason": f"{first.code} {first.text}".strip()}
    if len(refused) == 1:
        return "mail.recipient", values
    return "mail.recipients", values | {"count": str(len(refused)), "total": str(total)}


def named(refused: Sequence[Refusal]) -> str:
    """The first few addresses; more would not be read."""
    more = ", …" if len(refused) > _NAMED else ""
    return ", ".join(refusal.address for refusal in refused[:_NAMED]) + more


def ticket_of(session: Session, message_id: int) -> int:
    """The ticket of a message."""
    found: int = session.connection.execute(select(message.c.ticket_id).where(message.c.id == message_id)).scalar_one()
    return found
