"""How much the tags of the desk are used."""

from msgspec import Struct


class TagUse(Struct, frozen=True):
    """How many tickets have a tag: those that are not done, those and the done ones, and those of both that were active within
    `store.queries.tags.RECENT`; with `more` at least so many. `everywhere` counts spam and trash too.
    """

    open: int = 0
    kept: int = 0
    recent: int = 0
    more: bool = False
    everywhere: int = 0
