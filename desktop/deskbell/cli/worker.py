"""`deskbell worker`: fetch, file and send mail, without a window."""

import argparse
import signal
import sys
from contextlib import closing
from typing import TYPE_CHECKING

from deskbell.cli.log import start_logging
from deskbell.cli.places import places_of
from deskbell.model.kinds import MailboxState
from deskbell.model.sentences import sentence

if TYPE_CHECKING:
    import threading

    from deskbell.store.desk import Desk


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser) -> None:
    """Declare the command."""
    command = commands.add_parser("worker", help="fetch, file and send mail", parents=[shared])
    command.add_argument(
        "--once", action="store_true", help="do what is due now, then end; exit code 1 where mail could not be fetched"
    )
    # The window holds our standard input open: when it ends, so do we, however the window went.
    command.add_argument("--supervised", action="store_true", help=argparse.SUPPRESS)
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Work until a signal comes, or once."""
    places = places_of(arguments)
    start_logging(places, "worker", to_terminal=not arguments.supervised)
    from deskbell.jobs.lifeline import stop_when_closed
    from deskbell.jobs.office import Office, take_short_turns
    from deskbell.jobs.worker import Worker
    from deskbell.mail.pool import ParserPool
    from deskbell.store import lease
    from deskbell.store.opening import open_desk
    from deskbell.store.secrets import Secrets

    take_short_turns()
    with closing(open_desk(places.database)) as desk, ParserPool() as pool:
        office = Office(desk, Secrets(places.data), pool, lease.this_process())
        worker = Worker(office)
        if arguments.once:
            worker.run_once()
            return _tell_failing(desk)
        _stop_on_signals(office.stop)
        if arguments.supervised:
            stop_when_closed(sys.stdin.fileno() if sys.stdin is not None else -1, office.stop)
        worker.run()
    return 0


def _tell_failing(desk: "Desk") -> int:
    """Name the mailboxes whose mail did not come in; the exit code."""
    from deskbell.store.queries import mailboxes

    failing = [box for box in desk.read(mailboxes.rows) if box.active and box.state is MailboxState.FAILING]
    for box in failing:
        values = {"name": box.name, "reason": sentence(box.reason, box.reason_values)}
        print(f"deskbell: {sentence('worker.mailbox', values)}", file=sys.stderr)
    return 1 if failing else 0


def _stop_on_signals(stop: "threading.Event") -> None:
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, lambda *_: stop.set())
