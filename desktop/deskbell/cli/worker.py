"""`deskbell worker`: fetch, file and send mail, without a window."""

import argparse
import os
import signal
import socket
import sys
from typing import TYPE_CHECKING
from uuid import uuid4

from deskbell.cli.log import start_logging
from deskbell.cli.places import places_of

if TYPE_CHECKING:
    import threading


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser) -> None:
    """Declare the command."""
    command = commands.add_parser("worker", help="fetch, file and send mail", parents=[shared])
    command.add_argument("--once", action="store_true", help="do what is due now, then end")
    # The window holds our standard input open: when it ends, so do we, however the window went.
    command.add_argument("--supervised", action="store_true", help=argparse.SUPPRESS)
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Work until a signal comes, or once."""
    places = places_of(arguments)
    start_logging(places, "worker", to_terminal=not arguments.supervised)
    from deskbell.jobs.office import Office
    from deskbell.jobs.worker import Worker, stop_when_closed
    from deskbell.mail.pool import ParserPool
    from deskbell.model.settings import Settings
    from deskbell.store.opening import open_desk
    from deskbell.store.queries import settings
    from deskbell.store.secrets import Secrets

    desk = open_desk(places.database)
    values: Settings = desk.read(settings.read, 0)
    pool = ParserPool(seconds=values.number("parse.seconds"))
    holder = f"{socket.gethostname()}/{os.getpid()}/{uuid4().hex[:8]}"
    office = Office(desk, Secrets(places.data), pool, holder)
    try:
        worker = Worker(office)
        if arguments.once:
            worker.run_once()
        else:
            _stop_on_signals(office.stop)
            if arguments.supervised:
                stop_when_closed(sys.stdin.buffer, office.stop)
            worker.run()
    finally:
        pool.close()
        desk.close()
    return 0


def _stop_on_signals(stop: "threading.Event") -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
