"""The tour through the window: switch views, open tickets, search, scroll."""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer, SignalInstance

from deskbell.model.views import View, ViewKind
from deskbell.ui.main_window import MainWindow
from deskbell.ui.measure.clocks import LoopGaps, figures

# Longer than anything may take; a step that is not done by then is a failure of the program.
PATIENCE_MS = 30_000
# Between steps a person looks at what came; what the program puts off until then is not part of a step, but of the gaps.
PAUSE_MS = 60
SWITCHES = 5
TICKETS = 50
SCROLL_SECONDS = 5.0
FRAME_MS = 16
QUERIES = (
    "printer",
    "退款",
    "refund order",
    "sąskaita",
    "saskaita",
    "счёт",
    "invoice",
    "login",
    "密碼",
    "status:open printer",
)


class StuckError(Exception):
    """A step of the tour was never done."""


class Tour:
    """Drives a window that shows its first view. Every step is timed from the deed to the painted result."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._gaps = LoopGaps(window)

    def run(self) -> dict[str, Any]:
        """All figures, in milliseconds."""
        self._pause(500)
        self._gaps.start()
        found: dict[str, Any] = {
            "view_switch": figures(self._switch_views()),
            "ticket_open": figures(self._open_tickets()),
            "search": figures(self._search()),
            "frames": figures(self._scroll()),
            "frames_table": figures(self._scroll_table()),
        }
        self._gaps.stop()
        found["loop_gap"] = figures(self._gaps.gaps)
        return found

    def _switch_views(self) -> list[float]:
        inbox = self._window.inbox
        # What a saved view has is searched for, which is measured by itself.
        views = [row.view for row in inbox.views.model.rows() if row.saved is None]
        return [
            self._timed(partial(inbox.go_to_view, view), inbox.tickets.model.shown, self._paint_list)
            for _ in range(SWITCHES)
            for view in views
            if view != inbox.view
        ]

    def _open_tickets(self) -> list[float]:
        inbox, pane = self._window.inbox, self._window.pane
        self._timed(lambda: inbox.go_to_view(View(ViewKind.OPEN)), inbox.tickets.model.shown, self._paint_list)
        model = inbox.tickets.model
        times: list[float] = []
        for number in range(min(TICKETS, model.rowCount())):
            self._wait_for(partial(model.ticket, number))
            times.append(self._timed(partial(inbox.tickets.view.go_to, number), pane.shown, self._paint_pane))
        return times

    def _search(self) -> list[float]:
        inbox = self._window.inbox
        return [
            self._timed(
                partial(inbox.go_to_view, View(ViewKind.SEARCH, query=query)),
                inbox.tickets.model.shown,
                self._paint_list,
            )
            for query in QUERIES
        ]

    def _scroll(self) -> list[float]:
        """Scroll the largest view for five seconds, sixty times a second; the times between the paints."""
        inbox = self._window.inbox
        self._timed(partial(inbox.go_to_view, View(ViewKind.DONE)), inbox.tickets.model.shown, self._paint_list)
        bar = inbox.tickets.view.verticalScrollBar()
        step = max(inbox.tickets.view.sizeHintForRow(0), 24)
        loop, times, last, until = QEventLoop(), [], time.perf_counter(), time.perf_counter() + SCROLL_SECONDS

        def frame() -> None:
            nonlocal last
            bar.setValue(bar.value() + step)
            inbox.tickets.view.viewport().repaint()
            now = time.perf_counter()
            times.append((now - last) * 1000)
            last = now
            if now > until:
                loop.quit()

        timer = QTimer()
        timer.setInterval(FRAME_MS)
        timer.timeout.connect(frame)
        timer.start()
        loop.exec()
        timer.stop()
        return times[1:]

    def _scroll_table(self) -> list[float]:
        """The same where the tickets are lines of a table."""
        self._window.inbox.switch_form()
        self._pause(PAUSE_MS)
        times = self._scroll()
        self._window.inbox.switch_form()
        return times

    def _timed(self, deed: Callable[[], object], done: SignalInstance, paint: Callable[[], None]) -> float:
        """Milliseconds from a deed until its result has been painted."""
        loop = QEventLoop()
        patience = QTimer(singleShot=True, interval=PATIENCE_MS)
        patience.timeout.connect(lambda: loop.exit(1))

        def finish() -> None:
            # Qt paints in a later turn of the event loop than the one that brought the news.
            QTimer.singleShot(0, loop.quit)

        done.connect(finish)
        patience.start()
        began = time.perf_counter()
        deed()
        stuck = loop.exec()
        paint()
        took = (time.perf_counter() - began) * 1000
        done.disconnect(finish)
        if stuck:
            raise StuckError(str(done))
        self._pause(PAUSE_MS)
        return took

    def _wait_for(self, there: Callable[[], object]) -> None:
        until = time.monotonic() + PATIENCE_MS / 1000
        while there() is None:
            if time.monotonic() > until:
                raise StuckError("rows")
            self._pause(5)

    def _pause(self, milliseconds: int) -> None:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def _paint_list(self) -> None:
        self._window.inbox.tickets.view.viewport().repaint()

    def _paint_pane(self) -> None:
        """Lay out and paint all that is due, as the event loop is about to; not before the layout, or it would be done twice."""
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        QCoreApplication.sendEvent(self._window, QEvent(QEvent.Type.UpdateRequest))
