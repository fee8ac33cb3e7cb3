"""The calendars of the desk, as they are now."""

from PySide6.QtCore import QObject

from deskbell.model.calendars import Calendar
from deskbell.store.queries import calendars
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.part_now import RowsNow
from deskbell.ui.runner import Runner


class CalendarsNow(RowsNow[Calendar]):
    """All calendars; the desk's comes first."""

    def __init__(self, runner: Runner, desk: DeskNow, parent: QObject | None = None) -> None:
        super().__init__(runner, desk, calendars.rows, (), parent)
