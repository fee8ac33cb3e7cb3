"""When a ticket is due, in words."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from deskbell.model.rows import TicketRow
from deskbell.rules.due import is_overdue
from deskbell.ui.widgets.ages import age, until


def due_words(row: TicketRow, now: datetime) -> str:
    """ "Mon 17:00" while there is time, "Overdue · 3 h" after that. The ticket has a due date."""
    assert row.due_at is not None
    if is_overdue(row.status, row.due_at, now):
        late = QCoreApplication.translate("due", "Overdue · %1")
        return late.replace("%1", age(row.due_at, now))
    return until(row.due_at, now)
