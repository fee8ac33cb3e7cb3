"""The three families of error.

`Mistake`: the user asked for something that cannot be. `Trouble`: the surroundings failed (server, disk, network, a damaged file).
Everything else that is raised is our bug. Each error carries a code and values; `model.sentences` has the words, the window translates them.
"""

from typing import Final


class DeskError(Exception):
    """An error that a person is told about in a sentence.

    `code` names the sentence in `model.sentences.SENTENCES`; `values` fill its placeholders; `detail` is the technical rest for a Details fold.
    """

    def __init__(self, code: str, *, detail: str = "", **values: object) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values
        self.detail = detail

    def __str__(self) -> str:
        from deskbell.model.sentences import sentence

        return sentence(self.code, self.values)


class Mistake(DeskError):
    """What the user asked for cannot be done as asked; nothing was changed."""


class Trouble(DeskError):
    """Something outside Deskbell failed; what was done so far is safe, and trying again may help."""


class Conflict(Mistake):
    """Somebody else changed the same thing first."""


PASSING: Final = frozenset(
    {
        *("db.locked", "db.busy", "db.slow", "db.unreachable", "db.refused", "db.host", "db.ended", "db.starting"),
        *("db.standby", "db.crowded", "db.in_doubt", "db.silent"),
    }
)
"""Codes of the troubles with the database that pass by themselves: whoever waits may try again."""

LACKING: Final = frozenset({"field.lacking", "field.some_lacking", "field.begun_lacking"})
"""Codes of the mistake that a ticket was to be solved before all was filled in that must be; `number` is the first that lacks something."""
