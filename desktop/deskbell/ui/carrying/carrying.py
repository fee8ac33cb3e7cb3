"""A backup or a move that this window has asked for, as it stands: how far it is, what came of it."""

from collections.abc import Sequence
from enum import Enum, auto

from PySide6.QtCore import QObject, Signal

from deskbell.model.carrying import CarryCourse, CarryEnd, CarryFailed, CarryWord, from_line
from deskbell.model.errors import Trouble
from deskbell.ui.child_process import ChildProcess
from deskbell.ui.own_program import OwnProgram


class CarryState(Enum):
    """IDLE: there was none yet. ENDING: it was told to end. OVER: it ended."""

    IDLE = auto()
    RUNNING = auto()
    ENDING = auto()
    OVER = auto()


class Carrying(QObject):
    """One at a time; it goes on whether or not somebody looks.

    Signals:
        changed: it is further, or another state.
        over: it has just ended; `end` or `failed` says how.
    """

    changed = Signal()
    over = Signal()

    def __init__(self, program: OwnProgram, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.process = ChildProcess(program, from_line, (CarryEnd, CarryFailed), _died, self)
        self.process.said.connect(self._hear)
        self.state = CarryState.IDLE
        self.course: CarryCourse | None = None
        self.end: CarryEnd | None = None
        self.failed: CarryFailed | None = None

    @property
    def running(self) -> bool:
        """Whether it is under way, ending or not."""
        return self.state in {CarryState.RUNNING, CarryState.ENDING}

    @property
    def error(self) -> Exception | None:
        """Why it could not go on; None where it did, or was cut off as asked."""
        failed = self.failed
        return (
            Trouble(failed.code, detail=failed.detail, **failed.values) if failed is not None and failed.code else None
        )

    def start(self, words: Sequence[str], first: object) -> None:
        """Begin `deskbell` with these words, where nothing is under way; `first` as `ChildProcess.start` has it."""
        if self.running:
            return
        self.course = self.end = self.failed = None
        self.state = CarryState.RUNNING
        self.process.start([*words, "--supervised"], first)
        self.changed.emit()

    def cut_off(self) -> None:
        """Let it end."""
        if self.state is CarryState.RUNNING:
            self.state = CarryState.ENDING
            self.process.cut_off()
            self.changed.emit()

    def put_away(self) -> None:
        """What came of it has been seen."""
        if self.state is CarryState.OVER:
            self.state = CarryState.IDLE
            self.changed.emit()

    def stop(self) -> None:
        """End it with the program, and wait for that."""
        self.process.stop()

    def _hear(self, word: CarryWord) -> None:
        match word:
            case CarryCourse():
                self.course = word
            case CarryEnd():
                self.end = word
            case CarryFailed():
                self.failed = word
        if not isinstance(word, CarryCourse):
            self.state = CarryState.OVER
            self.over.emit()
        self.changed.emit()


def _died(detail: str) -> CarryFailed:
    return CarryFailed("carry.died", {}, detail)
