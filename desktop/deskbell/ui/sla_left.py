"""How much of the time is left that was promised of a ticket. Apart from the other words for it: the list needs these alone."""

from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import QCoreApplication

from deskbell.model.rows import TicketRow
from deskbell.rules.due import WAITING
from deskbell.ui.widgets.chip import Tone

SOON: Final = timedelta(hours=1)
"""What is due within this is told in another colour."""

translate = QCoreApplication.translate


def is_waited_for(row: TicketRow) -> bool:
    """Whether something that was promised of a ticket is still waited for."""
    return row.sla_due_at is not None and row.status in WAITING


def left_words(due_at: datetime, now: datetime) -> str:
    """How much is left until then: "42 min", "3 h", "2 d"; or how late it is by now: "12 min late"."""
    seconds = (due_at - now).total_seconds()
    minutes = int(abs(seconds) // 60)
    if minutes < 60:
        words = translate("sla", "%1 min").replace("%1", str(minutes))
    elif minutes < 48 * 60:
        words = translate("sla", "%1 h").replace("%1", str(minutes // 60))
    else:
        words = translate("sla", "%1 d").replace("%1", str(minutes // (24 * 60)))
    return words if seconds > 0 else translate("sla", "%1 late").replace("%1", words)


def left_tone(due_at: datetime, now: datetime) -> Tone:
    """What a countdown is painted in: it is late, it will be soon, or there is time."""
    if due_at <= now:
        return Tone.DANGER
    return Tone.WARNING if due_at - now < SOON else Tone.PLAIN
