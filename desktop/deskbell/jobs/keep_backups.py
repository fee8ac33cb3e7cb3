"""The desk backs itself up: every night or week, as its settings say, by whichever worker is there first."""

import logging
from datetime import UTC, datetime

from deskbell.jobs.held_lease import held_lease
from deskbell.jobs.office import Office
from deskbell.model.carrying import CarryCourse
from deskbell.rules.backups import due
from deskbell.store.carry.backups import Occasion, back_up, folder_of, last_backup, note_backup

log = logging.getLogger("deskbell.jobs.backup")

LEASE = "backup"


class _Stopped(Exception):
    """The worker ends; the next one makes the backup."""


def keep_backups(office: Office) -> bool:
    """Make a backup if one is due; whether one was made. Raises `Trouble` where there is no room, or the folder cannot be written to."""
    if not _due(office):
        return False
    token = office.take(LEASE)
    if token is None:
        return False
    try:
        # Another worker may have made it just now.
        return _due(office) and _make(office)
    except _Stopped:
        log.info("the worker ends before the backup is made")
        return False
    finally:
        office.release(LEASE, token)


def _make(office: Office) -> bool:
    def tell(course: CarryCourse) -> None:
        del course
        if office.stop.is_set():
            raise _Stopped

    folder = folder_of(office.desk, office.secrets.folder)
    with held_lease(office, LEASE):
        file = back_up(office.desk, folder, Occasion.NIGHTLY, office.settings().number("backup.keep"), tell)
    office.desk.transact(lambda session: note_backup(session, file))
    return True


def _due(office: Office) -> bool:
    last = office.desk.read(last_backup)
    every = office.settings().text("backup.every")
    return due(every, None if last is None else last.at, datetime.now(UTC).astimezone())
