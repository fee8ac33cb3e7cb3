"""Giving an agent, or a mailbox, its signatures."""

from typing import Any

from sqlalchemy import Table, select, update

from deskbell.actions.deeds import record
from deskbell.model.errors import Conflict, Mistake
from deskbell.model.kinds import Deed, Entity
from deskbell.model.signatures import SaveSignatures
from deskbell.store.session import Session
from deskbell.store.tables import agent, mailbox


def save_signatures(session: Session, command: SaveSignatures) -> int:
    """Keep them; the agent's or the mailbox's id. Empty ones are none, and of one mailbox and language the last is kept.

    Raises `Mistake` agent.missing, mailbox.gone and `Conflict` agent.changed, mailbox.changed.
    """
    table, owner, missing = (
        (mailbox, command.mailbox_id, "mailbox.gone")
        if command.owner_id is None
        else (agent, command.owner_id, "agent.missing")
    )
    kept = {(one.mailbox_id, one.language): one.text.rstrip() for one in command.others if one.text.strip()}
    values = {
        "signature": command.general.rstrip(),
        "signatures": [[box, language, text] for (box, language), text in sorted(kept.items())],
        "version": command.version + 1,
    }
    if not _write(session, table, owner, command.version, values):
        name = session.connection.execute(select(table.c.name).where(table.c.id == owner)).scalar()
        if name is None:
            raise Mistake(missing)
        raise Conflict("mailbox.changed" if command.owner_id is None else "agent.changed", name=name)
    record(session, command, Deed.SETTINGS, [], owner)
    session.changed(Entity.AGENT if command.owner_id is not None else Entity.MAILBOX, owner)
    return owner


def _write(session: Session, table: Table, owner: int, version: int, values: dict[str, Any]) -> bool:
    there = (table.c.id == owner) & (table.c.version == version)
    return bool(session.connection.execute(update(table).where(there).values(values)).rowcount)
