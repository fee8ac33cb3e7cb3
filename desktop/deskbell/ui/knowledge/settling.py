"""What is said about an article beside its text: as a command to change it, and put together where two changed it at once."""

import re
from collections.abc import Sequence
from typing import Any, Final

from msgspec.structs import asdict, replace

from deskbell.model.articles import Article, SettleArticle
from deskbell.rules.articles import clean

# As one separates words in the languages of the window.
_BETWEEN: Final = re.compile("[,;，、；]")
_PARTS: Final = (
    ("owner_id",),
    ("verifier_id",),
    ("review_days",),
    ("audience", "team_id"),
    ("tags",),
    ("sendable",),
)
"""What is filled in together."""


def as_settled(article: Article, agent_id: int, **values: Any) -> SettleArticle:
    """The command that leaves an article as it was read, but for these values."""
    same = {name: getattr(article, name) for name in SettleArticle.__struct_fields__ if hasattr(article, name)}
    return SettleArticle(**{**same, "agent_id": agent_id, **values})


def put_together(
    base: SettleArticle, mine: SettleArticle, theirs: SettleArticle
) -> tuple[SettleArticle, tuple[str, ...]]:
    """What both `mine` and `theirs` made of `base`, over theirs; and in which parts, by their first names, mine stands against another of theirs."""
    was, my, their = asdict(base), asdict(mine), asdict(theirs)
    against: list[str] = []
    values: dict[str, Any] = {}
    for part in _PARTS:
        if all(my[name] == was[name] for name in part):
            continue
        values |= {name: my[name] for name in part}
        if any(their[name] not in (was[name], my[name]) for name in part):
            against.append(part[0])
    return replace(theirs, **values), tuple(against)


def tags_in(words: str) -> tuple[str, ...]:
    """The tags that somebody wrote in a line, each once."""
    return tuple(dict.fromkeys(filter(None, map(clean, _BETWEEN.split(words)))))


def tags_line(tags: Sequence[str]) -> str:
    """Tags as they are written in a line."""
    return ", ".join(tags)
