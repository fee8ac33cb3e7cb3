"""`deskbell`, `deskbell window`: the window."""

import argparse

from deskbell.cli.log import start_logging
from deskbell.cli.places import places_of


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser) -> None:
    """Declare the command; it is also what runs when none is named."""
    command = commands.add_parser("window", help="open the window (what happens without a command)", parents=[shared])
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Open the window and stay until it is closed."""
    places = places_of(arguments)
    start_logging(places, "window", to_terminal=False)
    from deskbell.app import run_window

    return run_window(places)
