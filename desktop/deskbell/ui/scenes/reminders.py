"""The scenes of reminders: the list of times, the line on a ticket before and when it is time, and what is told."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

from PySide6.QtWidgets import QWidget

from deskbell.model.reminders import Reminder
from deskbell.ui.main_window import MainWindow
from deskbell.ui.reminders.at_ticket import ReminderAtTicket
from deskbell.ui.reminders.here import RemindersHere
from deskbell.ui.reminders.menu import listed_choices, reminder_choices
from deskbell.ui.scenes.scene import Scene
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.scenes.steps import open_ticket
from deskbell.ui.widgets.choice_list import ChoiceList

Make = Callable[[Stage], QWidget]


def reminders(window: Make, size: tuple[int, int], narrow: tuple[int, int]) -> Iterator[Scene]:
    """All of them. `window` makes the main window; `narrow` is its narrowest."""
    reminding = partial(_reminding, window=window)
    yield Scene("reminder-asked", (320, 190), _times)
    yield Scene("reminders-listed", (380, 140), _listed)
    yield Scene("reminder-set", size, reminding, (open_ticket, partial(_set, due=False)))
    yield Scene("reminder-due", size, reminding, (open_ticket, partial(_set, due=True)))
    yield Scene("reminder-due-narrow", narrow, reminding, (open_ticket, partial(_set, due=True)))
    yield Scene("reminders-due", size, reminding, (open_ticket, _tell))


def _reminding(stage: Stage, window: Make) -> QWidget:
    made = window(stage)
    assert isinstance(made, MainWindow)
    RemindersHere(stage.theme, stage.desk, made.deeds, made.pane, made.toasts)
    ReminderAtTicket(stage.theme, stage.desk, made.deeds, made.pane)
    return made


def _times(stage: Stage) -> QWidget:
    return ChoiceList(stage.theme, reminder_choices(datetime.now(UTC), clears=True))


def _listed(stage: Stage) -> QWidget:
    return ChoiceList(stage.theme, listed_choices(_several(), datetime.now(UTC)))


def _set(window: QWidget, *, due: bool) -> None:
    assert isinstance(window, MainWindow)
    row = window.pane.row
    assert row is not None
    after = timedelta(hours=-1 if due else 20)
    _remind(window, Reminder(row.id, row.subject, datetime.now(UTC) + after, due=due))


def _tell(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    _remind(window, *_several())


def _several() -> tuple[Reminder, ...]:
    now = datetime.now(UTC)
    subjects = ("Refund for order 88213 & return label", "Printer offline after the update", "Invoice 2231")
    due = (Reminder(number, words, now, due=True) for number, words in enumerate(subjects, 101))
    return (*due, Reminder(104, "Call the depot about the pallet", now + timedelta(days=2)))


def _remind(window: MainWindow, *reminders: Reminder) -> None:
    """As if these had been read."""
    now = window.deeds.desk.reminders
    now.all = reminders
    now.changed.emit()
    if due := now.due():
        now.came.emit(due)
