"""`deskbell demo`: the window on a sample desk that is thrown away afterwards."""

import argparse
import tempfile
from pathlib import Path

from deskbell.cli.log import start_logging
from deskbell.cli.screen import require_screen
from deskbell.model.held_collector import held_collector
from deskbell.model.places import Places


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser) -> None:
    """Declare the command. It takes no places: the sample desk lies in a temporary folder."""
    del shared
    command = commands.add_parser("demo", help="open the window on a throw-away sample desk")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make the desk, open the window, and throw the desk away."""
    del arguments
    # On Windows a file that the window's last thread still holds must not turn the end into an error.
    folder_of_demo = tempfile.TemporaryDirectory(prefix="deskbell-demo-", ignore_cleanup_errors=True)
    with held_collector(), folder_of_demo as folder:
        require_screen()
        places = Places.at(Path(folder))
        start_logging(places, "window", to_terminal=False)
        from deskbell.app import run_window
        from deskbell.sample.demo import ME, make_demo

        make_demo(places.database)
        return run_window(places, agent_id=ME)
