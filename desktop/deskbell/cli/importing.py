"""`deskbell import mbox|maildir|eml PATH --mailbox NAME`: mail from elsewhere becomes tickets."""

import argparse
import json
import os
import socket
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from deskbell.cli.places import places_of
from deskbell.model.commands import SaveMailbox
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Status

if TYPE_CHECKING:
    from deskbell.store.desk import Desk

_FORMS = ("mbox", "maildir", "eml")
_STATUSES = ("open", "solved", "closed")
# While another program files, look this often how far it is.
_LOOK = 0.2


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser) -> None:
    """Declare the command."""
    command = commands.add_parser("import", help="take in mail from files; nothing is sent", parents=[shared])
    command.add_argument("form", choices=_FORMS, help="what PATH is; eml takes one file or a folder of them")
    command.add_argument("path", type=Path, metavar="PATH")
    command.add_argument(
        "--mailbox", required=True, metavar="NAME", help="the mailbox it belongs to, by name or address"
    )
    command.add_argument(
        "--create",
        metavar="ADDRESS",
        help="make the mailbox, with this address and without servers, if it is not there",
    )
    command.add_argument("--status", choices=_STATUSES, default="open", help="of the tickets that it makes (open)")
    command.add_argument("--json", action="store_true", help="one JSON object at the end")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Keep all mails, then file them."""
    from deskbell.jobs.import_mail import SOURCES, keep_all
    from deskbell.store.opening import open_desk

    desk = open_desk(places_of(arguments).database)
    try:
        mailbox_id = _mailbox(desk, arguments.mailbox, arguments.create)
        began = time.monotonic()
        source = SOURCES[arguments.form](arguments.path)
        kept = keep_all(
            desk,
            mailbox_id,
            Status[arguments.status.upper()],
            source,
            lambda so_far: _say(f"{so_far.seen} mails read, {so_far.new} of them new"),
        )
        filed = _file_all(desk, places_of(arguments).data)
        seconds = time.monotonic() - began
    finally:
        desk.close()
    _say("", end=True)
    if arguments.json:
        print(json.dumps({"seen": kept.seen, "new": kept.new, "filed": filed, "seconds": round(seconds, 3)}))
    else:
        print(f"{kept.seen} mails read, {kept.new} new, {filed} filed in {seconds:.1f} s.")
    return 0


def _mailbox(desk: "Desk", name: str, create: str | None) -> int:
    from deskbell.actions.dispatch import perform
    from deskbell.store.queries import mailboxes

    row = desk.read(mailboxes.named, name)
    if row is not None:
        return row.id
    if create is None:
        known = ", ".join(box.name for box in desk.read(mailboxes.rows)) or "-"
        raise Mistake("mailbox.missing", name=name, known=known)
    made = perform(desk, SaveMailbox(agent_id=None, id=0, name=name, address=create, active=False))
    assert made is not None
    return made


def _file_all(desk: "Desk", data: Path) -> int:
    """File what waits, here, or see how another program does it."""
    from deskbell.jobs.office import Office
    from deskbell.jobs.read_mail import MailReader, waiting
    from deskbell.mail.pool import ParserPool
    from deskbell.store.secrets import Secrets

    filed = 0
    with ParserPool() as pool:
        office = Office(desk, Secrets(data), pool, f"{socket.gethostname()}/{os.getpid()}/import")
        reader = MailReader(office)
        while left := desk.read(waiting):
            done = reader.run(lambda so_far, before=filed: _say(f"{before + so_far} mails filed"))  # type: ignore[misc]
            filed += done
            if not done:
                _say(f"{left} mails wait for the worker that runs already")
                time.sleep(_LOOK)
    return filed


def _say(words: str, *, end: bool = False) -> None:
    """Progress, on one line of a terminal; silent where nobody looks."""
    if sys.stderr.isatty():
        print("\r\x1b[K" if end else f"\r\x1b[K{words}", end="", file=sys.stderr, flush=True)
