"""How Deskbell starts itself beside the window: as a script's interpreter does, or as the frozen program."""

import sys
from collections.abc import Callable, Sequence

from deskbell.model.places import Places

OwnProgram = Callable[[Sequence[str]], tuple[str, list[str]]]
"""From a command's words to a program and its arguments."""


def own_program(places: Places, words: Sequence[str]) -> tuple[str, list[str]]:
    """The program and its arguments for a command of ours, on the desk of these places."""
    arguments = [*words, "--data", str(places.data), "--db", places.database]
    return sys.executable, arguments if getattr(sys, "frozen", False) else ["-m", "deskbell", *arguments]
