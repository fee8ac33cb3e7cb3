"""`deskbell db backup|restore|move`: all of a desk in one file, out of it again, or in another database."""

import argparse
import json
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from deskbell.cli.for_window import Tell, for_window
from deskbell.cli.import_speech import time_word
from deskbell.cli.places import places_of
from deskbell.cli.typed import something
from deskbell.model.carrying import CarryCourse, CarryEnd, CarryStage

_STAGES: Final = {
    CarryStage.COPY: "copying",
    CarryStage.INDEX: "making the search index",
    CarryStage.VERIFY: "reading back",
}
# A terminal is written to so often at most.
_SECONDS_BETWEEN: Final = 0.1


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser) -> None:
    """Declare the verbs."""
    backup = verbs.add_parser(
        "backup",
        help="write all of the desk to one file, also while it is used",
        description="Writes all of the desk, as it is at this moment, to FILE, and reads it back. Passwords are not in it.",
        parents=[shared],
    )
    backup.add_argument("file", type=Path, metavar="FILE", help="where to; a file that is there is not written over")
    backup.set_defaults(run=run_backup)
    restore = verbs.add_parser(
        "restore",
        help="make a backup the desk again, on either engine",
        description="Makes the desk of a backup: in the usual folder, or where --data or --db say. Nothing is changed before all of it is there.",
        parents=[shared],
    )
    restore.add_argument("file", type=Path, metavar="FILE", help="a backup")
    restore.add_argument("--replace", action="store_true", help="set a desk aside that is there, and take its place")
    restore.set_defaults(run=run_restore)
    move = verbs.add_parser(
        "move",
        help="carry all of the desk to another database",
        description="Carries the desk at FROM to TO, where none is yet, and compares each row. FROM is not changed. What was cut off, "
        "also with Ctrl+C, is gone on with by the same words.",
        parents=[shared],
    )
    move.add_argument("source", type=something, metavar="FROM", help="such as sqlite:////home/ona/desk.db")
    move.add_argument("target", type=something, metavar="TO", help="such as postgresql://ona@server/desk")
    move.set_defaults(run=run_move)
    for verb in (backup, restore, move):
        verb.add_argument("--json", action="store_true", help="one JSON object at the end")
    for verb in (backup, move):
        # The window holds our standard input open and reads what we write: when it closes it, or ends, so do we. The first line of it holds what may
        # not be seen among the arguments: of a move, the addresses.
        verb.add_argument("--supervised", action="store_true", help=argparse.SUPPRESS)


def run_backup(arguments: argparse.Namespace) -> int:
    """Make a backup."""
    if arguments.supervised:
        return for_window(partial(_backup_for_window, arguments))
    from deskbell.store.carry.backup import make_backup
    from deskbell.store.desk import Desk
    from deskbell.store.opening import must_be_there

    with closing(Desk.open(places_of(arguments).database)) as desk, told() as tell:
        must_be_there(desk)
        end = make_backup(desk, arguments.file, tell)
    size = Path(end.place).stat().st_size
    _say(arguments, end, {"bytes": size}, f"{end.place}: {end.rows} rows, {size / 1e6:.1f} MB, read back and whole")
    return 0


def run_restore(arguments: argparse.Namespace) -> int:
    """Make a desk of a backup."""
    from deskbell.store.carry.restore import restore_backup

    with told() as tell:
        end = restore_backup(arguments.file, places_of(arguments).database, tell, replace=arguments.replace)
    aside = f" The desk that was there is set aside: {end.set_aside}." if end.set_aside else ""
    _say(arguments, end, {"set_aside": end.set_aside}, f"The desk is at {end.place}: {end.rows} rows", aside)
    if not arguments.json:
        print("Enter passwords and client secrets again where this computer does not have them: they are in no backup.")
    return 0


def run_move(arguments: argparse.Namespace) -> int:
    """Carry a desk over."""
    if arguments.supervised:
        return for_window(_move_for_window)
    from deskbell.store.carry.move import move_desk
    from deskbell.store.desk import Desk
    from deskbell.store.opening import must_be_there

    with closing(Desk.open(arguments.source)) as source, told() as tell:
        must_be_there(source)
        end = move_desk(source, arguments.target, tell)
    again = " What an earlier run had carried was used." if end.went_on else ""
    _say(
        arguments,
        end,
        {"went_on": end.went_on},
        f"The desk is at {end.place}: {end.rows} rows, all as they were",
        again,
    )
    if not arguments.json:
        print(f"From now on begin with: deskbell --db {_without_password(arguments.target)}")
        print("The old desk is as it was. Nobody should work in it any more; delete it when you no longer want it.")
    return 0


def _backup_for_window(arguments: argparse.Namespace, first: object, tell: Tell) -> CarryEnd:
    from deskbell.store.carry.backup import make_backup
    from deskbell.store.opening import open_desk

    del first
    with closing(open_desk(places_of(arguments).database, make=False)) as desk:
        return make_backup(desk, arguments.file, tell)


def _move_for_window(first: object, tell: Tell) -> CarryEnd:
    from deskbell.store.carry.move import move_desk
    from deskbell.store.opening import open_desk

    assert isinstance(first, list)
    source, target = first
    with closing(open_desk(source, make=False)) as desk:
        return move_desk(desk, target, tell)


@contextmanager
def told() -> "Iterator[_Terminal]":
    """Whom a carrying tells how far it is: whoever sits at a terminal."""
    terminal = _Terminal()
    try:
        yield terminal
    finally:
        terminal.clear()


class _Terminal:
    """Progress on one line of a terminal; nothing where nobody looks."""

    def __init__(self) -> None:
        self._shown = sys.stderr is not None and sys.stderr.isatty()
        self._next = 0.0

    def __call__(self, course: CarryCourse) -> None:
        if self._shown and (now := time.monotonic()) >= self._next:
            self._next = now + _SECONDS_BETWEEN
            self._write(course_line(course))

    def clear(self) -> None:
        if self._shown:
            self._write("")

    @staticmethod
    def _write(words: str) -> None:
        print(f"\r\x1b[K{words}", end="", file=sys.stderr, flush=True)


def course_line(course: CarryCourse) -> str:
    """One line that fits into 80 columns: what is done, how much of it all, how quickly, and about how long it still takes."""
    pace = [f"{course.part:.0%}"]
    if course.rate:
        pace.append(f"{course.rate:.0f} rows/s")
    if course.left is not None and course.part < 1:
        pace.append(f"{time_word(course.left)} left")
    return f"{_STAGES[course.stage]}; {', '.join(pace)}"


def _say(arguments: argparse.Namespace, end: CarryEnd, more: dict[str, object], words: str, rest: str = "") -> None:
    if arguments.json:
        counted = {"place": end.place, "tables": end.tables, "rows": end.rows, "seconds": end.seconds}
        print(json.dumps(counted | more, ensure_ascii=False))
    else:
        print(f"{words}, in {end.seconds:.1f} s.{rest}")


def _without_password(address: str) -> str:
    from sqlalchemy import make_url

    return make_url(address).render_as_string()
