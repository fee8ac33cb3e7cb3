"""What the search box offers, taken by key and by mouse."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deskbell.actions.dispatch import perform
from deskbell.model.fields import FieldKind, SaveField
from ui.driven import Driven


def _type(driven: Driven, words: str) -> None:
    driven.list.header.open_search()
    QTest.keyClicks(driven.list.header.search, words)


def _offered(driven: Driven) -> list[str]:
    shown = driven.list.completion.list
    return [shown.item(row).text() for row in range(shown.count())] if driven.list.completion.isVisible() else []


def _press(driven: Driven, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(driven.list.header.search, key)


def test_tab_takes_the_name_of_a_condition_and_then_its_value(driven: Driven) -> None:
    box = driven.list.header.search
    _type(driven, "lamp prio")
    assert _offered(driven) == ["priority:"]
    _press(driven, Qt.Key.Key_Tab)
    assert box.text() == "lamp priority:"
    assert _offered(driven) == ["low", "normal", "high", "urgent"]
    _press(driven, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert box.text() == "lamp priority:high "
    assert _offered(driven) == []
    assert box.hasFocus()


def test_enter_goes_to_what_was_found_where_nobody_went_into_the_list(driven: Driven, qtbot: QtBot) -> None:
    _type(driven, "is:op")
    assert _offered(driven) == ["open"]
    _press(driven, Qt.Key.Key_Return)
    assert driven.list.header.search.text() == "is:op"
    assert _offered(driven) == []


def test_escape_closes_the_list_first_and_then_clears_the_search(driven: Driven) -> None:
    _type(driven, "is:o")
    _press(driven, Qt.Key.Key_Escape)
    assert _offered(driven) == []
    assert driven.list.header.search.text() == "is:o"
    _press(driven, Qt.Key.Key_Escape)
    assert driven.list.header.search.text() == ""


def test_the_desk_s_own_names_are_offered_with_quotes_where_they_need_them(driven: Driven) -> None:
    names = [agent.name for agent in driven.stage.desk.agents]
    _type(driven, f"assignee:{names[0].split()[0].lower()}")
    assert names[0] in _offered(driven)
    driven.list.completion.list.itemClicked.emit(driven.list.completion.list.item(0))
    assert f'assignee:"{names[0]}" ' == driven.list.header.search.text()


def test_custom_fields_are_read_when_they_are_asked_for(driven: Driven, qtbot: QtBot) -> None:
    field = SaveField(agent_id=driven.stage.desk.me.id, id=0, name="Order number", kind=FieldKind.TEXT)
    perform(driven.stage.database, field)
    _type(driven, "field:")
    qtbot.waitUntil(lambda: _offered(driven) == ["Order number"])
    _press(driven, Qt.Key.Key_Tab)
    assert driven.list.header.search.text() == 'field:"Order number"'


def test_positions_are_right_behind_letters_that_qt_counts_twice(driven: Driven) -> None:
    driven.list.header.open_search()
    driven.list.header.search.insert("\U0001f600 ")
    QTest.keyClicks(driven.list.header.search, "st")
    _press(driven, Qt.Key.Key_Tab)
    assert driven.list.header.search.text() == "\U0001f600 status:"
