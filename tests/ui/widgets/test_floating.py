"""Where what drops down stands."""

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from deskbell.ui.widgets.floating import Floating
from deskbell.ui.widgets.pane import Pane


@pytest.fixture
def popup(qtbot: QtBot) -> Floating:
    made = Floating()
    made.setFixedSize(200, 150)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def anchor(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(80, 26)
    qtbot.addWidget(made)
    made.show()
    return made


def _room(anchor: QWidget) -> QRect:
    return anchor.screen().availableGeometry()


def test_it_stands_below_and_above_where_there_is_no_room(popup: Floating, anchor: QWidget) -> None:
    anchor.move(100, 100)
    popup.open_below(anchor)
    assert popup.pos() == anchor.mapToGlobal(QPoint(0, 30))
    anchor.move(100, _room(anchor).bottom() - 40)
    popup.open_below(anchor)
    assert popup.geometry().bottom() < anchor.y()


def test_on_a_pane_it_stands_in_line_with_its_words(popup: Floating, anchor: QWidget) -> None:
    pane = Pane(parent=anchor)
    pane.inset = 20
    pane.resize(anchor.size())
    anchor.move(100, 100)
    popup.open_below(pane)
    assert popup.pos() == pane.mapToGlobal(QPoint(20, 30))


def test_all_of_it_is_on_the_screen(popup: Floating, anchor: QWidget) -> None:
    room = _room(anchor)
    for x, y in ((room.right() - 20, 100), (-40, 100), (100, 20)):
        anchor.move(x, y)
        for show in (popup.open_below, popup.open_above):
            show(anchor)
            assert room.contains(popup.geometry())
    popup.open_at(room.bottomRight(), anchor)
    assert room.contains(popup.geometry())
