"""Writing settings, checked against their declarations."""

from sqlalchemy import delete

from deskbell.actions.deeds import record
from deskbell.model.commands import SaveSettings
from deskbell.model.declaration import Scope
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Deed, Entity
from deskbell.model.settings import BY_KEY
from deskbell.store.session import Session
from deskbell.store.tables import setting
from deskbell.store.upsert import insert_into


def save_settings(session: Session, command: SaveSettings) -> None:
    """Write settings; a value that is the default is not kept, and a secret has no value here. Raises `Mistake` setting.bad and writes none then."""
    # In one order, so that no two wait for each other.
    for key, value in sorted(command.values):
        declaration = BY_KEY.get(key)
        if declaration is None:
            raise Mistake("setting.bad", key=key, value=value)
        if declaration.scope is Scope.HIDDEN and value != declaration.default:
            raise Mistake("setting.bad", key=key, value="…")
        checked = declaration.check(value)
        if checked == declaration.default:
            session.connection.execute(delete(setting).where(setting.c.key == key, setting.c.owner == command.owner))
            continue
        fresh = insert_into(session, setting).values(key=key, owner=command.owner, value=checked)
        session.connection.execute(
            fresh.on_conflict_do_update(
                index_elements=[setting.c.key, setting.c.owner], set_={"value": fresh.excluded.value}
            )
        )
    record(session, command, Deed.SETTINGS, [])
    session.changed(Entity.SETTING, command.owner)
