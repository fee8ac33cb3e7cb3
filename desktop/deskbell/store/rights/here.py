"""Who is logged into an office, and what that lets this computer do."""

from msgspec import Struct

from deskbell.model.errors import Mistake
from deskbell.store.rights.names import WORKER, groups_of
from deskbell.store.session import Session


class LoggedIn(Struct, frozen=True):
    """The agent whose login this is, and whether the login may do the worker's work."""

    agent_id: int
    may_work: bool


def logged_in(session: Session) -> LoggedIn | None:
    """Who is logged in; None for a desk that is no office, where people say who they are. Raises `Mistake` office.nobody where the login is no agent's."""
    groups = groups_of(session)
    if groups is None:
        return None
    query = "SELECT session_user, deskbell_me(), pg_has_role(session_user, %s, 'MEMBER')"
    login, agent_id, may_work = session.connection.exec_driver_sql(query, (groups.group(WORKER),)).one()
    if agent_id is None:
        raise Mistake("office.nobody", login=login)
    return LoggedIn(agent_id, may_work)
