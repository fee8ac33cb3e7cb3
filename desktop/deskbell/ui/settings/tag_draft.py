"""A tag as it is being edited: plain values, what is wrong with them, and what they become."""

from collections.abc import Iterable

from msgspec import Struct

from deskbell.model.commands import SaveTag
from deskbell.model.kinds import TagColour
from deskbell.model.rows import TagRow
from deskbell.rules import tag_names
from deskbell.ui.settings.mailbox_draft import Fault


class TagDraft(Struct, frozen=True):
    """Everything that the form of a tag holds, and whether it is retired. `id` 0 is a new one."""

    name: str = ""
    group: str = ""
    colour: TagColour = TagColour.BLUE
    retired: bool = False
    id: int = 0
    version: int = 0

    @classmethod
    def of(cls, row: TagRow) -> "TagDraft":
        """The draft that changes nothing about `row`."""
        return cls(row.name, row.group, row.colour, row.retired, row.id, row.version)

    def command(self, agent_id: int | None) -> SaveTag:
        """What writes it."""
        return SaveTag(
            agent_id=agent_id,
            id=self.id,
            name=self.name,
            group=self.group,
            colour=self.colour,
            retired=self.retired,
            version=self.version,
        )


def tag_fault(draft: TagDraft, tags: Iterable[TagRow]) -> Fault | None:
    """What must be mended about the name before `draft` can be saved among `tags`."""
    name = tag_names.clean(draft.name)
    if not name:
        return Fault("name.empty")
    taken = any(tag.name == name and tag.id != draft.id for tag in tags)
    return Fault("tag.exists", {"name": name}) if taken else None
