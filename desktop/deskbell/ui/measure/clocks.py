"""What is measured with: the gaps of the event loop, the first paint, and figures made of many times."""

import time
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal

_BEAT_MS = 2


class LoopGaps(QObject):
    """Notes how long the event loop did not come round. While it runs a timer beats every two milliseconds.

    `during` is what is being done, `longest_during` what was when the longest gap was.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.gaps: list[float] = []
        self.during = self.longest_during = ""
        self._longest = self._last = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_BEAT_MS)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        """Begin to listen."""
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> None:
        """Stop listening."""
        self._timer.stop()

    def _beat(self) -> None:
        now = time.perf_counter()
        gap = (now - self._last) * 1000 - _BEAT_MS
        self.gaps.append(gap)
        if gap > self._longest:
            self._longest, self.longest_during = gap, self.during
        self._last = now


class FirstPaint(QObject):
    """Notes when a widget was first painted.

    Signals:
        painted: it was.
    """

    painted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.at = 0.0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and not self.at:
            # The event is about to be handled; it has been when the loop comes round.
            self.at = -1.0
            QTimer.singleShot(0, self._painted)
        return super().eventFilter(watched, event)

    def _painted(self) -> None:
        self.at = time.time()
        self.painted.emit()


def memory_mb() -> float:
    """What this process takes of the memory, in megabytes."""
    # Here, as below.
    import psutil

    return round(psutil.Process().memory_info().rss / 1e6, 1)


def figures(milliseconds: Sequence[float]) -> dict[str, float]:
    """Median, 95th percentile and maximum, in milliseconds, and how many times it was."""
    # Here: what times a start must not be a part of it.
    import statistics

    ordered = sorted(milliseconds)
    place = max(0, round(len(ordered) * 0.95) - 1)
    return {
        "p50": round(statistics.median(ordered), 2),
        "p95": round(ordered[place], 2),
        "max": round(ordered[-1], 2),
        "n": len(ordered),
    }
