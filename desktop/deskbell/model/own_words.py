"""The words that a person has added to the dictionaries."""

from typing import Final

from deskbell.model.commands import Command

MOST: Final = 5_000
"""How many words a person can add."""
LONGEST: Final = 60
"""Letters of a word at most: longer ones are neither looked up nor added."""


class ChangeWords(Command, frozen=True, kw_only=True):
    """Add words to those that are right for `agent_id` whatever the dictionaries say, or (`known` False) take them off again."""

    words: tuple[str, ...]
    known: bool
