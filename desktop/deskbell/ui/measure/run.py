"""A whole run: start the program, drive its window, end it, and give the figures."""

from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QTimer, SignalInstance
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from deskbell.ui.main_window import MainWindow


class Measured(Protocol):
    """The program as a run needs it: it begins, tells of its window or of what keeps it from having one, and ends."""

    ready: SignalInstance
    refused: SignalInstance

    def start(self) -> None: ...

    def close(self) -> None: ...


def drive(application: QApplication, program: Measured, *, only_start: bool, change: bool = False) -> dict[str, Any]:
    """The figures of one run, in milliseconds and megabytes. Raises what kept the desk from opening."""
    found: dict[str, Any] = {}
    refused: list[Exception] = []

    def refuse(error: Exception) -> None:
        refused.append(error)
        application.quit()

    def tour(window: "MainWindow", start: dict[str, float]) -> None:
        from deskbell.ui.measure.clocks import memory_mb
        from deskbell.ui.measure.tour import Tour

        found["start"] = start
        found["tickets"] = window.inbox.tickets.model.rowCount()
        try:
            if not only_start:
                found.update(Tour(window, change=change).run())
            found.setdefault("memory_mb", memory_mb())
        finally:
            application.quit()

    def watch(window: "MainWindow") -> None:
        from deskbell.ui.measure.start import StartWatch

        StartWatch(window, lambda start: QTimer.singleShot(0, lambda: tour(window, start)))

    program.ready.connect(watch)
    program.refused.connect(refuse)
    program.start()
    try:
        application.exec()
    finally:
        program.close()
    if refused:
        raise refused[0]
    return found
