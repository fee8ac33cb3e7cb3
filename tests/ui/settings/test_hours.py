"""Working hours in the settings: typed, copied, wrong, removed; holidays ticked; nothing before Apply."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from deskbell.model.calendars import OFFICE_WEEK, Calendar, ClosedDays, SaveCalendar
from deskbell.model.teams import SaveTeam
from deskbell.rules.spans_text import parsed
from deskbell.store.queries import calendars, teams
from deskbell.ui.pseudo_language import PseudoLanguage
from deskbell.ui.settings.calendar_draft import CalendarDraft, calendar_faults
from deskbell.ui.settings.calendars import CalendarsPage
from deskbell.ui.settings.dialog import SettingsDialog
from deskbell.ui.settings.page import Who
from deskbell.ui.settings.teams import TeamsPage
from deskbell.ui.theme.source import ThemeSource
from ui.settings.hands import field, type_into
from ui.settings.office import Answers, Office
from ui.settings.test_people import press
from ui.walk import clipped, forgotten

Apply = Callable[[SettingsDialog], None]

SHOP = (*(parsed("9-12, 13-17:30"),) * 5, (), ())


@pytest.fixture
def page(office: Office, dialog: SettingsDialog, qtbot: QtBot) -> CalendarsPage:
    opened = dialog.open_page("hours")
    assert isinstance(opened, CalendarsPage)
    qtbot.waitUntil(lambda: opened.now.known)
    return opened


def a_calendar(office: Office, **values: object) -> int:
    made = {"agent_id": office.me, "id": 0, "name": "Office", "zone": "Europe/Vilnius", "week": OFFICE_WEEK}
    return office.do(SaveCalendar(**made | values)) or 0  # type: ignore[arg-type]


def kept(office: Office) -> tuple[Calendar, ...]:
    return office.database.read(calendars.rows)


def words(page: CalendarsPage) -> str:
    return " | ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def open_one(page: CalendarsPage, calendar_id: int, qtbot: QtBot) -> None:
    page.now.read_again()
    qtbot.waitUntil(lambda: calendar_id in page.entries)
    page.open_one(calendar_id)


def write_hours(page: CalendarsPage, day: int, text: str, qtbot: QtBot) -> None:
    line = page.form.week.lines[day]
    line.clear()
    qtbot.keyClicks(line, text)
    line.editingFinished.emit()


@pytest.mark.parametrize(
    ("draft", "codes"),
    [
        (CalendarDraft("House"), (None, None, None, None)),
        (CalendarDraft(""), ("name.empty", None, None, None)),
        (CalendarDraft("OFFICE"), ("calendar.exists", None, None, None)),
        (CalendarDraft("OFFICE", id=1), (None, None, None, None)),
        (CalendarDraft("House", week=("",) * 7), (None, "calendar.never_open", None, None)),
        (CalendarDraft("House", week=("", "9", *("",) * 5)), (None, "span.unreadable", 1, None)),
        (
            CalendarDraft("House", closed=(ClosedDays(date(2026, 5, 2), date(2026, 5, 1)),)),
            (None, None, None, "calendar.backwards"),
        ),
    ],
)
def test_what_is_wrong_with_a_calendar(draft: CalendarDraft, codes: tuple[object, ...]) -> None:
    found = calendar_faults(draft, (Calendar(1, "Office", "UTC", OFFICE_WEEK),))
    of = [fault and fault.code for fault in (found.name, found.week, found.closed)]
    assert (of[0], of[1], found.day, of[2]) == codes


def test_a_new_one_is_typed_and_copied(
    dialog: SettingsDialog, page: CalendarsPage, office: Office, apply: Apply, qtbot: QtBot
) -> None:
    assert "No working hours yet." in words(page)
    page.add()
    assert field(page, "Name").hasFocus()
    type_into(page, "Name", " Our  shop ")
    page.form.zone.chosen.emit("Europe/Vilnius")
    write_hours(page, 0, "9-12,13-17.30", qtbot)
    assert page.form.week.lines[0].text() == "09:00–12:00, 13:00–17:30"
    page.form.week.copies[0].click()
    apply(dialog)
    (made,) = kept(office)
    assert (made.name, made.zone, made.week) == ("Our shop", "Europe/Vilnius", SHOP)
    assert page.opened is None
    qtbot.waitUntil(lambda: made.id in page.entries)
    assert "Mon–Fri 09:00–12:00, 13:00–17:30" in page.entries[made.id].accessibleName()
    assert "the desk’s" in page.entries[made.id].accessibleName()


def test_what_cannot_be_read_is_said_at_its_day(
    dialog: SettingsDialog, page: CalendarsPage, office: Office, apply: Apply, qtbot: QtBot
) -> None:
    page.add()
    type_into(page, "Name", "Shop")
    write_hours(page, 1, "22-6", qtbot)
    assert "Tuesday: Hours end on the day they begin" in words(page)
    assert page.form.week.lines[1].property("wrong") is True
    apply(dialog)
    assert not kept(office)
    write_hours(page, 1, "22-24", qtbot)
    assert "Tuesday:" not in words(page)
    apply(dialog)
    assert kept(office)[0].week[1] == ((1320, 1440),)


def test_holidays_are_those_of_a_country_and_unticked_where_one_works(
    dialog: SettingsDialog, page: CalendarsPage, office: Office, apply: Apply, qtbot: QtBot
) -> None:
    made = a_calendar(office, country="DE", worked=frozenset({"Karfreitag"}))
    open_one(page, made, qtbot)
    holidays = page.form.holidays
    qtbot.waitUntil(lambda: bool(holidays.days.values()))
    assert not page.dirty()
    assert "Karfreitag" not in holidays.days.ticked()
    holidays.region.chosen.emit("BY")
    qtbot.waitUntil(lambda: "Heilige Drei Könige" in holidays.days.values())
    holidays.days.tick("Heilige Drei Könige", on=False)
    apply(dialog)
    (now,) = kept(office)
    assert (now.country, now.region, now.worked) == ("DE", "BY", {"Karfreitag", "Heilige Drei Könige"})


def test_own_closed_days(
    dialog: SettingsDialog, page: CalendarsPage, office: Office, apply: Apply, qtbot: QtBot
) -> None:
    old = ClosedDays(date(2026, 5, 4), date(2026, 5, 8), name="Moving")
    made = a_calendar(office, closed=(old,))
    open_one(page, made, qtbot)
    assert not page.dirty()
    page.form.closed.add_button.click()
    row = page.form.closed.rows[1]
    row.first.setDate(date(2099, 12, 24))
    assert row.last.date() == row.first.date(), "the last day is never before the first"
    row.yearly.click()
    row.last.setDate(date(2099, 1, 1))
    qtbot.keyClicks(row.name, "Winter")
    page.form.closed.rows[0].out.click()
    apply(dialog)
    assert kept(office)[0].closed == (ClosedDays(date(2099, 12, 24), date(2099, 1, 1), True, "Winter"),)


def test_it_says_whether_it_is_open(page: CalendarsPage, office: Office, qtbot: QtBot) -> None:
    made = a_calendar(office, week=(((0, 1440),),) * 7)
    open_one(page, made, qtbot)
    qtbot.waitUntil(lambda: page.form.state.text() == "Open day and night")
    write_hours(page, 0, "x", qtbot)
    assert page.form.state.text() == ""


def test_of_two_who_change_one_neither_is_lost(
    dialog: SettingsDialog, page: CalendarsPage, office: Office, apply: Apply, qtbot: QtBot
) -> None:
    made = a_calendar(office)
    open_one(page, made, qtbot)
    type_into(page, "Name", "Mine")
    a_calendar(office, id=made, name="Theirs", zone="Asia/Tokyo", version=1)
    apply(dialog)
    assert [row.name for row in kept(office)] == ["Theirs"], "what was saved first is not written over unseen"
    qtbot.waitUntil(lambda: page.now.found[0].version == 2)
    press(page, "Show what it is now")
    assert (field(page, "Name").text(), page.form.zone.text(), page.dirty()) == ("Theirs", "Asia/Tokyo", False)
    press(page, "Show what I entered")
    assert (field(page, "Name").text(), page.dirty()) == ("Mine", True)
    apply(dialog)
    assert [row.name for row in kept(office)] == ["Mine"]


def test_one_is_removed(page: CalendarsPage, office: Office, answers: Answers, qtbot: QtBot) -> None:
    made = a_calendar(office)
    open_one(page, made, qtbot)
    answers.yes = True
    page.remove_button.click()
    qtbot.waitUntil(lambda: page.opened is None)
    assert kept(office) == ()


def test_a_team_chooses_its_hours(dialog: SettingsDialog, office: Office, apply: Apply, qtbot: QtBot) -> None:
    a_calendar(office)
    night = a_calendar(office, name="Night")
    team = office.do(SaveTeam(agent_id=office.me, id=0, name="Care")) or 0
    office.desk.read_again()
    page = dialog.open_page("teams")
    assert isinstance(page, TeamsPage)
    qtbot.waitUntil(lambda: page.calendars.known and team in page.entries)
    page.open_one(team)
    boxed = [page.form.hours.itemText(number) for number in range(page.form.hours.count())]
    assert boxed == ["Those of the desk: Office", "Office", "Night"]
    assert not page.dirty()
    page.form.hours.setCurrentIndex(2)
    page.form.hours.activated.emit(2)
    apply(dialog)
    found = {row.id: row for row in office.database.read(teams.rows)}
    assert found[team].calendar_id == night


def test_nothing_is_forgotten_or_clipped_in_other_languages(
    office: Office, theme: ThemeSource, qapp: QApplication, qtbot: QtBot
) -> None:
    made = a_calendar(office, closed=(ClosedDays(date(2026, 5, 4), date(2026, 5, 8)),))
    language = PseudoLanguage()
    qapp.installTranslator(language)
    page = CalendarsPage(theme, office.runner, office.desk, Who.MANAGERS, Answers())
    qtbot.addWidget(page)
    page.resize(652, 1200)
    page.show()
    open_one(page, made, qtbot)
    page.first_fault()
    qapp.processEvents()
    said = (
        str(office.state()).lower() + "office europe/vilnius monday tuesday wednesday thursday friday saturday sunday"
    )
    found = forgotten(page, said), clipped(page)
    qapp.removeTranslator(language)
    assert found == ([], [])
