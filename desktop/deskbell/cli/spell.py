"""`deskbell spell`: the process beside a window that looks words up. Nobody types it, and it opens no desk."""

import argparse
import sys

from deskbell.cli.places import places_of


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser) -> None:
    """Declare the command; without a help of its own it is not listed."""
    command = commands.add_parser(
        "spell",
        description="Looks words up in dictionaries for a window: a line of JSON for each question and each answer, until the input ends.",
        parents=[shared],
    )
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Answer until nobody asks any more."""
    from deskbell.model.spelling import asked, to_line
    from deskbell.spelling.dictionaries import find, folders
    from deskbell.spelling.speller import Speller

    speller = Speller(find(folders(places_of(arguments).data)))
    for line in sys.stdin.buffer:
        question = asked(line)
        if question is not None:
            print(to_line(speller.answer(question)), flush=True)
    return 0
