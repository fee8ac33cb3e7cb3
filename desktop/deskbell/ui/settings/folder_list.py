"""The folders of a mailbox with a tick at each that is watched."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from deskbell.ui.theme.source import ThemeSource

_FEWEST, _MOST = 2, 6


class FolderList(QFrame):
    """INBOX first, the rest by name. One folder at least stays ticked.

    Signals:
        edited: a person ticked or unticked one.
    """

    edited = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._theme = theme
        self._list = QListWidget(self)
        self._list.setUniformItemSizes(True)
        self._list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.itemChanged.connect(self._tick)
        self.setFocusProxy(self._list)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(self._list)
        theme.changed.connect(self._resize)
        self.show_folders((), ())

    def show_folders(self, known: Iterable[str], watched: Iterable[str]) -> None:
        """Show these, without telling; those that are watched are there also where the server does not know them."""
        ticked = set(watched)
        names = sorted({*known, *ticked}, key=lambda name: (name.upper() != "INBOX", name.casefold()))
        blocked = self._list.blockSignals(True)
        self._list.clear()
        for name in names:
            item = QListWidgetItem(name, self._list)
            item.setFlags(Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(Qt.CheckState.Checked if name in ticked else Qt.CheckState.Unchecked)
        self._list.blockSignals(blocked)
        self._resize()

    def names(self) -> list[str]:
        """All that are shown."""
        return [self._list.item(row).text() for row in range(self._list.count())]

    def watched(self) -> tuple[str, ...]:
        """Those with a tick, in the order that is shown."""
        items = (self._list.item(row) for row in range(self._list.count()))
        return tuple(item.text() for item in items if item.checkState() is Qt.CheckState.Checked)

    def tick(self, name: str, *, on: bool = True) -> None:
        """As if a person clicked."""
        for item in self._list.findItems(name, Qt.MatchFlag.MatchExactly):
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self._list.setAccessibleName(name)

    def _tick(self, item: QListWidgetItem) -> None:
        if not self.watched():
            # A mailbox that watches nothing is one that is switched off, and there is a box for that.
            blocked = self._list.blockSignals(True)
            item.setCheckState(Qt.CheckState.Checked)
            self._list.blockSignals(blocked)
            return
        self.edited.emit()

    def _resize(self) -> None:
        line = self._theme.px(28)
        blocked = self._list.blockSignals(True)
        for row in range(self._list.count()):
            self._list.item(row).setSizeHint(QSize(0, line))
        self._list.blockSignals(blocked)
        shown = min(max(self._list.count(), _FEWEST), _MOST)
        self._list.setFixedHeight(shown * line + 2)
