"""A screen that takes the inbox's room: its panes are beside each other, and it reads again what others change."""

from abc import abstractmethod
from typing import Final

from PySide6.QtCore import QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from deskbell.model.changes import Changes
from deskbell.model.kinds import Entity
from deskbell.ui.widgets.splitter import RememberedSplitter

# What colleagues and the worker write comes in bursts; nobody reads that fast.
_HEAR_MS: Final = 400


class PlaceScreen(RememberedSplitter):
    """`key` is what its sizes are kept under. `concerns`: only changes of these are of any interest, None for all.

    Signals:
        told(str): a sentence: what was written where.
        failed(Exception): what could not be done.
        left: the person goes back to where they were.
    """

    told = Signal(str)
    failed = Signal(object)
    left = Signal()

    def __init__(
        self, kept: QSettings, key: str, concerns: frozenset[Entity] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(kept, key, parent=parent)
        self._concerns = concerns
        self._unheard: list[Changes] = []
        self._hear_soon = QTimer(self, interval=_HEAR_MS, singleShot=True)
        self._hear_soon.timeout.connect(self._hear_out)

    @abstractmethod
    def catch_up(self, changes: Changes) -> None:
        """Read again what was changed meanwhile, once for all of it."""

    def hear(self, changes: Changes) -> None:
        """Rows were written by somebody; while nobody sees the screen it waits."""
        concerns = self._concerns
        if concerns is not None and not changes.lost and concerns.isdisjoint(row.entity for row in changes.rows):
            return
        if not self.isVisible():
            # Nobody knows how much that will be: all is read again.
            self._unheard = [Changes((), lost=True)]
            return
        self._unheard.append(changes)
        if not self._hear_soon.isActive():
            self._hear_soon.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._unheard:
            self._hear_soon.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _hear_out(self) -> None:
        heard, self._unheard = self._unheard, []
        rows = tuple(row for one in heard for row in one.rows)
        self.catch_up(Changes(rows, lost=any(one.lost for one in heard)))
