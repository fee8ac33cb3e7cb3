"""The tour through the window: switch views, open tickets, search, scroll."""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer, SignalInstance

from deskbell.model.kinds import Priority
from deskbell.model.views import View, ViewKind
from deskbell.store.queries.longest import longest
from deskbell.ui.main_window import MainWindow
from deskbell.ui.measure.clocks import LoopGaps, figures, memory_mb

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


TYPED = ("refund", "invoice 2", "printer off")
CHANGES = 20
OPENED_AGAIN = 10


class StuckError(Exception):
    """A step of the tour was never done."""


class Tour:
    """Drives a window that shows its first view. Every step is timed from the deed to the painted result.

    `change`: of a desk that is there to be tried out, the priority of tickets is changed, too, and given back.
    """

    def __init__(self, window: MainWindow, *, change: bool = False) -> None:
        self._window = window
        self._change = change
        self._gaps = LoopGaps(window)

    def run(self) -> dict[str, Any]:
        """All figures, in milliseconds, the memory, and during which step the event loop had its longest gap."""
        self._pause(500)
        self._gaps.start()
        found: dict[str, Any] = {}
        for kind, times in self._steps():
            self._gaps.during = kind
            found[kind] = figures(times())
            if kind == "frames":
                # After what everybody does all day.
                found["memory_mb"] = memory_mb()
        self._gaps.stop()
        found["loop_gap"] = figures(self._gaps.gaps) | {"longest_during": self._gaps.longest_during}
        return found

    def _steps(self) -> list[tuple[str, Callable[[], list[float]]]]:
        """What is done, one after the other, by the name of its figures."""
        changing = [("property_change", self._change_priorities)] if self._change else []
        return [
            ("view_switch", self._switch_views),
            ("ticket_open", self._open_tickets),
            ("search", self._search),
            ("frames", self._scroll),
            ("search_typed", self._search_as_typed),
            ("longest_thread", self._open_longest),
            ("frames_table", self._scroll_table),
            *changing,
        ]

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

    def _search_as_typed(self) -> list[float]:
        """From each letter to what it finds, the time that typing has to rest included."""
        tickets = self._window.inbox.tickets
        box = tickets.header.search
        times = []
        for words in TYPED:
            for length in range(2, len(words) + 1):
                if words[length - 1] != " ":
                    deed = partial(box.setText, words[:length])
                    times.append(self._timed(deed, tickets.model.shown, self._paint_list))
        box.clear_search()
        return times

    def _open_longest(self) -> list[float]:
        """The ticket with the most messages, each time after another one."""
        window, pane = self._window, self._window.pane
        found: list[int] = []
        window.runner.ask(longest, 2, done=found.extend)
        self._wait_for(lambda: found or None)
        long, other = found
        times = []
        for _ in range(OPENED_AGAIN):
            self._timed(partial(window.open_ticket, other), pane.shown, self._paint_pane)
            times.append(self._timed(partial(window.open_ticket, long), pane.shown, self._paint_pane))
        return times

    def _change_priorities(self) -> list[float]:
        """From the choice to the painted header and list; and back again, once it is written."""
        window, inbox = self._window, self._window.inbox
        self._timed(partial(inbox.go_to_view, View(ViewKind.OPEN)), inbox.tickets.model.shown, self._paint_list)
        times: list[float] = []
        for number in range(min(CHANGES, inbox.tickets.model.rowCount())):
            self._wait_for(partial(inbox.tickets.model.ticket, number))
            self._timed(partial(inbox.tickets.view.go_to, number), window.pane.shown, self._paint_pane)
            row = window.pane.row
            assert row is not None
            other = Priority.HIGH if row.priority is not Priority.HIGH else Priority.LOW
            began = time.perf_counter()
            window.deeds.set_priority((row.id,), other)
            self._paint_pane()
            self._paint_list()
            times.append((time.perf_counter() - began) * 1000)
            self._pause(PAUSE_MS)
            window.deeds.undo_last()
            self._pause(PAUSE_MS)
        return times

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
