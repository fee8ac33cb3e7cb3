"""A tag as it is being edited: plain values, what is wrong with them, and what they become."""

from collections.abc import Iterable

from msgspec.structs import replace

from deskbell.model.commands import SaveTag
from deskbell.model.kinds import TagColour
from deskbell.model.rows import TagRow
from deskbell.rules import tag_names
from deskbell.ui.settings.draft import Draft, Fault


class TagDraft(Draft, frozen=True):
    """Everything that the form of a tag holds, and whether it is retired."""

    name: str = ""
    group: str = ""
    colour: TagColour = TagColour.BLUE
    retired: bool = False

    @classmethod
    def of(cls, row: TagRow) -> "TagDraft":
        """The draft that changes nothing about `row`."""
        return cls(row.name, row.group, row.colour, row.retired, id=row.id, version=row.version)

    def upon(self, now: "TagDraft") -> "TagDraft":
        """As a change of what the tag is now, which only the deeds below the form retire."""
        return replace(self, retired=now.retired, version=now.version)

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
