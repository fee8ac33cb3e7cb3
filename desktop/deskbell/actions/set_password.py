"""Giving a profile a password, changing it, and taking it away."""

from collections.abc import Callable
from functools import partial

from msgspec import Struct
from sqlalchemy import delete, select

from deskbell.actions.deeds import record
from deskbell.model.commands import SetPassword
from deskbell.model.errors import Mistake
from deskbell.model.hidden import all_but
from deskbell.model.kinds import Deed, Entity
from deskbell.store import profiles
from deskbell.store.desk import Desk
from deskbell.store.session import Session
from deskbell.store.tables import agent, profile_password
from deskbell.store.upsert import insert_into


class Derived(Struct, frozen=True):
    """What scrypt takes long for: the new password `sealed`, "" for none, and whether `known` is `right` for the `present` one, as that is sealed."""

    sealed: str
    present: str
    right: bool

    __repr__ = all_but("sealed", "present")


def derived(desk: Desk, command: SetPassword) -> Callable[[Session, SetPassword], None]:
    """`set_password` with what takes long done ahead, while no transaction keeps others from writing."""
    present = desk.read(_present, command)
    right = not present or profiles.opens(command.known, present)
    sealed = profiles.seal(command.password) if command.password else ""
    return partial(set_password, ready=Derived(sealed, present, right))


def set_password(session: Session, command: SetPassword, ready: Derived | None = None) -> None:
    """Of others it can only be taken away: nobody has a password that somebody else knows. `ready` is what was derived for this command before.

    Raises `Mistake` profile.login in an office, agent.missing, profile.wrong where `known` is not the present one, profile.others.
    """
    if _is_office(session):
        raise Mistake("profile.login")
    if session.connection.execute(select(agent.c.id).where(agent.c.id == command.id)).first() is None:
        raise Mistake("agent.missing")
    if command.id != command.agent_id:
        if command.password:
            raise Mistake("profile.others")
    elif not _knows(session, command, ready):
        raise Mistake("profile.wrong")
    if command.password:
        sealed = ready.sealed if ready is not None else profiles.seal(command.password)
        fresh = insert_into(session, profile_password).values(agent_id=command.id, sealed=sealed)
        session.connection.execute(
            fresh.on_conflict_do_update(
                index_elements=[profile_password.c.agent_id], set_={"sealed": fresh.excluded.sealed}
            )
        )
    else:
        session.connection.execute(delete(profile_password).where(profile_password.c.agent_id == command.id))
    record(session, command, Deed.SETTINGS, [])
    session.changed(Entity.AGENT, command.id)


def _present(session: Session, command: SetPassword) -> str:
    """The password that the command's giver has to know, as it is sealed; "" for none."""
    if command.id != command.agent_id or _is_office(session):
        return ""
    return profiles.sealed_of(session, command.id)


def _knows(session: Session, command: SetPassword, ready: Derived | None) -> bool:
    # One that has come in between is another question.
    if ready is not None and profiles.sealed_of(session, command.id) == ready.present:
        return ready.right
    return profiles.knows(session, command.id, command.known)


def _is_office(session: Session) -> bool:
    if session.engine_name == "sqlite":
        return False
    from deskbell.store.rights.names import groups_of

    return groups_of(session) is not None
