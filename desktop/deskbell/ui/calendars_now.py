"""The calendars of the desk, as they are now."""

from PySide6.QtCore import QObject, Signal

from deskbell.model.calendars import Calendar
from deskbell.model.changes import Changes
from deskbell.model.kinds import Entity
from deskbell.store.queries import calendars
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.runner import Runner


class CalendarsNow(QObject):
    """Reads them, and again when somebody changes one. `known` says whether they were read yet; the desk's first comes first.

    Signals:
        changed: `calendars` are others, or were read for the first time.
        failed(Exception): they could not be read; those that are known stay.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, runner: Runner, desk: DeskNow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self.calendars: tuple[Calendar, ...] = ()
        self.known = False
        desk.heard.connect(self._hear)

    def calendar(self, calendar_id: int | None) -> Calendar | None:
        """One of them, None where there is no such."""
        return next((one for one in self.calendars if one.id == calendar_id), None)

    def read_again(self) -> None:
        """Ask the database."""
        topic = ("calendars", id(self))
        self._runner.ask(calendars.rows, done=self._take, failed=self.failed.emit, topic=topic, owner=self)

    def _hear(self, changes: Changes) -> None:
        # They are told as settings (`actions.calendars`).
        if changes.lost or 0 in changes.of(Entity.SETTING):
            self.read_again()

    def _take(self, found: tuple[Calendar, ...]) -> None:
        if not self.known or found != self.calendars:
            self.known = True
            self.calendars = found
            self.changed.emit()
