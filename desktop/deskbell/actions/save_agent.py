"""Adding and changing the people who answer."""

from typing import Any

from sqlalchemy import insert, select, update

from deskbell.actions.assignees import wait_to_leave
from deskbell.actions.deeds import record
from deskbell.model.commands import SaveAgent
from deskbell.model.errors import Conflict, Mistake
from deskbell.model.kinds import Deed, Entity, Leaving, Presence, Role
from deskbell.model.routing import AgentWork
from deskbell.rules.presence import is_away
from deskbell.rules.recipients import read_addresses
from deskbell.store.session import Session
from deskbell.store.tables import agent, agent_work
from deskbell.store.upsert import keep


def save_agent(session: Session, command: SaveAgent) -> int:
    """Add an agent (id 0) or change one; the id. Raises `Mistake` name.empty, address.bad, agent.exists, agent.last_admin and `Conflict` agent.changed."""
    if not command.name.strip():
        raise Mistake("name.empty")
    if not command.active:
        wait_to_leave(session)
    (person,) = read_addresses(command.email) or (None,)
    if person is None:
        raise Mistake("address.bad", address=command.email)
    email = person.email.casefold()
    taken = session.connection.execute(
        select(agent.c.id).where(agent.c.email == email, agent.c.id != command.id)
    ).first()
    if taken is not None:
        raise Mistake("agent.exists", address=email)
    values = {
        "name": command.name.strip(),
        "email": email,
        "role": command.role.value,
        "presence": command.presence.value,
        "signature": command.signature,
        "active": command.active,
        "runs_worker": command.runs_worker,
    }
    if command.id == 0:
        agent_id: int = session.connection.execute(
            insert(agent).values(values | {"created_at": session.now}).returning(agent.c.id)
        ).scalar_one()
    else:
        agent_id = command.id
        if command.role is not Role.ADMIN or not command.active:
            _keep_an_admin(session, command.id)
        _change(session, command, values)
    if command.work is not None:
        _keep_work(session, agent_id, command.work)
    record(session, command, Deed.SETTINGS, [], agent_id)
    session.changed(Entity.AGENT, agent_id)
    return agent_id


def _change(session: Session, command: SaveAgent, values: dict[str, Any]) -> None:
    """Write what is new; in an office nobody has the right to write their own role, whatever it says."""
    there = (agent.c.id == command.id) & (agent.c.version == command.version)
    before = session.connection.execute(select(agent).where(there)).first()
    if before is not None:
        new = {name: value for name, value in values.items() if getattr(before, name) != value}
        away = command.presence is Presence.AWAY
        # Whoever was away until a time that has passed is not, whatever stands there.
        if away != is_away(Presence(before.presence), before.away_until, session.now):
            new |= {"presence": command.presence.value}
            new |= {"away_since": session.now if away else None, "away_until": None, "leaving": Leaving.KEEP.value}
        written = update(agent).where(there).values(new | {"version": command.version + 1})
        if session.connection.execute(written).rowcount:
            return
    raise Conflict("agent.changed", name=command.name)


def _keep_work(session: Session, agent_id: int, work: AgentWork) -> None:
    """Keep what can be given to an agent. Raises `Mistake` capacity.bad for fewer than one ticket."""
    if work.capacity is not None and work.capacity < 1:
        raise Mistake("capacity.bad")
    row = {
        "agent_id": agent_id,
        "skills": sorted(work.skills),
        "languages": sorted(work.languages),
        "capacity": work.capacity,
        "calendar_id": work.calendar_id,
    }
    keep(session, agent_work, ("agent_id",), row)


def _keep_an_admin(session: Session, agent_id: int) -> None:
    """Raise `Mistake` agent.last_admin where nobody but this one administers the desk. The others stay what they are until this transaction has ended."""
    admins = select(agent.c.id).where(agent.c.role == Role.ADMIN.value, agent.c.active).order_by(agent.c.id)
    # Their keys stay: who names one of them in a row waits for nobody.
    if list(session.connection.execute(admins.with_for_update(key_share=True)).scalars()) == [agent_id]:
        raise Mistake("agent.last_admin")
