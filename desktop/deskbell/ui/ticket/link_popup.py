"""Asks which ticket another one is to be linked to, and as what."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from deskbell.model.kinds import LinkKind
from deskbell.model.rows import TicketRow, TicketTitle
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.found_popup import FoundPopup
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.segments import Segments
from deskbell.ui.words import status_word


class LinkPopup(FoundPopup):
    """What the ticket is to the other one, and a line for a number or words that find it.

    Signals:
        chosen(int, LinkKind): the ticket is to be this to the one of that number.
    """

    chosen = Signal(int, object)

    def __init__(self, theme: ThemeSource, number: int, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        name = self.tr("Number or words of the other ticket")
        self.call(self.tr("Number or words"), name, self.tr("Tickets"), self.tr("No ticket found."))
        kinds = [
            (LinkKind.RELATED, self.tr("Related to")),
            (LinkKind.CHILD, self.tr("Child of")),
            (LinkKind.PARENT, self.tr("Parent of")),
            (LinkKind.DUPLICATE, self.tr("Duplicate of")),
        ]
        self.kind = Segments(theme, kinds, self)
        self.kind.set_value(LinkKind.RELATED)
        self.put_above(Field(theme, self.tr("#%1 is").replace("%1", str(number)), self.kind, parent=self))

    def show_found(self, words: str, rows: Sequence[TicketTitle | TicketRow]) -> None:
        """Offer these, which `words` have found; others may have been typed since."""
        self.show_lines(
            words, [(row.id, f"#{row.id} {' '.join(row.subject.split())} · {status_word(row.status)}") for row in rows]
        )

    def _choose(self, value: object) -> None:
        kind = self.kind.value()
        self.close()
        self.chosen.emit(value, kind)
