"""The import of this window, as it stands: what was asked for, how far it is, what came of it."""

from enum import Enum, auto
from pathlib import Path
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QObject, Signal

from deskbell.model.importing import ImportCourse, ImportEnd, ImportFailed, ImportLeftOut, ImportWord
from deskbell.model.kinds import Status
from deskbell.ui.importing.process import ImportProcess

# More than these are counted, and not listed.
LISTED_AT_MOST: Final = 1_000


class ImportAsked(Struct, frozen=True):
    """What to take in, for which mailbox, and what its tickets become; or (`ticket_id`) which ticket it is added to, 0 for none."""

    paths: tuple[Path, ...]
    mailbox_id: int
    address: str
    status: Status
    ticket_id: int = 0


class ImportState(Enum):
    """IDLE: there is none. ENDING: it was told to end. OVER: what came of it has not been put away yet."""

    IDLE = auto()
    RUNNING = auto()
    ENDING = auto()
    OVER = auto()


class Imports(QObject):
    """One import at a time; it goes on whether or not somebody looks.

    Signals:
        changed: it is further, or another state.
        over: it has just ended.
    """

    changed = Signal()
    over = Signal()

    def __init__(self, process: ImportProcess, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.process = process
        process.said.connect(self._hear)
        self.state = ImportState.IDLE
        self.asked: ImportAsked | None = None
        self._begin()

    @property
    def running(self) -> bool:
        """Whether it is under way, ending or not."""
        return self.state in {ImportState.RUNNING, ImportState.ENDING}

    def start(self, asked: ImportAsked) -> None:
        """Begin, where none is under way."""
        if self.running:
            return
        self.asked = asked
        self._begin()
        self.state = ImportState.RUNNING
        self.process.take_in(asked.paths, asked.address, asked.status, asked.ticket_id)
        self.changed.emit()

    def cut_off(self) -> None:
        """Let it end after the mails in hand; what is taken in stays."""
        if self.state is ImportState.RUNNING:
            self.state = ImportState.ENDING
            self.process.cut_off()
            self.changed.emit()

    def put_away(self) -> None:
        """What came of it has been seen."""
        if self.state is ImportState.OVER:
            self.state = ImportState.IDLE
            self.changed.emit()

    def stop(self) -> None:
        """End it with the program, and wait for that."""
        self.process.stop()

    def _begin(self) -> None:
        self.course = ImportCourse()
        self.left_out: list[ImportLeftOut] = []
        self.end: ImportEnd | None = None
        self.failed: ImportFailed | None = None

    def _hear(self, word: ImportWord) -> None:
        match word:
            case ImportCourse():
                self.course = word
            case ImportLeftOut():
                if len(self.left_out) < LISTED_AT_MOST:
                    self.left_out.append(word)
                return
            case ImportEnd():
                self.end = word
            case ImportFailed():
                self.failed = word
        if not isinstance(word, ImportCourse):
            self.state = ImportState.OVER
            self.over.emit()
        self.changed.emit()
