"""Whether the desk wants to know by name who read an article, and who searched for what nobody found."""

from sqlalchemy import select

from deskbell.model.knowledge_settings import NAMES
from deskbell.store.queries.settings import DESK
from deskbell.store.session import Session
from deskbell.store.tables import setting


def names_wanted(session: Session) -> bool:
    """What the setting says."""
    query = select(setting.c.value).where(setting.c.key == NAMES.key, setting.c.owner == DESK)
    return session.connection.execute(query).scalar() is True
