"""`deskbell doctor`: versions, folders, database, mailboxes; what is wrong, and what to do."""

import argparse
import json
import platform
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import asdict

from deskbell import __version__
from deskbell.cli.places import places_of
from deskbell.model.errors import DeskError
from deskbell.model.kinds import RawState
from deskbell.model.places import Places
from deskbell.model.sentences import sentence

if TYPE_CHECKING:
    from deskbell.store.desk import Desk

# How much must fit on the disk for it not to be called full.
_PROBE_BYTES = 1 << 20
_KEPT = {
    "keyring": "the key is in the system's keyring",
    "file": "there is no keyring here: the key is a file in the folder that only you can read",
}
# A backup that is older, by the setting backup.every, was due long ago.
_BACKUP_AGE = {"night": timedelta(days=3), "week": timedelta(days=10)}
_LIBRARIES = ("PySide6-Essentials", "SQLAlchemy", "sqlcipher3", "psycopg", "IMAPClient", "APScheduler", "nh3")


class Finding(Struct, frozen=True):
    """One thing looked at: what, whether it is well, and what was seen or what to do."""

    what: str
    good: bool
    words: str


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser) -> None:
    """Declare the command."""
    command = commands.add_parser(
        "doctor", help="look whether everything is well, and say what to do", parents=[shared]
    )
    command.add_argument("--json", action="store_true", help="one JSON object")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Look at everything; exit code 1 where something is wrong."""
    findings: list[Finding] = []
    for finding in _look(places_of(arguments)):
        findings.append(finding)
        if not arguments.json:
            print(f"{'ok ' if finding.good else 'BAD'} {finding.what}: {finding.words}", flush=True)
    good = all(finding.good for finding in findings)
    if arguments.json:
        print(json.dumps({"good": good, "findings": [asdict(one) for one in findings]}, ensure_ascii=False))
    return 0 if good else 1


def _look(places: Places) -> Iterator[Finding]:
    yield Finding("deskbell", True, f"{__version__} on {platform.platform()}, Python {sys.version.split()[0]}")
    yield Finding("libraries", True, ", ".join(_versions()))
    yield from _sqlite()
    yield from _folder(places)
    yield from _database(places)


def _versions() -> Iterator[str]:
    # Loads the whole of email; each start of the window would wait for it.
    from importlib import metadata

    for name in _LIBRARIES:
        try:
            yield f"{name} {metadata.version(name)}"
        except metadata.PackageNotFoundError:
            # The frozen program carries the libraries without their records.
            yield name


def _sqlite() -> Iterator[Finding]:
    from deskbell.store.engine import OLDEST_SQLITE, sqlite_version

    version = sqlite_version()
    yield Finding("sqlite", version >= OLDEST_SQLITE, ".".join(map(str, version)))


def _folder(places: Places) -> Iterator[Finding]:
    from deskbell.store.secrets import Secrets

    if not places.data.exists():
        yield Finding("folder", True, f"{places.data} is not there yet: the first start makes it")
        return
    try:
        with tempfile.TemporaryFile(dir=places.data) as probe:
            probe.write(bytes(_PROBE_BYTES))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        yield Finding("folder", False, f"{places.data} cannot be written to ({reason}); choose another with --data")
    else:
        yield Finding("folder", True, str(places.data))
    try:
        place = Secrets(places.data).where()
    except DeskError as error:
        yield _trouble("passwords", error)
    else:
        yield Finding("passwords", True, _KEPT[place])


def _database(places: Places) -> Iterator[Finding]:
    from deskbell.store.integrity import problems
    from deskbell.store.opening import open_desk
    from deskbell.store.outgrown import outgrown
    from deskbell.store.trouble import place_of

    try:
        with closing(open_desk(places.database, make=False)) as desk:
            found = desk.read(problems)
            yield Finding("database", not found, "; ".join(found) or f"{place_of(desk.url)} is whole")
            there = desk.read(outgrown)
            if there is not None:
                words = sentence("db.outgrown", {"found": there.found, "known": there.known})
                yield Finding("schema", False, words)
            yield from _backup(desk)
            yield from _mail(desk, places)
    except DeskError as error:
        # A desk that was never begun is nothing to be mended.
        yield _trouble("database", error, good=error.code == "db.missing")


def _backup(desk: "Desk") -> Iterator[Finding]:
    """When the desk was last backed up by itself."""
    from deskbell.store.backup_notes import last_backup
    from deskbell.store.queries import settings

    last = desk.read(last_backup)
    every = desk.read(settings.read, 0).text("backup.every")
    if last is None:
        words = "it does not back itself up" if every == "never" else "the worker makes the first one"
        yield Finding("backup", True, f"none yet: {words}; one by hand: deskbell db backup FILE")
        return
    age = desk.read(lambda session: session.now) - last.at
    words = f"{last.at:%Y-%m-%d %H:%M} UTC, {last.place}"
    good = every == "never" or age < _BACKUP_AGE[every]
    late = "" if good else "; no newer one was made: the worker's log says why"
    yield Finding("backup", good, f"{words}{late}")


def _trouble(what: str, error: DeskError, *, good: bool = False) -> Finding:
    detail = error.detail.strip().splitlines()
    return Finding(what, good, f"{error} ({detail[0]})" if detail else str(error))


def _mail(desk: "Desk", places: Places) -> Iterator[Finding]:
    from sqlalchemy import func, select

    from deskbell.store.queries import mailboxes
    from deskbell.store.tables import outbox, raw_mail

    with desk.reading() as session:
        boxes = mailboxes.rows(session)
        unread = session.connection.execute(
            select(func.count()).select_from(raw_mail).where(raw_mail.c.state == RawState.UNREADABLE.value)
        ).scalar_one()
        undecided = session.connection.execute(
            select(func.count()).select_from(outbox).where(outbox.c.state.in_(("failed", "unknown")))
        ).scalar_one()
    yield Finding("mails in", True, f"{unread} could not be read; each is a ticket with the original attached")
    yield Finding("mails out", undecided == 0, f"{undecided} failed or unknown: open their tickets and decide")
    if not boxes:
        yield Finding("mailboxes", True, "none yet: the window's first start asks for one")
    for box in boxes:
        if box.active and box.imap_host:
            yield from _servers(box.id, desk, places)


def _servers(mailbox_id: int, desk: "Desk", places: Places) -> Iterator[Finding]:
    """Log in to both servers of a mailbox, with the password or the sign-in of this computer."""
    from deskbell.actions.logins import Logins
    from deskbell.mail.imap import Inbox
    from deskbell.mail.smtp import Submission
    from deskbell.store import lease
    from deskbell.store.desk_secrets import DeskSecrets
    from deskbell.store.queries import mailboxes

    box = desk.read(mailboxes.by_id, mailbox_id)
    assert box is not None
    logins = Logins(desk, DeskSecrets(places, desk), lease.this_process())
    try:
        with logins.incoming(box, Inbox.open) as inbox:
            held = [f"{inbox.select(name).exists} mails in {name}" for name in box.folders]
        yield Finding(f"{box.address} in", True, f"{box.imap_host}: {', '.join(held)}")
    except DeskError as error:
        yield _trouble(f"{box.address} in", error)
    if not box.smtp_host:
        return
    try:
        logins.outgoing(box, Submission.open).close()
        yield Finding(f"{box.address} out", True, f"{box.smtp_host} takes our mail")
    except DeskError as error:
        yield _trouble(f"{box.address} out", error)
