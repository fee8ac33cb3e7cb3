"""What an older Deskbell kept in the database and may not stand there: it moves among the secrets of this computer."""

import logging

from sqlalchemy import select

from deskbell.actions.save_settings import save_settings
from deskbell.model.commands import SaveSettings
from deskbell.model.settings import SECRET_KEYS
from deskbell.store.desk import Desk
from deskbell.store.secret_settings import setting_name
from deskbell.store.secrets import Secrets
from deskbell.store.session import Session
from deskbell.store.tables import setting

log = logging.getLogger("deskbell.secrets")


def take_out_secrets(desk: Desk, secrets: Secrets) -> None:
    """Move the secret settings out of the database, each first to where it belongs. What was given on this computer since is newer, and stays.

    Raises as `Secrets.put` does; then all is where it was.
    """
    left = desk.read(_left)
    if not left:
        return
    for key, value in left.items():
        if secrets.get(setting_name(key)) is None:
            secrets.put(setting_name(key), value)
    desk.transact(lambda session: _blank(session, left))
    log.info("%d secrets were moved out of the database", len(left))


def _left(session: Session) -> dict[str, str]:
    rows = session.connection.execute(select(setting.c.key, setting.c.value).where(setting.c.key.in_(SECRET_KEYS)))
    return {key: str(value) for key, value in rows if value}


def _blank(session: Session, left: dict[str, str]) -> None:
    if session.engine_name == "sqlite":
        # SQLite leaves what it deletes in the file, to be written over some day. The place is cleared at once only with this.
        session.connection.exec_driver_sql("PRAGMA secure_delete = ON")
    save_settings(session, SaveSettings(agent_id=None, values=tuple((key, "") for key in left)))
