"""`deskbell worker`: fetch, file and send mail, without a window."""

import argparse
import logging
import os
import signal
import sys
import threading
from contextlib import closing
from typing import TYPE_CHECKING, Final

from deskbell.cli.log import start_logging
from deskbell.cli.places import places_of
from deskbell.cli.worker_health import tell_health
from deskbell.model.errors import PASSING, Trouble
from deskbell.model.kinds import MailboxState
from deskbell.model.places import Places
from deskbell.model.sentences import sentence

if TYPE_CHECKING:
    from deskbell.store.desk import Desk

log = logging.getLogger("deskbell.worker")

# A service whose database is away asks for it after so many seconds, longer each time.
FIRST_PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 30.0
_A_SECOND: Final = 1.0


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser) -> None:
    """Declare the command."""
    command = commands.add_parser("worker", help="fetch, file and send mail", parents=[shared])
    way = command.add_mutually_exclusive_group()
    way.add_argument(
        "--once", action="store_true", help="do what is due now, then end; exit code 1 where mail could not be fetched"
    )
    way.add_argument(
        "--service",
        action="store_true",
        help="run as a service of the system: wait for a database that is away, and go before the workers beside windows",
    )
    way.add_argument(
        "--health",
        action="store_true",
        help="one line for monitoring: ok, warn or fail, and why; exit code 0, 1 or 2",
    )
    # The window holds our standard input open: when it ends, so do we, however the window went.
    way.add_argument("--supervised", action="store_true", help=argparse.SUPPRESS)
    command.add_argument("--json", action="store_true", help="with --health: one JSON object")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Work until a signal comes, or once; or say how the work goes."""
    places = places_of(arguments)
    if arguments.health:
        return tell_health(places, as_json=arguments.json)
    start_logging(places, "worker", to_terminal=not arguments.supervised)
    stop = threading.Event()
    if not arguments.once:
        _stop_on_signals(stop)
    if arguments.supervised:
        from deskbell.jobs.lifeline import stop_when_closed

        stop_when_closed(sys.stdin.fileno() if sys.stdin is not None else -1, stop)
    return _work(places, stop, once=arguments.once, service=arguments.service)


def _work(places: Places, stop: threading.Event, *, once: bool, service: bool) -> int:
    from deskbell.jobs import service_manager
    from deskbell.jobs.office import Office, take_short_turns
    from deskbell.jobs.worker import Worker
    from deskbell.mail.pool import ParserPool
    from deskbell.store import lease
    from deskbell.store.desk_secrets import DeskSecrets
    from deskbell.store.opening import open_desk

    take_short_turns()
    if service:
        # Whoever waits for its database has begun: it is not started again and again meanwhile.
        service_manager.tell(service_manager.READY)
    opened = _awaited(places.database, stop) if service else open_desk(places.database)
    if opened is None:
        return 0
    with closing(opened) as desk, ParserPool() as pool:
        office = Office(desk, DeskSecrets(places, desk), pool, lease.this_process(), stop, service=service)
        worker = Worker(office, lambda: service_manager.tell(service_manager.ALIVE))
        if once:
            worker.run_once()
            return _tell_failing(desk)
        service_manager.tell("STATUS=")
        worker.run()
        service_manager.tell(service_manager.STOPPING)
    return 0


def _awaited(address: str, stop: threading.Event) -> "Desk | None":
    """The desk, as soon as its server lets us in; None where we are told to end before. What does not pass by itself is raised."""
    from deskbell.jobs import service_manager
    from deskbell.store.opening import open_desk

    pause, told = FIRST_PAUSE, ""
    while not stop.is_set():
        try:
            return open_desk(address)
        except Trouble as trouble:
            if trouble.code not in PASSING:
                raise
            words = sentence("worker.waits", {"reason": str(trouble)})
            if trouble.code != told:
                log.warning("%s %s", words, trouble.detail)
            told = trouble.code
            service_manager.tell(f"STATUS={words}", service_manager.ALIVE)
        rest = pause
        # In short waits: on Windows a signal is not heard during a long one.
        while rest > 0 and not stop.wait(min(rest, _A_SECOND)):
            rest -= _A_SECOND
        pause = min(pause * 2, LONGEST_PAUSE)
    return None


def _tell_failing(desk: "Desk") -> int:
    """Name the mailboxes whose mail did not come in; the exit code."""
    from deskbell.store.queries import mailboxes

    failing = [box for box in desk.read(mailboxes.rows) if box.active and box.state is MailboxState.FAILING]
    for box in failing:
        values = {"name": box.name, "reason": sentence(box.reason, box.reason_values)}
        print(f"deskbell: {sentence('worker.mailbox', values)}", file=sys.stderr)
    return 1 if failing else 0


def _stop_on_signals(stop: threading.Event) -> None:
    """The first signal closes a pipe, and whoever watches that sets `stop`: a handler comes in the middle of whatever the main thread does, also while
    that holds the lock of `stop`, which it would wait for in vain.
    """
    from deskbell.jobs.lifeline import stop_when_closed

    told, tell = os.pipe()
    stop_when_closed(told, stop)
    ends = [tell]

    def end(*_: object) -> None:
        if ends:
            os.close(ends.pop())

    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, end)
