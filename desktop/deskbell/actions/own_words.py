"""The words that a person adds to the dictionaries: kept with the person's settings."""

from sqlalchemy import delete, select, update

from deskbell.actions.deeds import record
from deskbell.model.kinds import Deed, Entity
from deskbell.model.own_words import ChangeWords
from deskbell.rules.spelling import changed_words
from deskbell.store.session import Session
from deskbell.store.tables import setting
from deskbell.store.upsert import insert_into

KEY = "spelling.words"


def change_words(session: Session, command: ChangeWords) -> None:
    """Add words, or take them off: each for itself, whatever another window of the person's does to others. Raises `Mistake` as `changed_words` does."""
    assert command.agent_id is not None
    mine = (setting.c.key == KEY, setting.c.owner == command.agent_id)
    # The row first: there must be one for two windows to wait for each other.
    empty = insert_into(session, setting).values(key=KEY, owner=command.agent_id, value="")
    session.connection.execute(empty.on_conflict_do_nothing())
    kept = session.connection.execute(select(setting.c.value).where(*mine).with_for_update()).scalar_one()
    text = changed_words(str(kept), command.words, known=command.known)
    if text:
        session.connection.execute(update(setting).where(*mine).values(value=text))
    else:
        session.connection.execute(delete(setting).where(*mine))
    record(session, command, Deed.SETTINGS, [])
    session.changed(Entity.SETTING, command.agent_id)
