"""What the change log says: which rows were written, so that screens read them again."""

from msgspec import Struct

from deskbell.model.kinds import Entity
from deskbell.model.rows import ViewerRow


class Change(Struct, frozen=True):
    """One row of the change log. `ticket_id` is the ticket that the row belongs to, 0 where there is none."""

    id: int
    entity: Entity
    row_id: int
    ticket_id: int


class Changes(Struct, frozen=True):
    """All that changed since the last look, in order. `lost`: the log was cut or too long; read everything again.

    `company` is everybody at whichever ticket, where that was asked for and is not as it was told last; else None.
    """

    rows: tuple[Change, ...]
    lost: bool = False
    company: tuple[ViewerRow, ...] | None = None

    def tickets(self) -> frozenset[int]:
        """The tickets that anything changed on."""
        return frozenset(row.ticket_id for row in self.rows if row.ticket_id)

    def of(self, entity: Entity) -> frozenset[int]:
        """The ids of the changed rows of one entity."""
        return frozenset(row.row_id for row in self.rows if row.entity is entity)
