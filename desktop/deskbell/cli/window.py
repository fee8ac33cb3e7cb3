"""`deskbell`, `deskbell window`: the window, and what it is asked to open (`deskbell mailto:…`, `deskbell deskbell://ticket/1042`)."""

import argparse
import contextlib

from deskbell.cli.log import start_logging
from deskbell.cli.places import places_of
from deskbell.cli.screen import require_screen
from deskbell.cli.typed import asking
from deskbell.model.errors import Trouble
from deskbell.model.held_collector import held_collector


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser) -> None:
    """Declare the command; it is also what runs when none is named."""
    command = commands.add_parser("window", help="open the window (what happens without a command)", parents=[shared])
    command.add_argument(
        "address",
        metavar="ADDRESS",
        nargs="?",
        type=asking,
        help="what it is to open: deskbell://ticket/NUMBER, or mailto:… for a new ticket by mail",
    )
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Open the window and stay until it is closed."""
    places = places_of(arguments)
    with held_collector():
        require_screen()
        # A folder that cannot be written to is told by the window: whoever started it by a click sees no terminal.
        with contextlib.suppress(Trouble):
            start_logging(places, "window", to_terminal=False)
        from deskbell.app import run_window

        return run_window(places, address=getattr(arguments, "address", None) or "")
