"""The texts that a draft has had, as its row keeps them: what it said each time it changed hands."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from deskbell.model.sharing import DraftVersion
from deskbell.store.tables.base import from_milliseconds, to_milliseconds

MOST: Final = 30
"""So many are kept of a draft, the last."""


def packed(versions: Sequence[DraftVersion]) -> list[list[Any]]:
    """Versions as the column keeps them."""
    return [[one.agent_id, to_milliseconds(one.at), one.text, one.html] for one in versions[-MOST:]]


def unpacked(kept: Sequence[Sequence[Any]], before: str, at: datetime) -> tuple[DraftVersion, ...]:
    """The versions of a column, the oldest first. A program that does not know it has kept the one `before` alone."""
    if not kept and before:
        return (DraftVersion(0, at, before, ""),)
    return tuple(DraftVersion(agent_id, from_milliseconds(moment), text, html) for agent_id, moment, text, html in kept)


def with_one_more(kept: Sequence[Sequence[Any]], new: DraftVersion) -> list[list[Any]]:
    """What the column keeps with this one, where it says something else than the last."""
    versions = unpacked(kept, "", new.at)
    says = (versions[-1].text, versions[-1].html) if versions else ("", "")
    return packed(versions) if (new.text, new.html) == says else packed([*versions, new])
