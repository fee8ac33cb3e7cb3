"""The note that a mail could not be read, between the database, which keeps it as one text, and the sentence it stands for."""

from typing import Final

REFUSED: Final = "fetch.refused"
"""The code of a mail that its server lists and does not give."""

_VALUE: Final = {"parse.time": "seconds", "parse.failed": "reason", REFUSED: "reason"}


def note(code: str, reason: str) -> str:
    """The one problem of a mail that could not be read, as its message keeps it."""
    return f"{code}:{reason}"


def sentence_of(problem: str) -> tuple[str, dict[str, str]]:
    """The code of `model.sentences` and its values that a note stands for."""
    code, _, reason = problem.partition(":")
    return code, {_VALUE.get(code, "limit"): reason}
