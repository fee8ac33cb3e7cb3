"""What the window knows about the whole desk at once."""

from sqlalchemy import and_, bindparam, false, func, literal_column, select, text

from deskbell.model.kinds import RawState, Shelf, TagColour
from deskbell.model.rows import DeskState, TagRow, WorkerRow
from deskbell.store.backup_notes import FAILED, trouble_of
from deskbell.store.lease import WORKER
from deskbell.store.outgrown import outgrown
from deskbell.store.queries import agents, mailboxes, teams
from deskbell.store.session import Session
from deskbell.store.tables import lease, message, meta, outbox, picture_sender, raw_mail, tag, tag_count, ticket

_TAGS = (
    select(
        tag.c.id,
        tag.c.name,
        func.coalesce(tag_count.c.n, 0).label("live"),
        tag.c.group,
        tag.c.colour,
        tag.c.retired,
        tag.c.version,
    )
    .select_from(tag.outerjoin(tag_count, and_(tag_count.c.tag_id == tag.c.id, tag_count.c.shelf == int(Shelf.LIVE))))
    .where(tag.c.merged_into.is_(None))
    .order_by(func.lower(tag.c.name))
)
_NOTES = select(meta.c.key, meta.c.value).where(meta.c.key.in_(("sample", FAILED)))
_PICTURE_SENDERS = select(picture_sender.c.address).where(picture_sender.c.agent_id == bindparam("agent"))
_LEASE = select(lease.c.holder, lease.c.expires_at).where(lease.c.name == bindparam("name"))
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


def desk_state(session: Session, agent_id: int) -> DeskState:
    """The desk as `agent_id` sees it. Raises `LookupError` where there is no such agent."""
    everybody = agents.rows(session)
    me = next((row for row in everybody if row.id == agent_id), None)
    if me is None:
        raise LookupError("agent", agent_id)
    notes: dict[str, str] = {row.key: row.value for row in session.connection.execute(_NOTES)}
    return DeskState(
        me=me,
        agents=everybody,
        mailboxes=mailboxes.rows(session),
        tags=tag_rows(session),
        sample=notes.get("sample") == "yes",
        worker=holder_of(session, WORKER),
        unreadable=tuple(session.connection.execute(_UNREADABLE).scalars()),
        unsent=tuple(session.connection.execute(_UNSENT, {"agent": agent_id}).scalars()),
        picture_senders=frozenset(session.connection.execute(_PICTURE_SENDERS, {"agent": agent_id}).scalars()),
        teams=teams.rows(session),
        # In an office it is the login that says who somebody is.
        office=session.engine_name == "postgresql" and bool(me.login),
        backup_trouble=trouble_of(notes.get(FAILED)),
        outgrown=outgrown(session),
    )


def tag_rows(session: Session) -> tuple[TagRow, ...]:
    """All tags by name with their live tickets."""
    return tuple(
        TagRow(row.id, row.name, row.live, row.group, TagColour(row.colour), row.retired, row.version)
        for row in session.connection.execute(_TAGS)
    )


def holder_of(session: Session, name: str) -> WorkerRow | None:
    """Which worker holds, or last held, the lease `name`; None where none ever did."""
    found = session.connection.execute(_LEASE, {"name": name}).first()
    if found is None:
        return None
    return WorkerRow(holder=found.holder, expires_at=found.expires_at, alive=found.expires_at > session.now)
