"""The command line: one file a command. Each has `add(commands, shared)`, which declares it, and `run(arguments)`, which gives the exit code.

Nothing heavy is imported before it is known which command runs.
"""

import argparse
import os
import sys
from collections.abc import Sequence

from deskbell import __version__
from deskbell.cli import database, demo, doctor, importing, mail, measure, sample, search, ticket, window, worker
from deskbell.model.errors import DeskError, Mistake

COMMANDS = (window, demo, worker, sample, mail, importing, ticket, search, database, doctor, measure)
WRONG_USE = 2
FAILED = 1
INTERRUPTED = 130


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--data", metavar="DIR", help="the folder that holds the desk, passwords and logs")
    shared.add_argument("--db", metavar="URL", help="the database, such as postgresql://ona@server/desk")
    whole = argparse.ArgumentParser(
        prog="deskbell", description="A help desk that is a desktop program.", parents=[shared]
    )
    whole.add_argument("--version", action="version", version=f"Deskbell {__version__}")
    whole.set_defaults(run=window.run)
    commands = whole.add_subparsers(title="commands", metavar="COMMAND")
    for command in COMMANDS:
        command.add(commands, shared)
    return whole


def run(argv: Sequence[str]) -> int:
    """Carry out what was typed; the exit code: 0 done, 1 failed with a sentence, 2 wrongly used, 130 interrupted."""
    _speak_utf8()
    arguments = parser().parse_args(argv)
    try:
        code: int = arguments.run(arguments)
    except DeskError as error:
        print(f"deskbell: {error}", file=sys.stderr)
        if error.detail:
            print(f"  {error.detail}", file=sys.stderr)
        return WRONG_USE if isinstance(error, Mistake) and error.code == "db.url" else FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has seen enough (`| head`); Python must not complain about it at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def _speak_utf8() -> None:
    """Names and subjects in any script, also where the terminal's code page would refuse them."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
