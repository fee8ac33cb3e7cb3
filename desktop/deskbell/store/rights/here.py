"""Who is logged into an office."""

from msgspec import Struct

from deskbell.model.errors import Mistake
from deskbell.store.rights.names import groups_of
from deskbell.store.session import Session


class LoggedIn(Struct, frozen=True):
    """The agent whose login this is."""

    agent_id: int


def logged_in(session: Session) -> LoggedIn | None:
    """Who is logged in; None for a desk that is no office, where people say who they are. Raises `Mistake` office.nobody where the login is no agent's."""
    if groups_of(session) is None:
        return None
    login, agent_id = session.connection.exec_driver_sql("SELECT session_user, deskbell_me()").one()
    if agent_id is None:
        raise Mistake("office.nobody", login=login)
    return LoggedIn(agent_id)
