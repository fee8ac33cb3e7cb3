"""What the window knows about the whole desk at once."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import bindparam, false, func, literal_column, select, text

from deskbell.model.kinds import RawState, Shelf, TagColour
from deskbell.model.rows import DeskState, TagRow, WorkerRow
from deskbell.model.troubles import Outgrown, WebhookTrouble
from deskbell.store import plain
from deskbell.store.backup_notes import FAILED, trouble_of
from deskbell.store.lease import WORKER
from deskbell.store.outgrown import ask_outgrown
from deskbell.store.queries import agents, mailboxes, teams
from deskbell.store.session import CLOCK, Session, one_statement
from deskbell.store.tables import lease, mailbox, message, meta, outbox, picture_sender, raw_mail, tag, ticket
from deskbell.store.tables.base import from_milliseconds

_TAGS = (
    select(tag.c.id, tag.c.name, tag.c.group, tag.c.colour, tag.c.retired, tag.c.version)
    .where(tag.c.merged_into.is_(None))
    .order_by(func.lower(tag.c.name))
)
# "webhooks" is what `webhook_notes` notes there, which is loaded only where there is something.
_NOTES = select(meta.c.key, meta.c.value).where(meta.c.key.in_(("sample", FAILED, "webhooks")))
_PICTURE_SENDERS = select(picture_sender.c.address).where(picture_sender.c.agent_id == bindparam("agent"))
_GOOD = select(mailbox.c.id, mailbox.c.good_at)
# With the time, so that it need not be asked for.
_LEASE = {
    name: select(lease.c.holder, lease.c.expires_at, clock).where(lease.c.name == bindparam("name"))
    for name, clock in (("sqlite", literal_column("0")), ("postgresql", CLOCK))
}
_UNREADABLE = (
    select(ticket.c.id)
    .join(message, message.c.ticket_id == ticket.c.id)
    .join(raw_mail, raw_mail.c.message_id == message.c.id)
    .where(raw_mail.c.state == literal_column(f"'{RawState.UNREADABLE.value}'"), ticket.c.shelf == int(Shelf.LIVE))
    .group_by(ticket.c.id)
    .order_by(ticket.c.id.desc())
    .limit(50)
)

# The states are written out: only so does SQLite see that the index on them will do. And one in the other, so that it begins with the few.
_LOST = select(outbox.c.message_id).where(text("outbox.state IN ('unknown', 'failed')"))
_PARTLY = select(outbox.c.message_id).where(
    text("outbox.state = 'sent' AND outbox.reason <> ''"), outbox.c.settled == false()
)
_UNDECIDED = _LOST.union_all(_PARTLY)
_UNSENT = (
    select(ticket.c.id)
    .where(
        ticket.c.id.in_(
            select(message.c.ticket_id).where(message.c.id.in_(_UNDECIDED), message.c.agent_id == bindparam("agent"))
        )
    )
    .order_by(ticket.c.id.desc())
    .limit(50)
)


class Drift(Struct, frozen=True):
    """What becomes another of a desk without a change row, or with one that says little of it: a lease runs out by itself, and mails come to a bad end.

    `good_at` is when each mailbox, by its id, was last read.
    """

    worker: WorkerRow | None
    unreadable: tuple[int, ...]
    unsent: tuple[int, ...]
    good_at: dict[int, datetime | None]
    outgrown: Outgrown | None


@one_statement
def drift(session: Session, agent_id: int) -> Drift:
    """All of it as `agent_id` sees it, asked at once and not as one picture: it is looked at again and again."""
    return _ask_drift(session, agent_id)()


def drifted(state: DeskState, now: Drift) -> DeskState:
    """The desk as it is by now."""
    boxes = tuple(replace(box, good_at=now.good_at.get(box.id, box.good_at)) for box in state.mailboxes)
    parts = {"worker": now.worker, "unreadable": now.unreadable, "unsent": now.unsent, "outgrown": now.outgrown}
    return replace(state, mailboxes=boxes, **parts)


def desk_state(session: Session, agent_id: int) -> DeskState:
    """The desk as `agent_id` sees it. Raises `LookupError` where there is no such agent."""
    return ask_desk_state(session, agent_id)()


def ask_desk_state(session: Session, agent_id: int) -> Callable[[], DeskState]:
    """The same, together with what is asked next."""
    people, boxes, of_teams, of_tags = (
        agents.ask(session),
        mailboxes.ask(session),
        teams.ask(session),
        _ask_tags(session),
    )
    noted = plain.ask(session.connection, _NOTES, {})
    trusted = plain.ask(session.connection, _PICTURE_SENDERS, {"agent": agent_id})
    moving = _ask_drift(session, agent_id)

    def answer() -> DeskState:
        everybody, now = people(), moving()
        notes: dict[str, str] = dict(noted())
        me = next((row for row in everybody if row.id == agent_id), None)
        if me is None:
            raise LookupError("agent", agent_id)
        return DeskState(
            me=me,
            agents=everybody,
            mailboxes=boxes(),
            tags=of_tags(),
            sample=notes.get("sample") == "yes",
            worker=now.worker,
            unreadable=now.unreadable,
            unsent=now.unsent,
            picture_senders=frozenset(address for (address,) in trusted()),
            teams=of_teams(),
            # In an office it is the login that says who somebody is.
            office=session.engine_name == "postgresql" and bool(me.login),
            backup_trouble=trouble_of(notes.get(FAILED)),
            outgrown=now.outgrown,
            webhooks=_webhooks(notes.get("webhooks")),
        )

    return answer


def tag_rows(session: Session) -> tuple[TagRow, ...]:
    """All tags by name."""
    return _ask_tags(session)()


def holder_of(session: Session, name: str) -> WorkerRow | None:
    """Which worker holds, or last held, the lease `name`; None where none ever did."""
    return _ask_holder(session, name)()


def _webhooks(noted: str | None) -> tuple[WebhookTrouble, ...]:
    if not noted:
        return ()
    from deskbell.store.webhook_notes import troubles_of

    return troubles_of(noted)


def _ask_tags(session: Session) -> Callable[[], tuple[TagRow, ...]]:
    answer = plain.ask(session.connection, _TAGS, {})
    return lambda: tuple(
        TagRow(number, name, group, TagColour(colour), bool(retired), version)
        for number, name, group, colour, retired, version in answer()
    )


def _ask_holder(session: Session, name: str) -> Callable[[], WorkerRow | None]:
    answer = plain.ask(session.connection, _LEASE[session.engine_name], {"name": name})
    return lambda: _holder(session, answer())


def _holder(session: Session, found: Sequence[Sequence[Any]]) -> WorkerRow | None:
    if not found:
        return None
    ((holder, until, clock),) = found
    if clock:
        session.told_time(clock)
    expires_at = from_milliseconds(until)
    return WorkerRow(holder=holder, expires_at=expires_at, alive=expires_at > session.now)


def _ask_drift(session: Session, agent_id: int) -> Callable[[], Drift]:
    connection = session.connection
    holder = _ask_holder(session, WORKER)
    unreadable, unsent = plain.ask(connection, _UNREADABLE, {}), plain.ask(connection, _UNSENT, {"agent": agent_id})
    good, beyond = plain.ask_named(connection, _GOOD, {}), ask_outgrown(session)
    return lambda: Drift(
        holder(),
        tuple(number for (number,) in unreadable()),
        tuple(number for (number,) in unsent()),
        {row.id: row.good_at for row in good()},
        beyond(),
    )
