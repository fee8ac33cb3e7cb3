"""A part of the desk that is read by itself, as it is now."""

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from deskbell.model.changes import Changes
from deskbell.model.kinds import Entity
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.runner import Runner


class _Row(Protocol):
    @property
    def id(self) -> int: ...


F = TypeVar("F")
R = TypeVar("R", bound=_Row)


class PartNow(QObject, Generic[F]):
    """`found` is what `query` gave last; it is asked again when somebody changes it. `known` says whether it was read yet.

    Signals:
        changed: `found` is another, or was read for the first time.
        failed(Exception): it could not be read; what is known stays.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(
        self, runner: Runner, desk: DeskNow, query: Callable[..., F], nothing: F, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._query = query
        self.found = nothing
        self.known = False
        desk.heard.connect(self._hear)

    def read_again(self) -> None:
        """Ask the database."""
        topic = ("part", id(self))
        self._runner.ask(self._query, *self._asked(), done=self._take, failed=self.failed.emit, topic=topic, owner=self)

    def _asked(self) -> tuple[object, ...]:
        """What `query` is asked with."""
        return ()

    def _concerned(self, changes: Changes) -> bool:
        """Whether it may be another after these changes. Most parts are told of as settings of nobody."""
        return 0 in changes.of(Entity.SETTING)

    def _hear(self, changes: Changes) -> None:
        if changes.lost or self._concerned(changes):
            self.read_again()

    def _take(self, found: F) -> None:
        if not self.known or found != self.found:
            self.known = True
            self.found = found
            self.changed.emit()


class RowsNow(PartNow[tuple[R, ...]]):
    """A part that is rows and nothing else."""

    def row(self, row_id: int | None) -> R | None:
        """One of them, None where there is no such."""
        return next((row for row in self.found if row.id == row_id), None)
