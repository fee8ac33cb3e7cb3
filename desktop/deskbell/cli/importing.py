"""`deskbell import mbox|maildir|eml|msg PATH --mailbox NAME`: mail from elsewhere becomes tickets."""

import argparse
import json
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from deskbell.cli.places import places_of
from deskbell.model.commands import SaveMailbox
from deskbell.model.errors import Conflict, DeskError, Mistake
from deskbell.model.kinds import Status

if TYPE_CHECKING:
    from deskbell.jobs.import_mail import FoundMail, Kept
    from deskbell.jobs.office import Office
    from deskbell.jobs.read_mail import MailReader
    from deskbell.store.desk import Desk

_FORMS = ("mbox", "maildir", "eml", "msg")
_STATUSES = ("open", "solved", "closed")
# While another program files, look this often how far it is.
_LOOK = 0.2


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser) -> None:
    """Declare the command."""
    command = commands.add_parser(
        "import",
        help="take in mail from files; nothing is sent",
        description="Takes in mail from files; nothing is sent. What the mailbox has already does not come twice, so an import "
        "that was cut off is begun again with the same words. Exit code 1 where something could not be read.",
        parents=[shared],
    )
    command.add_argument(
        "form", choices=_FORMS, help="what PATH is; eml and msg (Outlook) take one file or a folder of them"
    )
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
    """Keep all mails, then file them; exit code 1 where a file could not be read, after all the others."""
    from deskbell.jobs.import_mail import SOURCES
    from deskbell.store.opening import open_desk

    course = _Course()
    # Before anything is made: a path that is not there must not leave a desk or a mailbox behind.
    source = SOURCES[arguments.form](arguments.path, course.complain)
    places = places_of(arguments)
    with closing(open_desk(places.database)) as desk:
        mailbox_id = _mailbox(desk, arguments.mailbox, arguments.create)
        try:
            course.take_in(desk, places.data, mailbox_id, Status[arguments.status.upper()], source)
        except KeyboardInterrupt:
            course.say_cut_off()
            raise
    course.report(as_json=arguments.json)
    return 1 if course.refused else 0


class _Course:
    """How far an import is, and what it says about it: progress on one line of a terminal, troubles on lines of their own."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._on_terminal = sys.stderr is not None and sys.stderr.isatty()
        self._all_kept = threading.Event()
        self.seen = self.new = self.filed = self.refused = 0

    def take_in(self, desk: "Desk", data: Path, mailbox_id: int, status: Status, source: "Iterator[FoundMail]") -> None:
        """Keep every mail, and file beside it what is kept already: while one is written others are being read."""
        from deskbell.jobs.import_mail import keep_all
        from deskbell.jobs.office import Office
        from deskbell.mail.pool import ParserPool
        from deskbell.store import lease
        from deskbell.store.secrets import Secrets

        with ParserPool() as pool, ThreadPoolExecutor(1, "file") as beside:
            office = Office(desk, Secrets(data), pool, lease.this_process())
            filing = beside.submit(self._file, office)
            try:
                keep_all(desk, mailbox_id, status, source, self._on_kept)
                self._all_kept.set()
                filing.result()
            except BaseException:
                office.stop.set()
                raise
            finally:
                self._all_kept.set()

    def _file(self, office: "Office") -> None:
        """File what waits until all is kept and nothing waits, here, or see how another program does it."""
        from deskbell.jobs.read_mail import MailReader

        reader = MailReader(office)
        try:
            self._file_with(reader, office)
        finally:
            reader.rest()

    def _file_with(self, reader: "MailReader", office: "Office") -> None:
        from deskbell.jobs.read_mail import waiting

        while not office.stop.is_set():
            last_look = self._all_kept.is_set()
            left = office.desk.read(waiting)
            if not left and last_look:
                return
            before = self.filed
            try:
                reader.run(partial(self._on_filed, before), go_on=True)
            except Conflict:
                # This computer slept, and a worker took over: it goes on with what is left.
                continue
            if left and self.filed == before and last_look:
                self._say(f"{left} mails wait for the worker that runs already")
            if self.filed == before:
                self._all_kept.wait(_LOOK) if not last_look else office.stop.wait(_LOOK)

    def complain(self, error: DeskError) -> None:
        """A file or a mail could not be taken."""
        self.refused += 1
        self._clear()
        print(f"deskbell: {error}", file=sys.stderr)

    def report(self, *, as_json: bool) -> None:
        """What was done."""
        self._clear()
        seconds = time.monotonic() - self._began
        if as_json:
            found = {"seen": self.seen, "new": self.new, "filed": self.filed, "refused": self.refused}
            print(json.dumps(found | {"seconds": round(seconds, 3)}))
        else:
            print(f"{self.seen} mails read, {self.new} new, {self.filed} filed in {seconds:.1f} s.")

    def say_cut_off(self) -> None:
        """The person, or the system, ended it."""
        self._clear()
        said = f"Ended: {self.seen} mails read, {self.new} new and kept, {self.filed} of them filed."
        print(f"deskbell: {said} The same command goes on; nothing comes twice.", file=sys.stderr)

    def _on_kept(self, kept: "Kept") -> None:
        self.seen, self.new = kept.seen, kept.new
        self._say_course()

    def _on_filed(self, before: int, count: int) -> None:
        self.filed = before + count
        self._say_course()

    def _say_course(self) -> None:
        self._say(f"{self.seen} mails read, {self.new} of them new, {self.filed} filed")

    def _say(self, words: str) -> None:
        """Progress; silent where nobody looks."""
        if self._on_terminal:
            print(f"\r\x1b[K{words}", end="", file=sys.stderr, flush=True)

    def _clear(self) -> None:
        self._say("")


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
