"""What is being done to so many tickets at once that it may take a while: how far it is, and its end where it is cancelled."""

from typing import Final

from msgspec import Struct
from PySide6.QtCore import QObject, Signal

from deskbell.model.errors import DeskError
from deskbell.store.course import Course

LONG: Final = 200
"""With more tickets than this a deed shows how far it is, and is told once it is done."""
_STOPPED: Final = "deed.stopped"


class LongDeed(Struct, frozen=True):
    """One that is under way. `undoing`: it takes another one back."""

    many: int
    course: Course
    undoing: bool = False


class LongDeeds(QObject):
    """Those under way, in the order in which they are done.

    Signals:
        changed: one more is under way, or one less.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._under_way: list[LongDeed] = []

    @property
    def first(self) -> LongDeed | None:
        """The one that is being done now."""
        return self._under_way[0] if self._under_way else None

    def begin(self, many: int, *, undoing: bool = False) -> Course | None:
        """The course of something that is about to be done to so many tickets; None where they are few."""
        if many <= LONG:
            return None
        self._under_way.append(LongDeed(many, Course(), undoing))
        self.changed.emit()
        return self._under_way[-1].course

    def end(self, course: Course | None) -> None:
        """It is done, or is not done."""
        if course is not None:
            self._under_way = [deed for deed in self._under_way if deed.course is not course]
            self.changed.emit()

    def stop_last(self) -> bool:
        """Stop what was begun last; whether there was anything that was not itself an undo."""
        last = self._under_way[-1] if self._under_way else None
        if last is None or last.undoing:
            return False
        last.course.stop()
        return True


def was_stopped(error: Exception) -> bool:
    """Whether this says that somebody cancelled it."""
    return isinstance(error, DeskError) and error.code == _STOPPED
