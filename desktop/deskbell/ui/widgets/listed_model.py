"""The pages of a list that a search narrows, and what becomes of it where one cannot be read."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from deskbell.ui.widgets.entry_list import EntryModel


class ListedModel(EntryModel):
    """What a search finds, from its first entry on. `refresh` reads what is there again.

    Signals:
        settling, settled: the entries become others; between the two is when which is marked is to be remembered, and marked again.
    """

    settling = Signal()
    settled = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._whole = True
        self._is_new = False

    def ask_anew(self) -> None:
        """Other entries are asked for than are here; they stay until the answer comes."""
        self._is_new = True

    @abstractmethod
    def refresh(self) -> None:
        """Read what is there again."""

    def row_of(self, entry_id: object) -> int | None:
        """Where one stands, as far as the list is read."""
        return next((row for row, entry in enumerate(self._entries) if entry.id == entry_id), None)

    def become(self, lines: Sequence[Any], *, whole: bool) -> None:
        """These are the entries from the first on; `whole`: all of them."""
        self._reading, self._whole, self._is_new, self.is_cut = False, whole, False, False
        if list(lines) != self._entries:
            self.settling.emit()
            self.beginResetModel()
            self._entries = list(lines)
            self.endResetModel()
            self.settled.emit()

    def follow(self, lines: Sequence[Any], *, whole: bool) -> None:
        """These follow; what has come up since stands there already."""
        known = {entry.id for entry in self._entries}
        self.take_page([line for line in lines if line.id not in known], whole=whole)

    def give_up(self, error: Exception) -> None:
        """It could not be read from the first entry on. What is here stays, where it is no answer to something else."""
        if self._is_new:
            self.refuse_all(error)
        else:
            self._reading = False
            self.failed.emit(error)

    def try_again(self) -> None:
        if self.is_cut:
            super().try_again()
        else:
            self.refresh()
