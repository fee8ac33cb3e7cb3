"""A list of which any number may be chosen: each line has a tick."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from deskbell.ui.theme.source import ThemeSource

_FEWEST = 2
_VALUE = Qt.ItemDataRole.UserRole


class TickList(QFrame):
    """Values with their words, in the order given. As high as its lines, up to `most`; the rest is scrolled.

    Signals:
        edited: a person ticked or unticked one.
    """

    edited = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None, *, most: int = 6) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._theme = theme
        self._most = most
        self._list = QListWidget(self)
        self._list.setUniformItemSizes(True)
        self._list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.itemChanged.connect(self._tick)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(self._list)
        theme.changed.connect(self._resize)
        self.show_values((), ())

    def show_values(self, known: Iterable[tuple[Any, str]], ticked: Iterable[Any]) -> None:
        """Show these, without telling."""
        chosen = frozenset(ticked)
        blocked = self._list.blockSignals(True)
        self._list.clear()
        for value, words in known:
            item = QListWidgetItem(words, self._list)
            item.setData(_VALUE, value)
            item.setFlags(Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(Qt.CheckState.Checked if value in chosen else Qt.CheckState.Unchecked)
        self._list.blockSignals(blocked)
        self._resize()

    def values(self) -> list[Any]:
        """All that are shown."""
        return [item.data(_VALUE) for item in self._items()]

    def ticked(self) -> list[Any]:
        """Those with a tick, in the order that is shown."""
        return [item.data(_VALUE) for item in self._items() if item.checkState() is Qt.CheckState.Checked]

    def tick(self, value: object, *, on: bool = True) -> None:
        """As if a person clicked."""
        for item in self._items():
            if item.data(_VALUE) == value:
                item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Not by a focus proxy: Tab would come back to that from whatever stands behind it.
        self._list.setFocus(event.reason())

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self._list.setAccessibleName(name)

    def may_be_empty(self) -> bool:
        """Whether the last tick can be taken away."""
        return True

    def _items(self) -> list[QListWidgetItem]:
        return [self._list.item(row) for row in range(self._list.count())]

    def _tick(self, item: QListWidgetItem) -> None:
        if not self.ticked() and not self.may_be_empty():
            blocked = self._list.blockSignals(True)
            item.setCheckState(Qt.CheckState.Checked)
            self._list.blockSignals(blocked)
            return
        self.edited.emit()

    def _resize(self) -> None:
        line = self._theme.px(28)
        blocked = self._list.blockSignals(True)
        for item in self._items():
            item.setSizeHint(QSize(0, line))
        self._list.blockSignals(blocked)
        shown = min(max(self._list.count(), _FEWEST), self._most)
        self._list.setFixedHeight(shown * line + 2)
