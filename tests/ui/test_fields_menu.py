"""Filling in a custom field by key: of the open ticket, and of several at once."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from deskbell.actions.dispatch import perform
from deskbell.model.fields import CustomField, FieldChoice, FieldKind, SaveField
from deskbell.store.queries import fields
from deskbell.ui.fields_menu import ValuePopup
from deskbell.ui.widgets.calendar import CalendarPopup
from deskbell.ui.widgets.choice_list import ChoiceList
from ui.driven import Driven

_REGIONS = (FieldChoice(1, "Baltics"), FieldChoice(2, "Nordics"))


@pytest.fixture
def field(driven: Driven, request: pytest.FixtureRequest) -> CustomField:
    """A field of the kind that the test names; another one stands beside it."""
    kind = FieldKind(request.param)
    choices = tuple(FieldChoice(0, one.name) for one in _REGIONS) if "choice" in kind else ()
    made = [
        perform(
            driven.stage.database,
            SaveField(agent_id=driven.stage.desk.me.id, id=0, name=name, kind=of, choices=offered),
        )
        for name, of, offered in (("Asked & told", kind, choices), ("Beside it", FieldKind.TEXT, ()))
    ]
    found = driven.stage.database.read(fields.definitions)
    return next(one for one in found if one.id == made[0])


def _tick(driven: Driven) -> tuple[int, ...]:
    rows = [row for row in map(driven.list.model.ticket, (0, 1, 2)) if row is not None]
    ids = tuple(row.id for row in rows)
    driven.list.model.choose(ids, on=True)
    return ids


def _held(driven: Driven, tickets: tuple[int, ...], field: CustomField) -> list[str]:
    held = driven.stage.database.read(fields.held, tickets, {field.id})
    return [held.get(ticket, {}).get(field.id, "") for ticket in tickets]


def _ask(driven: Driven) -> None:
    QTest.keyClick(driven.list.view, Qt.Key.Key_Y, Qt.KeyboardModifier.ShiftModifier)
    driven.dropped_down().choose_text("Asked & told")


def _choose_next(driven: Driven, qtbot: QtBot, words: str) -> None:
    qtbot.waitUntil(lambda: any(words in _offered(one) for one in driven.window.findChildren(ChoiceList)))
    next(one for one in driven.window.findChildren(ChoiceList) if words in _offered(one)).choose_text(words)


def _offered(dropped: ChoiceList) -> list[str]:
    return [dropped._list.item(row).text() for row in range(dropped._list.count())]


@pytest.mark.parametrize(
    ("field", "words", "kept"),
    [("choice", "Nordics", "2"), ("choice", "Nothing", ""), ("check", "Yes", "yes"), ("check", "No", "")],
    indirect=["field"],
)
def test_several_get_what_is_chosen_and_one_undo_takes_it_back(
    driven: Driven, qtbot: QtBot, field: CustomField, words: str, kept: str
) -> None:
    tickets = _tick(driven)
    _ask(driven)
    _choose_next(driven, qtbot, words)
    qtbot.waitUntil(lambda: _held(driven, tickets, field) == [kept] * 3)
    driven.window.deeds.undo_last()
    qtbot.waitUntil(lambda: _held(driven, tickets, field) == [""] * 3)


@pytest.mark.parametrize("field", ["choices"], indirect=True)
def test_any_of_several_are_ticked(driven: Driven, qtbot: QtBot, field: CustomField) -> None:
    tickets = _tick(driven)
    _ask(driven)
    qtbot.waitUntil(lambda: bool([one for one in driven.window.findChildren(ChoiceList) if "Baltics" in _offered(one)]))
    dropped = next(one for one in driven.window.findChildren(ChoiceList) if "Baltics" in _offered(one))
    dropped.choose_text("Baltics")
    dropped.choose_text("Nordics")
    dropped.close()
    qtbot.waitUntil(lambda: _held(driven, tickets, field) == ["1 2"] * 3)
    assert driven.toasts()[-1].startswith("Asked & told of 3 tickets: Baltics, Nordics")


@pytest.mark.parametrize("field", ["number"], indirect=True)
def test_what_is_no_number_is_said_and_stays(driven: Driven, qtbot: QtBot, field: CustomField) -> None:
    ticket = driven.open(0)
    _ask(driven)
    qtbot.waitUntil(lambda: bool(driven.window.findChildren(ValuePopup)))
    popup = driven.window.findChildren(ValuePopup)[0]
    popup.edit.setText("heavy")
    popup.edit.returnPressed.emit()
    assert popup.place.fault()
    assert popup.isVisible()
    popup.edit.setText("12.5")
    popup.edit.returnPressed.emit()
    qtbot.waitUntil(lambda: _held(driven, (ticket.id,), field) == ["12.5"])


@pytest.mark.parametrize("field", ["date"], indirect=True)
def test_a_day_is_taken_from_a_calendar(driven: Driven, qtbot: QtBot, field: CustomField) -> None:
    ticket = driven.open(0)
    _ask(driven)
    _choose_next(driven, qtbot, "Choose a day…")
    qtbot.waitUntil(lambda: bool(driven.window.findChildren(CalendarPopup)))
    popup = driven.window.findChildren(CalendarPopup)[0]
    day = popup.calendar.selectedDate()
    popup.calendar.activated.emit(day)
    qtbot.waitUntil(lambda: _held(driven, (ticket.id,), field) == [day.toString("yyyy-MM-dd")])


def test_without_fields_it_says_so(driven: Driven, qtbot: QtBot) -> None:
    driven.open(0)
    QTest.keyClick(driven.list.view, Qt.Key.Key_Y, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: any("no custom fields" in words for words in driven.toasts()))


def test_the_bar_over_ticked_tickets_has_the_rest_in_a_menu(driven: Driven, qtbot: QtBot) -> None:
    driven.open(0)
    _tick(driven)
    driven.list.bulk.more_wanted.emit(driven.list.bulk)
    menu = driven.list.bulk.findChild(QMenu)
    assert menu is not None
    words = [action.text().partition("\t")[0] for action in menu.actions() if not action.isSeparator()]
    assert words[:5] == ["Remind me…", "Due date…", "Type…", "Custom field…", "Move to a mailbox…"]
    assert "Merge into another ticket…" in words
    menu.actions()[1].trigger()
    driven.dropped_down()
    menu.close()
