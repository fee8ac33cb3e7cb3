"""The scenes of the working hours: in the settings, and where a time to come is chosen."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial

from PySide6.QtWidgets import QWidget

from deskbell.model.calendars import OFFICE_WEEK, Calendar, ClosedDays
from deskbell.rules.spans_text import parsed
from deskbell.ui.scenes.scene import Scene
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.ticket_choices import snooze_choices
from deskbell.ui.widgets.choice_list import ChoiceList

_SHOP = (*(parsed("9-12, 13-17:30"),) * 5, parsed("10-14"), ())
_CLOSED = (
    ClosedDays(date(2026, 12, 24), date(2027, 1, 2), True, "Between the years"),
    ClosedDays(date(2026, 7, 10), date(2026, 7, 10), False, "Outing"),
)
_CALENDARS = (
    Calendar(1, "Office", "Europe/Berlin", _SHOP, _CLOSED, "DE", "BY", frozenset({"Fronleichnam"})),
    Calendar(2, "Night shift", "Europe/Berlin", (parsed("0-6, 20-24"),) * 7),
    Calendar(3, "America", "America/New_York", OFFICE_WEEK, country="US"),
)


def working_hours(settings: Callable[[Stage], QWidget], size: tuple[int, int]) -> Iterator[Scene]:
    """All of them. `settings` makes the dialog with their page."""
    yield Scene("settings-hours-none", (size[0], 520), settings)
    yield Scene("settings-hours-list", (size[0], 520), settings, (_list,))
    yield Scene("settings-hours-form", (size[0], 1240), settings, (_list, partial(_open, calendar_id=1)))
    yield Scene("settings-hours-wrong", (size[0], 900), settings, (_list, _write_wrong))
    yield Scene("list-of-times-in-hours", (320, 300), _offered)


def _offered(stage: Stage) -> QWidget:
    from deskbell.ui.working_times import Offer

    friday, monday = datetime(2026, 11, 27, 15, tzinfo=UTC), datetime(2026, 11, 30, tzinfo=UTC)
    offer = Offer(monday.replace(hour=9), monday.replace(hour=17), monday.replace(hour=11))
    return ChoiceList(stage.theme, snooze_choices(friday, offer=offer))


def _list(window: QWidget) -> None:
    from deskbell.ui.calendars_now import CalendarsNow

    now = window.findChild(CalendarsNow)
    assert now is not None
    now.found, now.known = _CALENDARS, True
    now.changed.emit()


def _open(window: QWidget, calendar_id: int) -> None:
    from deskbell.ui.settings.calendars import CalendarsPage

    page = window.findChild(CalendarsPage)
    assert page is not None
    page.open_one(calendar_id)


def _write_wrong(window: QWidget) -> None:
    from deskbell.ui.settings.calendars import CalendarsPage

    page = window.findChild(CalendarsPage)
    assert page is not None
    page.add()
    page.form.week.lines[1].setText("9-13, 12-17")
    page.form.week.edited.emit()
    page.first_fault()
