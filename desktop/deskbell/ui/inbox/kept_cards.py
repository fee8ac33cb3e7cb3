"""Cards that were drawn lately: scrolling moves them, and draws only those that come in."""

from collections import OrderedDict

from msgspec import Struct
from PySide6.QtGui import QPixmap

from deskbell.model.rows import TicketRow
from deskbell.model.views import ViewKind

# Two screens of cards; 6 MB at 100 %, 25 MB at 200 %.
_AT_MOST = 48


class Look(Struct, frozen=True):
    """All that a card's picture depends on besides its ticket. `ago` is its age in words, `late` whether it is overdue, `mentioned` whether it
    mentions the person here, who has not seen it, `left` how much of the time is left that was promised; lengths in logical pixels."""

    selected: bool
    hovered: bool
    chosen: bool
    ago: str
    width: int
    height: int
    ratio: float
    kind: ViewKind
    words: tuple[str, ...] = ()
    late: bool = False
    mentioned: bool = False
    left: str = ""


class KeptCards:
    """One picture a ticket and state, the least lately used go first: going down the list draws one card a step, not two."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, bool, bool], tuple[TicketRow, Look, QPixmap]] = OrderedDict()

    def get(self, row: TicketRow, look: Look) -> QPixmap | None:
        """The picture of this row, saying the same, with this look."""
        key = (row.id, look.selected, look.hovered)
        kept = self._kept.get(key)
        if kept is None or kept[1] != look or kept[0] != row:
            return None
        self._kept.move_to_end(key)
        return kept[2]

    def keep(self, row: TicketRow, look: Look, picture: QPixmap) -> None:
        """Keep a picture, in place of the one before."""
        key = (row.id, look.selected, look.hovered)
        self._kept[key] = (row, look, picture)
        self._kept.move_to_end(key)
        while len(self._kept) > _AT_MOST:
            self._kept.popitem(last=False)
