"""Where the keyboard is: a ring around the current row of a list, or around what scrolls, for those who use it."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QLabel,
    QLineEdit,
    QListWidget,
    QScrollArea,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from deskbell.ui.theme.focus_rings import FocusRing
from deskbell.ui.theme.source import ThemeSource


def a_list(rows: int = 4) -> QListWidget:
    made = QListWidget()
    made.addItems([f"Row {number}" for number in range(rows)])
    if rows:
        made.setCurrentRow(1)
    return made


def scrolled() -> QScrollArea:
    made = QScrollArea()
    made.setWidget(QLabel("Long\n" * 80))
    return made


class Window(QWidget):
    """A field to write in, and below it something that may have the keyboard."""

    def __init__(self, below: QWidget, theme: ThemeSource) -> None:
        super().__init__()
        self._theme = theme
        self.field, self.below = QLineEdit(), below
        layout = QVBoxLayout(self)
        layout.addWidget(self.field)
        layout.addWidget(below)
        self.resize(300, 240)

    def rings(self) -> list[FocusRing]:
        """Those of the test's theme: programs that earlier tests started leave theirs behind in this process."""
        return [ring for ring in self.findChildren(FocusRing) if ring.isVisible() and ring._theme is self._theme]


@pytest.fixture
def window_of(theme: ThemeSource, qtbot: QtBot) -> Iterator[Callable[[QWidget], Window]]:
    theme.follow_focus()

    def make(below: QWidget) -> Window:
        made = Window(below, theme)
        qtbot.addWidget(made)
        with qtbot.waitActive(made):
            made.show()
            made.activateWindow()
        made.field.setFocus()
        return made

    yield make
    theme.choose("light")


def ringed(area: QAbstractScrollArea, colour: str) -> QRect:
    """The rows and columns of the viewport in which there is much of a colour, as the ring's edges."""
    image: QImage = area.grab(area.viewport().geometry()).toImage()
    wanted = QColor(colour)
    # Away from the rounded corners.
    column = [y for y in range(image.height()) if image.pixelColor(image.width() // 2, y) == wanted]
    return QRect(QPoint(0, min(column)), QPoint(1, max(column))) if column else QRect()


def test_tab_to_a_list_shows_its_current_row(window_of: Callable[[QWidget], Window], theme: ThemeSource) -> None:
    shown = a_list()
    window = window_of(shown)
    assert window.rings() == []
    QTest.keyClick(window.field, Qt.Key.Key_Tab)
    assert shown.hasFocus()
    found, row = ringed(shown, theme.colours.accent), shown.visualItemRect(shown.item(1))
    assert (found.top(), found.bottom()) == (row.top(), row.bottom())
    QTest.keyClick(shown, Qt.Key.Key_Down)
    found, row = ringed(shown, theme.colours.accent), shown.visualItemRect(shown.item(2))
    assert (found.top(), found.bottom()) == (row.top(), row.bottom())
    window.field.setFocus()
    assert window.rings() == []


@pytest.mark.parametrize("make", [scrolled, lambda: a_list(0)])
def test_what_has_no_row_has_it_around_all_of_it(
    window_of: Callable[[QWidget], Window], theme: ThemeSource, qtbot: QtBot, make: Callable[[], QAbstractScrollArea]
) -> None:
    area = make()
    window = window_of(area)
    QTest.keyClick(window.field, Qt.Key.Key_Tab)
    found = ringed(area, theme.colours.accent)
    assert (found.top(), found.bottom()) == (0, area.viewport().height() - 1)
    window.resize(400, 300)
    qtbot.waitUntil(lambda: [ring.geometry() for ring in window.rings()] == [area.viewport().geometry()])


def test_a_click_leaves_none_and_the_next_key_brings_it(window_of: Callable[[QWidget], Window]) -> None:
    shown = a_list()
    window = window_of(shown)
    QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=shown.visualItemRect(shown.item(2)).center())
    assert shown.hasFocus()
    assert window.rings() == []
    QTest.keyClick(shown, Qt.Key.Key_Up)
    assert len(window.rings()) == 1
    QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=shown.visualItemRect(shown.item(2)).center())
    assert window.rings() == []


def test_what_is_written_in_has_its_own_sign(window_of: Callable[[QWidget], Window]) -> None:
    window = window_of(QTextEdit())
    QTest.keyClick(window.field, Qt.Key.Key_Tab)
    assert window.below.hasFocus()
    assert window.rings() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_high_contrast_it_is_seen_on_what_is_selected(
    window_of: Callable[[QWidget], Window], theme: ThemeSource, scheme: str
) -> None:
    theme.choose(scheme, contrast="high")
    shown = a_list()
    window = window_of(shown)
    QTest.keyClick(window.field, Qt.Key.Key_Tab)
    row = shown.visualItemRect(shown.item(1))
    image = shown.grab(shown.viewport().geometry()).toImage()
    line = [image.pixelColor(row.center().x() + 80, y) for y in range(row.top(), row.bottom() + 1)]
    assert QColor(theme.colours.panel) in line
    assert QColor(theme.colours.accent) in line


def test_what_is_gone_with_the_keyboard_in_it_is_no_trouble(
    window_of: Callable[[QWidget], Window], qtbot: QtBot
) -> None:
    shown = a_list()
    window = window_of(shown)
    QTest.keyClick(window.field, Qt.Key.Key_Tab)
    with qtbot.waitSignal(shown.destroyed):
        shown.deleteLater()
    window.field.setFocus()
    assert window.rings() == []
