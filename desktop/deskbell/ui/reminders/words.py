"""What is said of reminders."""

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication

from deskbell.model.reminders import Reminder
from deskbell.ui.widgets.ages import until

translate = QCoreApplication.translate


def words_of(tickets: Sequence[int], at: datetime | None, *, done: bool) -> str:
    """What was done: "Reminder of #1042: Mon 09:00". `done`: what one was reminded of is done with."""
    number, many = str(tickets[0]), len(tickets)
    if at is not None:
        one = translate("reminders", "Reminder of #%1: %2")
        several = translate("reminders", "Reminders of %n tickets: %2", "", many)
        words = (one.replace("%1", number) if many == 1 else several).replace("%2", until(at, datetime.now(UTC)))
    elif done:
        several = translate("reminders", "Reminders of %n tickets are done", "", many)
        words = translate("reminders", "Reminder of #%1 is done").replace("%1", number) if many == 1 else several
    else:
        several = translate("reminders", "No reminders of %n tickets any more", "", many)
        words = translate("reminders", "No reminder of #%1 any more").replace("%1", number) if many == 1 else several
    return words


def told(due: Reminder) -> str:
    """What it reminds of: "Reminder: #1042 Refund for order 88213"."""
    words = translate("reminders", "Reminder: #%1 %2").replace("%1", str(due.ticket_id))
    return words.replace("%2", due.subject).rstrip()


def listed(one: Reminder, now: datetime) -> str:
    """It in a list of them: "#1042 Refund for order 88213 · Mon 09:00"."""
    when = translate("reminders", "now") if one.due else until(one.at, now)
    return f"#{one.ticket_id} {one.subject} · {when}"
