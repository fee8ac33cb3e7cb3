"""Tags as the desk keeps them: what is asked for, and how much each is used. What is put on tickets is in `model.commands.ChangeTags`."""

from msgspec import Struct

from deskbell.model.commands import Command
from deskbell.model.kinds import TagColour


class TagUse(Struct, frozen=True):
    """How many tickets have a tag: those that are not done, those and the done ones, and those of both that were active within
    `store.queries.tags.RECENT`; with `more` at least so many. `everywhere` counts spam and trash too.
    """

    open: int = 0
    kept: int = 0
    recent: int = 0
    more: bool = False
    everywhere: int = 0


class SaveTag(Command, frozen=True, kw_only=True):
    """Make a tag (id 0) or change one: all of it. What it was called before goes on leading to it, in searches, saved views and macros."""

    id: int
    name: str
    group: str = ""
    colour: TagColour = TagColour.BLUE
    retired: bool = False
    version: int = 0


class MergeTag(Command, frozen=True, kw_only=True):
    """Give the tickets of the tag `id` the tag `into_id` instead, as many as one commit should hold; the answer is how many are left.

    With the last of them the tag is gone, and its name leads to the other one. To be given again, each time as a command of its own, until none are left.
    """

    id: int
    into_id: int
    version: int


class RemoveTag(Command, frozen=True, kw_only=True):
    """There is no such tag any more; for one that is on no ticket."""

    id: int
    version: int
