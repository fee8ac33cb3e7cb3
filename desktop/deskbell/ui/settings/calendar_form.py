"""The form of a calendar: its name and zone, the week, and the days that are closed."""

from collections.abc import Sequence
from datetime import UTC, datetime

from msgspec.structs import replace
from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from deskbell.model.calendars import Calendar
from deskbell.model.time_zones import ZONES
from deskbell.rules import team_names
from deskbell.ui.calendar_words import Opening, opening, opening_words
from deskbell.ui.runner import Runner
from deskbell.ui.settings.calendar_draft import CalendarDraft, Faults, calendar_faults
from deskbell.ui.settings.closed_edit import ClosedEdit
from deskbell.ui.settings.draft_form import NamedForm, fault_words
from deskbell.ui.settings.holidays_edit import HolidaysEdit
from deskbell.ui.settings.week_edit import WeekEdit
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.choice import Choice
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.property_button import PropertyButton


class CalendarForm(NamedForm[CalendarDraft]):
    """When a calendar is open.

    Signals:
        relaid: it takes more or less room.
    """

    relaid = Signal()

    def __init__(self, theme: ThemeSource, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(CalendarDraft(), parent)
        self._theme = theme
        self._runner = runner
        self._calendars: Sequence[Calendar] = ()
        self._zone = self._base.zone
        self._looked: Calendar | None = None
        self.zone = PropertyButton(theme, self.tr("Time zone"), parent=self)
        self.zone.set_choices(self._zones)
        self.zone.chosen.connect(self._choose_zone)
        self.week = WeekEdit(theme, self)
        self.holidays = HolidaysEdit(theme, runner, self)
        self.closed = ClosedEdit(theme, self)
        self.state = Label("", ink="muted", wrap=True, parent=self)
        self._lay()
        self.week.edited.connect(self._edit)
        self.week.left.connect(lambda _: self._say(week=True))
        self.holidays.edited.connect(self._edit)
        self.holidays.relaid.connect(self.relaid)
        self.closed.edited.connect(self._edit)

    def show_draft(self, draft: CalendarDraft, calendars: Sequence[Calendar]) -> None:
        """Show this one among `calendars`, without telling."""
        self._base, self._calendars = draft, calendars
        self._show_name(draft.name)
        self._show_zone(draft.zone)
        self.week.show_week(draft.week)
        self.holidays.show_holidays(draft.country, draft.region, draft.worked)
        self.closed.show_closed(draft.closed)
        self._say()
        self._look()

    def draft(self) -> CalendarDraft:
        """What the form holds."""
        return replace(
            self._base,
            name=team_names.clean(self.name.text()),
            zone=self._zone,
            week=self.week.texts(),
            closed=self.closed.closed(),
            country=self.holidays.country_code(),
            region=self.holidays.region_code(),
            worked=self.holidays.worked(),
        )

    def good(self) -> bool:
        """Whether it could be saved."""
        return not calendar_faults(self.draft(), self._calendars).any()

    def first_fault(self) -> QWidget | None:
        """Show what is wrong; where to begin mending."""
        self._left = True
        faults = self._say(week=True)
        if faults.name is not None:
            return self.name
        if faults.week is not None:
            return self.week.lines[faults.day or 0]
        return self.closed if faults.closed is not None else None

    def _show_again(self, draft: CalendarDraft) -> None:
        self.show_draft(draft, self._calendars)

    def _lay(self) -> None:
        theme, tr = self._theme, self.tr
        zone = QWidget(self)
        line = QHBoxLayout(zone)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.zone)
        line.addStretch(1)
        hint = tr("As one types them: 9-12, 13-17:30. A day may end at 24; an empty line is a day off.")
        self._name_field = Field(theme, tr("Name"), self.name, parent=self)
        self._week_field = Field(theme, tr("Hours"), self.week, hint=hint, parent=self)
        self._closed_field = Field(theme, tr("Other closed days"), self.closed, parent=self)
        zone_field = Field(theme, tr("Time zone"), zone, parent=self)
        self.zone.setAccessibleName(f"{tr('Time zone')}: {self.zone.text()}")
        holidays = Field(theme, tr("Public holidays"), self.holidays, parent=self)
        self._stack(self._name_field, zone_field, self._week_field, holidays, self._closed_field, self.state)

    def _zones(self) -> Sequence[Choice]:
        return [Choice(name, _spaced(name), checked=name == self._zone) for name in ZONES]

    def _choose_zone(self, name: str) -> None:
        self._show_zone(name)
        self._edit()

    def _show_zone(self, name: str) -> None:
        self._zone = name
        self.zone.set_value(_spaced(name))

    def _edit(self) -> None:
        self._say()
        self._look()
        self.edited.emit()
        self.relaid.emit()

    def _say(self, *, week: bool = False) -> Faults:
        """Tell what is wrong: a name once it was left; hours too (`week`), and as long as they are shown to be wrong."""
        faults = calendar_faults(self.draft(), self._calendars)
        taken = faults.name is not None and faults.name.code == "calendar.exists"
        self._name_field.set_fault(fault_words(faults.name) if self._left or taken else "")
        if week or faults.week is None or self._week_field.fault():
            words, at = fault_words(faults.week), None
            if words and faults.day is not None:
                at = self.week.lines[faults.day]
                words = f"{QLocale().standaloneDayName(faults.day + 1)}: {words}"
            self._week_field.set_fault(words, at=at)
        self._closed_field.set_fault(fault_words(faults.closed))
        return faults

    def _look(self) -> None:
        """Find out whether it is open now: with holidays, that takes a file."""
        draft = self.draft()
        faults = calendar_faults(draft, ())
        self._looked = draft.calendar() if faults.week is None else None
        if self._looked is None:
            self.state.setText("")
            return
        looked, now = self._looked, datetime.now(UTC)

        def take(found: Opening) -> None:
            if self._looked is looked:
                self.state.setText(opening_words(found, looked, now))

        self._runner.ask(_opening, looked, now, done=take, topic=("opening", id(self)), owner=self)


def _opening(_: object, calendar: Calendar, now: datetime) -> Opening:
    return opening(calendar, now)


def _spaced(zone: str) -> str:
    """As IANA names it, but for the underscores."""
    return zone.replace("_", " ")
