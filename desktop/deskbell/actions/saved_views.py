"""Making, changing and removing saved views."""

from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select, update

from deskbell.actions.deeds import record
from deskbell.actions.teams import must_be_there
from deskbell.model.errors import Conflict, Mistake
from deskbell.model.kinds import Deed, Entity
from deskbell.model.saved_views import RemoveView, SaveView
from deskbell.rules import saved_views
from deskbell.store.queries.saved_views import SEEN, manages
from deskbell.store.session import Session
from deskbell.store.tables import saved_view

_THERE = select(saved_view.c.owner_id, saved_view.c.name).where(saved_view.c.id == bindparam("view"), SEEN)


def save_view(session: Session, command: SaveView) -> int:
    """Make a view (id 0) or change one; its id.

    Raises `Mistake` name.empty, view.empty (the query asks for nothing), view.own (it would be somebody else's), view.missing, team.missing,
    rights.manager (it is shared), and `Conflict` view.changed.
    """
    if command.owner_id not in (None, command.agent_id):
        raise Mistake("view.own")
    name, query = saved_views.clean(command.name), saved_views.clean(command.query)
    if not name:
        raise Mistake("name.empty")
    if not saved_views.asks_something(query):
        raise Mistake("view.empty")
    team_id = command.team_id if command.owner_id is None else None
    if team_id is not None:
        must_be_there(session, team_id)
    values = {
        "name": name,
        "query": query,
        "sort": command.sort.value,
        "columns": command.columns,
        "grouped": command.grouping,
        "owner_id": command.owner_id,
        "team_id": team_id,
    }
    if command.id == 0:
        made = insert(saved_view).values(**values, created_at=session.now).returning(saved_view.c.id)
        view_id: int = session.connection.execute(made).scalar_one()
    else:
        view_id = command.id
        owner = _there(session, command.id, command.agent_id).owner_id
        # The command says that it is one's own, and may be anybody's.
        if owner is None and command.agent_id is not None and not manages(session, command.agent_id):
            raise Mistake("rights.manager")
        _change(session, command, owner, values)
    record(session, command, Deed.SETTINGS, [], view_id)
    _tell(session, command.owner_id)
    return view_id


def remove_view(session: Session, command: RemoveView) -> None:
    """Throw a view away. Raises `Mistake` view.missing, `Conflict` view.changed."""
    there = _there(session, command.id, command.agent_id)
    if there.owner_id != command.owner_id:
        raise Mistake("view.missing")
    gone = delete(saved_view).where(saved_view.c.id == command.id, saved_view.c.version == command.version)
    if session.connection.execute(gone).rowcount == 0:
        raise Conflict("view.changed", name=there.name)
    record(session, command, Deed.SETTINGS, [])
    _tell(session, command.owner_id)


def _there(session: Session, view_id: int, agent_id: int | None) -> Row[int | None, str]:
    row = session.connection.execute(_THERE, {"view": view_id, "agent": agent_id}).first()
    if row is None:
        raise Mistake("view.missing")
    return row


def _change(session: Session, command: SaveView, owner: int | None, values: dict[str, Any]) -> None:
    whose = saved_view.c.owner_id.is_(None) if owner is None else saved_view.c.owner_id == owner
    done = session.connection.execute(
        update(saved_view)
        .where(saved_view.c.id == command.id, saved_view.c.version == command.version, whose)
        .values(values | {"version": command.version + 1})
    )
    if done.rowcount == 0:
        raise Conflict("view.changed", name=values["name"])


def _tell(session: Session, owner_id: int | None) -> None:
    # As a setting, which they are to whoever does not know more of them, as canned replies are.
    session.changed(Entity.SETTING, owner_id or 0)
