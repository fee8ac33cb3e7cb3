"""Whether a worker runs beside this window: an administrator of an office says whose computers do its work, and may say so while people work."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot
from shiboken6 import isValid

from deskbell.ui.desk_now import DeskNow
from deskbell.ui.worker_process import WorkerProcess


class WorkerHere(QObject):
    """Starts and ends the worker as the desk says. `program` gives what starts one, and with which arguments.

    Signals:
        died(str): as `WorkerProcess` has it.
    """

    died = Signal(str)

    def __init__(
        self, desk: DeskNow, program: Callable[[], tuple[str, list[str]]], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._program = program
        self.process: WorkerProcess | None = None
        self._left: list[WorkerProcess] = []
        desk.changed.connect(self.follow)

    @Slot()
    def follow(self) -> None:
        """Have one run where one is to, and none else."""
        if self._desk.runs_worker and self.process is None:
            self.process = WorkerProcess(*self._program(), self)
            self.process.died.connect(self.died)
            self.process.start()
        elif not self._desk.runs_worker and self.process is not None:
            self._left = [*filter(isValid, self._left), self.process]
            self.process.leave()
            self.process = None

    def stop(self) -> None:
        """End it for good, and wait."""
        self._desk.changed.disconnect(self.follow)
        for process in (*filter(isValid, self._left), self.process):
            if process is not None:
                process.stop()
