"""Asks with whom the customer beside the ticket is the same person."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from deskbell.model.customers import Likely
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.found_popup import FoundPopup
from deskbell.ui.widgets.label import Label


class MergePopup(FoundPopup):
    """Those who may be the same person, or whom a name or address finds.

    Signals:
        chosen(Likely): this is the same person.
    """

    chosen = Signal(object)

    def __init__(self, theme: ThemeSource, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        words = self.tr("Name or address")
        self.call(words, words, self.tr("Customers"), self.tr("No customer found."))
        said = self.tr(
            "All that is theirs goes to %1: tickets, addresses, what is known. They can be taken apart again."
        )
        # A person's name goes in last.
        head = Label(said.replace("%1", name), ink="muted", wrap=True, parent=self)
        self.put_above(head)

    def show_found(self, words: str, rows: Sequence[Likely]) -> None:
        """Offer these, whom `words` have found; others may have been typed since."""
        self.show_lines(words, [(row, called(row)) for row in rows])

    def _choose(self, value: object) -> None:
        self.close()
        self.chosen.emit(value)


def called(row: Likely, between: str = " · ") -> str:
    """A customer in words: the name, the address, where they work."""
    return between.join(dict.fromkeys(part for part in (row.name, row.email, row.organisation) if part))
