"""Merging tickets by key in the window: the open one into another, and several that are selected into one of them; and all of it taken back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deskbell.model.kinds import Status
from deskbell.ui.ticket import merging
from deskbell.ui.widgets.choice_list import ChoiceList
from ui.driven import Driven


def ask(driven: Driven) -> ChoiceList:
    driven.qtbot.waitUntil(lambda: not driven.window.findChildren(ChoiceList))
    QTest.keyClick(driven.list.view, Qt.Key.Key_J, Qt.KeyboardModifier.ShiftModifier)
    return driven.dropped_down()


def offered(popup: ChoiceList) -> list[str]:
    rows = (popup._list.item(row) for row in range(popup._list.count()))
    return [row.text() for row in rows if not row.isHidden()]


def messages(driven: Driven, *tickets: int) -> list[int]:
    return [driven.row(number).messages for number in tickets]


def test_the_open_ticket_goes_into_the_one_that_is_typed(driven: Driven, qtbot: QtBot) -> None:
    source, goal = driven.open(0), driven.list.model.ticket(4)
    assert goal is not None
    popup = ask(driven)
    assert not any(line.startswith(f"#{source.id} ") for line in offered(popup))
    QTest.keyClicks(popup._search, f"#{goal.id}")
    QTest.keyClick(popup._search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: driven.row(source.id).status is Status.CLOSED)
    assert f"#{source.id} is merged into #{goal.id}" in driven.toasts()
    assert messages(driven, source.id, goal.id) == [0, source.messages + goal.messages]
    driven.press("z")
    qtbot.waitUntil(lambda: messages(driven, source.id, goal.id) == [source.messages, goal.messages])
    assert driven.row(source.id).status is source.status


def test_several_go_into_one_of_them(driven: Driven, qtbot: QtBot) -> None:
    rows = [driven.list.model.ticket(number) for number in (0, 1, 3)]
    tickets = [row.id for row in rows if row is not None]
    before = messages(driven, *tickets)
    driven.list.model.choose(tuple(tickets), on=True)
    popup = ask(driven)
    assert [int(line.split()[0].removeprefix("#")) for line in offered(popup)] == sorted(tickets)
    into = tickets[1]
    QTest.keyClicks(popup._search, f"#{into} ")
    QTest.keyClick(popup._search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: messages(driven, into) == [sum(before)])
    assert f"2 tickets are merged into #{into}" in driven.toasts()
    qtbot.waitUntil(lambda: driven.list.model.chosen() == ())
    driven.press("z")
    qtbot.waitUntil(lambda: messages(driven, *tickets) == before)


def test_a_number_that_is_none_and_too_many_are_said(
    driven: Driven, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = driven.open(0)
    popup = ask(driven)
    QTest.keyClicks(popup._search, "the other one")
    QTest.keyClick(popup._search, Qt.Key.Key_Return)
    assert popup.isVisible(), "no ticket is called so, and no number"
    popup._search.clear()
    QTest.keyClicks(popup._search, str(row.id))
    QTest.keyClick(popup._search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: f"It is on #{row.id} already." in driven.toasts())
    monkeypatch.setattr(merging, "_MOST", 1)
    other = driven.list.model.ticket(1)
    assert other is not None
    driven.list.model.choose((row.id, other.id), on=True)
    QTest.keyClick(driven.list.view, Qt.Key.Key_J, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: any(words.startswith("These are too many") for words in driven.toasts()))
    assert driven.row(row.id).messages == row.messages


def test_it_stands_in_the_menu_of_the_ticket(driven: Driven, qtbot: QtBot) -> None:
    driven.open(0)
    driven.window.pane.header.menu_button.click()
    entries = {action.text(): action for action in driven.window.pane.findChildren(QAction)}
    entries["Merge into another ticket…"].trigger()
    popup = driven.dropped_down()
    assert popup._search.placeholderText() == "Merge into: number of the ticket"
