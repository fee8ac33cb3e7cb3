"""What the desk knows of the backups that it makes by itself: when the last one was made, and why there is no newer one."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import delete, select

from deskbell.model.errors import DeskError
from deskbell.model.kinds import Entity
from deskbell.model.troubles import BackupTrouble
from deskbell.store.session import Session
from deskbell.store.tables import meta
from deskbell.store.upsert import insert_into

LAST: Final = "backup"
FAILED: Final = "backup_failed"


class LastBackup(Struct, frozen=True):
    """The last one that was made by itself: when (aware, UTC), and where."""

    at: datetime
    place: str


def last_backup(session: Session) -> LastBackup | None:
    """What `note_backup` noted last; None where there is no such backup."""
    noted = _noted(session, LAST)
    return None if noted is None else LastBackup(datetime.fromisoformat(noted["at"]), noted["place"])


def note_backup(session: Session, place: Path) -> None:
    """Note that the desk was backed up by itself, now; what kept it from that is over."""
    _note(session, LAST, {"at": session.now.astimezone(UTC).isoformat(), "place": str(place)})
    if session.connection.execute(delete(meta).where(meta.c.key == FAILED)).rowcount:
        session.changed(Entity.SETTING, 0)


def note_trouble(session: Session, error: DeskError) -> None:
    """Note why the desk was not backed up. What failed before stays failed since then; nothing is written where nothing is new."""
    before = _noted(session, FAILED)
    values = {name: str(value) for name, value in error.values.items()}
    since = session.now.astimezone(UTC).isoformat() if before is None else before["since"]
    noted = {"since": since, "code": error.code, "values": values}
    if noted != before:
        _note(session, FAILED, noted)
        session.changed(Entity.SETTING, 0)


def trouble_of(noted: str | None) -> BackupTrouble | None:
    """What `note_trouble` wrote, of the value of its row."""
    if noted is None:
        return None
    read = json.loads(noted)
    return BackupTrouble(datetime.fromisoformat(read["since"]), read["code"], read["values"])


def _noted(session: Session, key: str) -> dict[str, Any] | None:
    found = session.connection.execute(select(meta.c.value).where(meta.c.key == key)).scalar()
    return None if found is None else json.loads(found)


def _note(session: Session, key: str, noted: dict[str, Any]) -> None:
    words = insert_into(session, meta).values(key=key, value=json.dumps(noted, ensure_ascii=False))
    session.connection.execute(
        words.on_conflict_do_update(index_elements=[meta.c.key], set_={"value": words.excluded.value})
    )
