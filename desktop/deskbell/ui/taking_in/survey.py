"""Columns of dates and numbers of a file, gone through as soon as it is said that they are that."""

from collections.abc import Generator, Mapping

from PySide6.QtCore import QObject, Signal, Slot

from deskbell.actions.table_files import Sheet
from deskbell.actions.table_survey import survey
from deskbell.model.fields import FieldKind
from deskbell.rules.column_forms import Tally
from deskbell.ui.runner import Runner

_Steps = Generator[int, None, None]


class Survey(QObject):
    """Of one file at a time. `tallies` are of the columns, by their places, that are known by now.

    Signals:
        changed: more is known.
        failed(Exception): the file could not be read.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._of: tuple[Sheet, bool] | None = None
        self._kinds: Mapping[int, FieldKind] = {}
        self._steps: _Steps | None = None
        self._coming: dict[int, Tally] = {}
        self.tallies: dict[int, Tally] = {}

    @property
    def running(self) -> bool:
        """Whether something is not known yet."""
        return self._steps is not None

    def look(self, sheet: Sheet, kinds: Mapping[int, FieldKind], *, headings: bool) -> None:
        """Have these columns gone through that are not known."""
        if self._of != (sheet, headings):
            self.stop()
            self._of = (sheet, headings)
            self.tallies = {}
        # For a field of another kind it is looked at anew.
        self.tallies = {place: one for place, one in self.tallies.items() if kinds.get(place, one.kind) is one.kind}
        wanted = {place: kind for place, kind in kinds.items() if place not in self.tallies}
        if wanted == self._kinds:
            return
        self.stop()
        self._kinds = wanted
        if wanted:
            self._coming = {place: Tally(kind) for place, kind in wanted.items()}
            self._steps = survey(sheet, self._coming, headings=headings)
            self._go_on()

    def stop(self) -> None:
        """Look no further, and let go of the file."""
        steps, self._steps, self._kinds = self._steps, None, {}
        if steps is not None:
            self._runner.aside(steps.close)

    def forget(self) -> None:
        """The file may hold something else by now, whatever it is called."""
        self.stop()
        self._of = None

    def _go_on(self) -> None:
        steps = self._steps
        assert steps is not None
        self._runner.aside(
            lambda: (steps, next(steps, None)), done=self._take, failed=lambda error: self._fail(steps, error)
        )

    @Slot(object)
    def _take(self, told: tuple[_Steps, int | None]) -> None:
        steps, done = told
        if steps is not self._steps:
            return
        if done is not None:
            self._go_on()
            return
        self.tallies.update(self._coming)
        self._steps, self._kinds = None, {}
        self.changed.emit()

    def _fail(self, steps: _Steps, error: Exception) -> None:
        if steps is not self._steps:
            return
        self.forget()
        self.failed.emit(error)
