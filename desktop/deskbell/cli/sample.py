"""`deskbell sample --tickets N`: fill a desk with made-up tickets, to measure it or to show it."""

import argparse
import sys
import time
from contextlib import closing

from deskbell.cli.places import places_of
from deskbell.cli.typed import MOST_ROWS, whole_number
from deskbell.model.errors import Mistake


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser) -> None:
    """Declare the command."""
    command = commands.add_parser("sample", help="fill a desk with made-up tickets", parents=[shared])
    command.add_argument("--tickets", type=whole_number(1, MOST_ROWS), required=True, metavar="N", help="how many")
    command.add_argument("--seed", type=int, default=1, metavar="S", help="the same seed makes the same tickets (1)")
    command.add_argument("--add", action="store_true", dest="more", help="also where there are tickets already")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Fill the desk and say how long it took. Raises `Mistake` sample.tickets where the desk is in use."""
    from deskbell.sample.apart import generate_apart
    from deskbell.sample.fill import fill, has_tickets
    from deskbell.store.opening import open_desk
    from deskbell.store.trouble import place_of

    with closing(open_desk(places_of(arguments).database)) as desk:
        if not arguments.more and desk.read(has_tickets):
            raise Mistake("sample.tickets", database=place_of(desk.url))
        now = desk.read(lambda session: session.now)
        content = generate_apart(tickets=arguments.tickets, seed=arguments.seed, now=now)
        began = time.monotonic()

        def say(done: int, whole: int) -> None:
            if sys.stderr.isatty():
                rate = done / (time.monotonic() - began)
                print(f"\r\x1b[K{done} of {whole} tickets, {rate:.0f} a second", end="", file=sys.stderr, flush=True)

        fill(desk, content, progress=say)
        seconds = time.monotonic() - began
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr)
    print(f"{content.count} tickets written in {seconds:.1f} s.")
    return 0
