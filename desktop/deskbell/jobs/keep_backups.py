"""The desk backs itself up: every night or week, as its settings say, by whichever worker is there first."""

import logging
from contextlib import suppress
from datetime import datetime

from deskbell.jobs.held_lease import held_lease
from deskbell.jobs.hold import Hold
from deskbell.jobs.office import Office
from deskbell.model.carrying import CarryCourse
from deskbell.model.errors import PASSING, Conflict, DeskError
from deskbell.rules.backups import due
from deskbell.store.backup_notes import LastBackup, last_backup, note_backup, note_trouble
from deskbell.store.carry.backups import Occasion, back_up, folder_of
from deskbell.store.session import Session

log = logging.getLogger("deskbell.jobs.backup")

LEASE = "backup"


class _Stopped(Exception):
    """The worker ends; the next one makes the backup."""


def keep_backups(office: Office) -> bool:
    """Make a backup if one is due; whether one was made. Raises `Trouble` where there is no room, or the folder cannot be written to; the windows say
    so too until one was made."""
    if not _due(office):
        return False
    hold = Hold.take(office, LEASE)
    if hold is None:
        return False
    try:
        # Another worker may have made it just now.
        return _due(office) and _make(office, hold)
    except _Stopped:
        log.info("the worker ends before the backup is made")
        return False
    except DeskError as error:
        if error.code not in PASSING:
            _note_trouble(office, hold, error)
        raise
    finally:
        hold.release()


def _make(office: Office, hold: Hold) -> bool:
    def tell(course: CarryCourse) -> None:
        del course
        if office.stop.is_set():
            raise _Stopped

    folder = folder_of(office.desk, office.secrets.folder)
    with held_lease(hold):
        file = back_up(office.desk, folder, Occasion.NIGHTLY, office.settings().number("backup.keep"), tell)

    def note(session: Session) -> None:
        hold.check(session)
        note_backup(session, file)

    office.desk.transact(note)
    return True


def _note_trouble(office: Office, hold: Hold, error: DeskError) -> None:
    def note(session: Session) -> None:
        hold.check(session)
        note_trouble(session, error)

    # Who has taken over may have made the backup by now.
    with suppress(Conflict):
        office.desk.transact(note)


def _due(office: Office) -> bool:
    last, now = office.desk.read(_last)
    every = office.settings().text("backup.every")
    return due(every, None if last is None else last.at, now.astimezone())


def _last(session: Session) -> tuple[LastBackup | None, datetime]:
    return last_backup(session), session.now
