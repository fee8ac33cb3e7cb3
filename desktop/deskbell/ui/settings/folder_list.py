"""The folders of a mailbox with a tick at each that is watched."""

from collections.abc import Iterable

from deskbell.ui.widgets.tick_list import TickList


class FolderList(TickList):
    """INBOX first, the rest by name."""

    def show_folders(self, known: Iterable[str], watched: Iterable[str]) -> None:
        """Show these, without telling; those that are watched are there also where the server does not know them."""
        ticked = set(watched)
        names = sorted({*known, *ticked}, key=lambda name: (name.upper() != "INBOX", name.casefold()))
        self.show_values([(name, name) for name in names], ticked)

    def names(self) -> list[str]:
        """All that are shown."""
        return self.values()

    def watched(self) -> tuple[str, ...]:
        """Those with a tick, in the order that is shown."""
        return tuple(self.ticked())

    def may_be_empty(self) -> bool:
        # A mailbox that watches nothing is one that is switched off, and there is a box for that.
        return False
