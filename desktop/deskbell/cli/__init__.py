"""The command line: one file a command. Each has `add(commands, shared)`, which declares it, and `run(arguments)`, which gives the exit code.

Nothing heavy is imported before it is known which command runs.
"""

import argparse
import errno
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, Final

from deskbell import __version__
from deskbell.cli.ended import ended_by_signals
from deskbell.cli.typed import something
from deskbell.model.errors import DeskError, Mistake

# The commands as they are listed, and the file of each.
COMMANDS: Final = {
    "window": "window",
    "demo": "demo",
    "worker": "worker",
    "sample": "sample",
    "mail": "mail",
    "import": "importing",
    "password": "password",
    "ticket": "ticket",
    "search": "search",
    "knowledge": "knowledge",
    "db": "database",
    "join": "inviting",
    "doctor": "doctor",
    "spell": "spell",
    "read": "reading",
    "measure": "measure",
}
WRONG_USE = 2
FAILED = 1
# What the system says of an output that nobody reads any more; Windows calls it an invalid argument.
_NOBODY_READS = (errno.EPIPE, errno.EINVAL) if os.name == "nt" else (errno.EPIPE,)


def parser(commands: Sequence[str] = tuple(COMMANDS)) -> argparse.ArgumentParser:
    """The command line: the whole of it, or that of some commands alone."""
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument(
        "--data", metavar="DIR", type=something, help="the folder that holds the desk, passwords and logs"
    )
    shared.add_argument(
        "--db", metavar="URL", type=something, help="the database, such as postgresql://ona@server/desk"
    )
    whole = argparse.ArgumentParser(
        prog="deskbell", description="A help desk that is a desktop program.", parents=[shared], allow_abbrev=False
    )
    whole.add_argument("--version", action="version", version=f"Deskbell {__version__}")
    whole.set_defaults(run=_file_of("window").run)
    listed = whole.add_subparsers(title="commands", metavar="COMMAND")
    for name in commands:
        _file_of(name).add(listed, shared)
    return whole


def _file_of(command: str) -> Any:
    return import_module(f"deskbell.cli.{COMMANDS[command]}")


def _to_read(argv: Sequence[str]) -> Sequence[str]:
    """The commands whose files are needed: the one that is named first of all, the window where nothing is typed, else all, to tell of them."""
    if not argv:
        return ("window",)
    return argv[:1] if argv[0] in COMMANDS else tuple(COMMANDS)


def with_command(argv: Sequence[str]) -> Sequence[str]:
    """With the window named where an address stands in the place of a command."""
    from deskbell.rules.asked_addresses import is_asking

    place = 0
    while place < len(argv) and argv[place].startswith("-"):
        place += 2 if argv[place] in {"--data", "--db"} else 1
    asks = place < len(argv) and is_asking(argv[place])
    return [*argv[:place], "window", *argv[place:]] if asks else argv


def run(argv: Sequence[str]) -> int:
    """Carry out what was typed; the exit code: 0 done, 1 failed with a sentence, 2 wrongly used, 128 and its number for a signal."""
    _speak_utf8()
    if argv and argv[0] not in COMMANDS:
        argv = with_command(argv)
    arguments = parser(_to_read(argv)).parse_args(argv)
    with ended_by_signals() as asked:
        try:
            code: int = arguments.run(arguments)
            # Here an output that is full or gone can still be told; at Python's own end it could not.
            if sys.stdout is not None:
                sys.stdout.flush()
        except KeyboardInterrupt:
            return asked.exit_code
        except Exception as error:
            if asked.signal:
                return asked.exit_code
            if not isinstance(error, DeskError | OSError):
                raise
            return _told(error)
    return code


def _told(error: DeskError | OSError) -> int:
    """Say what failed in a sentence; the exit code."""
    if isinstance(error, DeskError):
        _complain(str(error), error.detail)
        return WRONG_USE if isinstance(error, Mistake) and error.code == "db.url" else FAILED
    _stop_writing()
    if error.errno in _NOBODY_READS:
        # Whoever read our output has seen enough (`| head`).
        return 0
    _complain(f"{error.filename}: {error.strerror}" if error.filename else error.strerror or str(error))
    return FAILED


def _complain(sentence: str, detail: str = "") -> None:
    print(f"deskbell: {sentence}", file=sys.stderr)
    for line in detail.splitlines():
        print(f"  {line}", file=sys.stderr)


def _stop_writing() -> None:
    """What is left in the output's buffer goes nowhere: Python would try to write it at its end, and complain."""
    if sys.stdout is not None:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _speak_utf8() -> None:
    """Names and subjects in any script, also where the terminal's code page would refuse them."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
