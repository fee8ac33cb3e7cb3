"""How long a start takes: from the birth of the process to the first paint, and to the list that a person can use."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject

from deskbell.ui.main_window import MainWindow
from deskbell.ui.measure.clocks import FirstPaint


class StartWatch(QObject):
    """Notes both moments; `finished(moments)` is called once, with seconds since 1970.

    How long that took only whoever made the process can say: the system tells a process when it was born to no better than a second
    (psutil adds it to the second in which the machine started).
    """

    def __init__(self, window: MainWindow, finished: Callable[[dict[str, float]], None]) -> None:
        super().__init__(window)
        self._window = window
        self._finished = finished
        self._paint = FirstPaint(self)
        window.installEventFilter(self._paint)
        window.inbox.tickets.model.shown.connect(self._usable)

    def _usable(self) -> None:
        self._window.inbox.tickets.model.shown.disconnect(self._usable)
        if self._paint.at > 0:
            self._finish()
        else:
            # The tickets were there before the window was.
            self._paint.painted.connect(self._finish)

    def _finish(self) -> None:
        self._window.inbox.tickets.view.viewport().repaint()
        self._finished({"first_paint": self._paint.at, "usable": time.time()})
