"""Giving a profile a password, changing it, and taking it away."""

from sqlalchemy import delete, select

from deskbell.actions.deeds import record
from deskbell.model.commands import SetPassword
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Deed, Entity
from deskbell.store.profiles import knows, seal
from deskbell.store.session import Session
from deskbell.store.tables import agent, profile_password
from deskbell.store.upsert import insert_into


def set_password(session: Session, command: SetPassword) -> None:
    """Of others it can only be taken away: nobody has a password that somebody else knows.

    Raises `Mistake` profile.login in an office, agent.missing, profile.wrong where `known` is not the present one, profile.others.
    """
    if _is_office(session):
        raise Mistake("profile.login")
    if session.connection.execute(select(agent.c.id).where(agent.c.id == command.id)).first() is None:
        raise Mistake("agent.missing")
    if command.id != command.agent_id:
        if command.password:
            raise Mistake("profile.others")
    elif not knows(session, command.id, command.known):
        raise Mistake("profile.wrong")
    if command.password:
        fresh = insert_into(session, profile_password).values(agent_id=command.id, sealed=seal(command.password))
        session.connection.execute(
            fresh.on_conflict_do_update(
                index_elements=[profile_password.c.agent_id], set_={"sealed": fresh.excluded.sealed}
            )
        )
    else:
        session.connection.execute(delete(profile_password).where(profile_password.c.agent_id == command.id))
    record(session, command, Deed.SETTINGS, [])
    session.changed(Entity.AGENT, command.id)


def _is_office(session: Session) -> bool:
    if session.engine_name == "sqlite":
        return False
    from deskbell.store.rights.names import groups_of

    return groups_of(session) is not None
