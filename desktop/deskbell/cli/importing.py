"""`deskbell import auto|mbox|maildir|eml|msg PATH… --mailbox NAME`: mail from elsewhere becomes tickets."""

import argparse
import json
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from deskbell.cli.import_speech import Speech, TerminalSpeech, WindowSpeech
from deskbell.cli.password import mailbox_of
from deskbell.cli.places import places_of
from deskbell.model.commands import SaveMailbox
from deskbell.model.errors import DeskError, Mistake
from deskbell.model.kinds import Status

if TYPE_CHECKING:
    from deskbell.jobs.mail_sources import Source
    from deskbell.jobs.office import Office
    from deskbell.store.desk import Desk

_FORMS = ("auto", "mbox", "maildir", "eml", "msg")
_NAMED_BY_WINDOW = Path("-")
_STATUSES = ("open", "solved", "closed")


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser) -> None:
    """Declare the command."""
    command = commands.add_parser(
        "import",
        help="take in mail from files; nothing is sent",
        description="Takes in mail from files; nothing is sent. What the mailbox has already does not come twice, so an import "
        "that was cut off, also with Ctrl+C, is begun again with the same words. Exit code 1 where something could not be read.",
        parents=[shared],
    )
    command.add_argument(
        "form",
        choices=_FORMS,
        help="what PATH is; eml and msg (Outlook) take one file or a folder of them, auto looks what it is",
    )
    command.add_argument("paths", type=Path, metavar="PATH", nargs="+")
    command.add_argument(
        "--mailbox", required=True, metavar="NAME", help="the mailbox it belongs to, by name or address"
    )
    command.add_argument(
        "--create",
        metavar="ADDRESS",
        help="make the mailbox, with this address and without servers, if it is not there",
    )
    command.add_argument("--status", choices=_STATUSES, default="open", help="of the tickets that it makes (open)")
    command.add_argument("--ticket", type=int, default=0, metavar="NUMBER", help="add the mails to this ticket")
    command.add_argument("--json", action="store_true", help="one JSON object at the end")
    # The window holds our standard input open and reads what we write: when it closes it, or ends, so do we. With the path "-" its first line
    # holds the paths, as a JSON list.
    command.add_argument("--supervised", action="store_true", help=argparse.SUPPRESS)
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Take all in; exit code 1 where a file could not be read, after all the others."""
    speech = WindowSpeech() if arguments.supervised else TerminalSpeech(as_json=arguments.json)
    try:
        return _import(arguments, speech)
    except DeskError as error:
        if speech.failed(error):
            return 1
        raise


def _import(arguments: argparse.Namespace, speech: Speech) -> int:
    from deskbell.jobs.lifeline import first_line, stop_when_closed
    from deskbell.jobs.office import Office, take_short_turns
    from deskbell.mail.pool import ParserPool
    from deskbell.store import lease
    from deskbell.store.desk_secrets import DeskSecrets
    from deskbell.store.opening import open_desk

    troubles = _Troubles(speech)
    # Before anything is made: a path that is not there must not leave a desk or a mailbox behind.
    pipe = sys.stdin.fileno() if arguments.supervised and sys.stdin is not None else -1
    named = pipe >= 0 and arguments.paths == [_NAMED_BY_WINDOW]
    paths = [Path(path) for path in json.loads(first_line(pipe))] if named else arguments.paths
    source = _source(arguments.form, paths, troubles)
    places = places_of(arguments)
    take_short_turns()
    with ParserPool() as pool:
        # They get ready while the desk is opened.
        pool.warm()
        with closing(open_desk(places.database)) as desk:
            mailbox_id = _mailbox(desk, arguments.mailbox, arguments.create)
            office = Office(desk, DeskSecrets(places, desk), pool, lease.this_process())
            if arguments.supervised:
                stop_when_closed(pipe, office.stop)
            _look_for_ticket(desk, arguments.ticket)
            status = Status[arguments.status.upper()]
            _take_in(office, mailbox_id, status, source, speech, troubles, arguments.ticket)
    return 1 if troubles.count else 0


def _take_in(
    office: "Office",
    mailbox_id: int,
    status: Status,
    source: "Source",
    speech: Speech,
    troubles: "_Troubles",
    ticket_id: int,
) -> None:
    from deskbell.jobs.import_run import ImportRun

    run = ImportRun(office, mailbox_id, status, source, speech.course, lambda: troubles.count, ticket_id)
    try:
        run.run()
    except KeyboardInterrupt:
        speech.end(run.end())
        raise
    speech.end(run.end())


class _Troubles:
    """Tells and counts what could not be taken."""

    def __init__(self, speech: Speech) -> None:
        self._speech = speech
        self.count = 0

    def __call__(self, error: DeskError) -> None:
        self.count += 1
        self._speech.left_out(error)


def _source(form: str, paths: list[Path], troubles: _Troubles) -> "Source":
    from deskbell.jobs.mail_sources import SOURCES, Several

    return Several([SOURCES[form](path, troubles) for path in paths])


def _look_for_ticket(desk: "Desk", ticket_id: int) -> None:
    from deskbell.store.queries import ticket

    if ticket_id and desk.read(ticket.detail, ticket_id, newest=1) is None:
        raise Mistake("ticket.missing", number=ticket_id)


def _mailbox(desk: "Desk", name: str, create: str | None) -> int:
    from deskbell.actions.dispatch import perform
    from deskbell.store.queries import mailboxes

    if create is None or desk.read(mailboxes.named, name) is not None:
        return mailbox_of(desk, name).id
    made = perform(desk, SaveMailbox(agent_id=None, id=0, name=name, address=create, active=False))
    assert made is not None
    return made
