"""Python's cycle collector, kept to the window's thread.

It runs on whichever thread happens to allocate next. A widget or timer that is part of a cycle would be destroyed there, and Qt's objects
may only be destroyed on the thread they live on (doc.qt.io, "Threads and QObjects").
"""

import gc

from PySide6.QtCore import QObject, QTimer

_LOOK_EVERY_MS = 1_000


class CollectHere(QObject):
    """While it lives, cycles are collected on this thread only, a generation at a time when its threshold is passed.

    What is there when it is told to `settle` is never looked at again, which keeps a collection to some milliseconds.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # Within another one, which goes on when this one ends.
        self._outermost = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def settle(self) -> None:
        """Never look again at what is there now: modules and classes, once they are loaded."""
        gc.freeze()

    def look(self) -> None:
        """Collect the oldest generation that is due."""
        due = [
            number
            for number, (count, most) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
            if count > most
        ]
        if due:
            gc.collect(due[-1])

    def close(self) -> None:
        """Give the collector back to Python, or to whoever had it before."""
        self._timer.stop()
        if self._outermost:
            gc.unfreeze()
            gc.enable()
