"""A list of entries each of which is shown beside it as soon as the keyboard comes to it."""

from PySide6.QtCore import QItemSelectionModel, Signal
from PySide6.QtWidgets import QWidget

from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.entry_list import EntryList, Index


class SteppedList(EntryList):
    """Tells of each step of the keyboard.

    Signals:
        stepped(QModelIndex): the keyboard went to this one.
    """

    stepped = Signal(object)

    def __init__(self, theme: ThemeSource, name: str, parent: QWidget) -> None:
        super().__init__(theme, name, parent)
        self._silent = False

    def mark(self, row: int | None) -> None:
        """Let this entry be marked, None for none, without telling."""
        self._silent = True
        if row is None:
            self.selectionModel().clear()
        else:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(self.model().index(row, 0), flags)
        self._silent = False

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and not self._silent and self.hasFocus():
            self.stepped.emit(current)
