"""The palette in a ticket's own window: what is done there is done to that ticket, and the rest comes about in the main window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deskbell.model.kinds import Status
from deskbell.model.views import View, ViewKind
from deskbell.ui.apart.ticket_window import TicketWindow
from deskbell.ui.palette.entries import Entry, Part
from deskbell.ui.palette.painting import ENTRY
from ui.driven import Driven

CTRL = Qt.KeyboardModifier.ControlModifier


class At:
    """A ticket's own window with its palette, while another ticket is open in the main one."""

    def __init__(self, driven: Driven, qtbot: QtBot) -> None:
        self.driven, self.qtbot = driven, qtbot
        self.number = driven.open(0).id
        driven.window.open_apart(self.number)
        self.other = driven.open(1).id
        assert driven.window.apart is not None
        (self.window,) = driven.window.apart.windows()
        qtbot.waitUntil(lambda: self.window.was_shown)
        self.come_forward()

    def come_forward(self) -> None:
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)

    def open(self, typed: str = "") -> list[Entry]:
        QTest.keyClick(self.window.pane.conversation, Qt.Key.Key_K, CTRL)
        box = self.window.palette_box
        assert box.isVisible()
        box.look_for(typed)
        items = (box._list.item(row) for row in range(box._list.count()))
        return [item.data(ENTRY) for item in items if item.data(ENTRY) is not None]

    def take(self, typed: str) -> None:
        self.open(typed)
        QTest.keyClick(self.window.palette_box._field, Qt.Key.Key_Return)


@pytest.fixture
def at(driven: Driven, qtbot: QtBot) -> At:
    return At(driven, qtbot)


def test_it_offers_what_applies_to_this_ticket_once(at: At) -> None:
    entries = at.open()
    keys = [entry.key for entry in entries]
    assert len(keys) == len(set(keys))
    assert {"do:solve", "do:reply", "do:remind", "do:close", "do:new_ticket", "do:done"} <= set(keys)
    assert not {"do:palette", "do:next", "do:tick_all", "do:back"} & set(keys), "of the list in the main window"
    assert {entry.part for entry in entries} >= {Part.DO, Part.GO}


def test_what_is_done_is_done_to_this_ticket(at: At) -> None:
    at.take("Solve")
    at.qtbot.waitUntil(lambda: at.driven.row(at.number).status is Status.SOLVED)
    assert at.driven.row(at.other).status is not Status.SOLVED
    assert at.window.isActiveWindow()
    at.window.deeds.undo_last()
    at.qtbot.waitUntil(lambda: at.driven.row(at.number).status is not Status.SOLVED)


def test_a_view_is_shown_in_the_main_window(at: At) -> None:
    at.take("Snoozed")
    at.qtbot.waitUntil(at.driven.window.isActiveWindow)
    at.qtbot.waitUntil(lambda: at.driven.list.model.view == View(ViewKind.SNOOZED))


def test_another_ticket_is_opened_there_and_this_one_stays(at: At) -> None:
    third = at.driven.list.model.ticket(2)
    assert third is not None
    at.take(f"#{third.id}")
    at.qtbot.waitUntil(lambda: at.driven.window.pane.ticket_id == third.id)
    at.qtbot.waitUntil(at.driven.window.isActiveWindow)
    at.come_forward()
    at.take(f"#{at.number}")
    assert at.window.isActiveWindow()
    assert at.driven.window.pane.ticket_id == third.id


def test_escape_puts_it_away_and_not_the_window(at: At) -> None:
    at.open()
    QTest.keyClick(at.window.palette_box._field, Qt.Key.Key_Escape)
    assert not at.window.palette_box.isVisible()
    assert at.window.isVisible()
    assert isinstance(at.window, TicketWindow)


def test_what_was_chosen_is_remembered_in_both(at: At) -> None:
    at.take("Priority…")
    assert at.driven.window.recent.chosen[0] == "do:priority"
