"""Customers of the whole desk who may be one person, two by two."""

from msgspec import Struct

from deskbell.model.customer_list import CustomerLine
from deskbell.model.customers import Like
from deskbell.model.rows import CustomerPanel


class Double(Struct, frozen=True):
    """Two customers who may be one person: `one` is who would be kept. `key` is what they have in common."""

    key: str
    why: Like
    one: CustomerLine
    other: CustomerLine

    @property
    def id(self) -> tuple[int, int]:
        """The two, whoever of them would be kept."""
        return min(self.one.id, self.other.id), max(self.one.id, self.other.id)


class DoubleGroup(Struct, frozen=True):
    """All customers (ids) who have `key` in common, and those of them, two by two, who may be one person."""

    key: str
    members: frozenset[int]
    doubles: tuple[Double, ...]


class DoublesPage(Struct, frozen=True):
    """What a stretch of the desk has. `looked` entries of it were looked at; what follows begins at `then`, None at the end."""

    groups: tuple[DoubleGroup, ...]
    then: str | None
    looked: int


class Compared(Struct, frozen=True):
    """What is known of both."""

    one: CustomerPanel
    other: CustomerPanel
