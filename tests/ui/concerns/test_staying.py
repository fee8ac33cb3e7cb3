"""Closing the window, and going on beside the clock."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from deskbell.ui.application import Application, application_ends
from deskbell.ui.concerns.staying import StaysBesideClock, close_for_good
from deskbell.ui.kept_settings import KeptSettings
from deskbell.ui.settings.computer import ComputerSettings


class Asking(QWidget):
    """A window that may have something to ask before it is closed for good."""

    def __init__(self) -> None:
        super().__init__()
        self.asks = False
        self.asked = 0

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        self.asked += 1
        event.setAccepted(not self.asks)


class Closing:
    """A window, and whether there is an icon beside the clock."""

    def __init__(self, kept: Path) -> None:
        self.window = Asking()
        self.window.show()
        self.icon = True
        self.ends = False
        self.store = KeptSettings(kept)
        self.computer = ComputerSettings(self.store)
        self.computer.write({"desktop.stay": True})
        self.stays = StaysBesideClock(self.window, self.computer, lambda: self.icon, lambda: self.ends)

    def click_cross(self) -> bool:
        """Whether the window was put away instead of closed."""
        return not self.window.close()


@pytest.fixture
def closing(tmp_path: Path, qtbot: QtBot) -> Iterator[Closing]:
    made = Closing(tmp_path / "window.ini")
    qtbot.addWidget(made.window)
    quits = QApplication.quitOnLastWindowClosed()
    yield made
    QApplication.setQuitOnLastWindowClosed(quits)
    made.store.sync()


def test_the_cross_puts_the_window_away(closing: Closing) -> None:
    assert closing.click_cross()
    assert not closing.window.isVisible()
    assert not QApplication.quitOnLastWindowClosed(), "a window of a single ticket may be closed meanwhile"
    closing.window.show()
    assert QApplication.quitOnLastWindowClosed()


def test_not_where_it_could_not_be_brought_back(closing: Closing) -> None:
    closing.icon = False
    assert not closing.click_cross()


def test_not_where_nobody_wants_it(closing: Closing) -> None:
    closing.computer.write({"desktop.stay": False})
    assert not closing.click_cross()


def test_what_ends_the_program_closes_it(closing: Closing) -> None:
    closing.ends = True
    assert closing.window.close()
    assert QApplication.quitOnLastWindowClosed()


def test_another_desk_is_no_end_but_closes_it_as_well(closing: Closing) -> None:
    assert close_for_good(closing.window)


def test_with_another_desk_the_last_window_ends_the_program_again(closing: Closing) -> None:
    assert closing.click_cross()
    assert close_for_good(closing.window)
    assert QApplication.quitOnLastWindowClosed()


@pytest.mark.parametrize("asks", [False, True])
def test_at_the_end_a_window_that_was_put_away_is_closed_or_asks(closing: Closing, asks: bool) -> None:
    """What was typed there is sent off by its closing, which Qt leaves out where nobody sees the window."""
    assert closing.click_cross()
    assert not closing.window.asked
    closing.ends, closing.window.asks = True, asks
    closing.stays.end()
    assert closing.window.asked == 1
    assert closing.window.isVisible() is asks


def test_one_that_refused_the_end_stays_beside_the_clock_as_before(closing: Closing) -> None:
    assert closing.click_cross()
    closing.ends = closing.window.asks = True
    closing.stays.end()
    closing.ends = closing.window.asks = False
    assert closing.click_cross()
    assert not closing.window.isVisible()


def test_the_application_knows_that_it_ends(qapp: QApplication) -> None:
    assert not application_ends()
    told = SimpleNamespace(ends=False, ending=SimpleNamespace(emit=lambda: None))
    # What `QApplication.quit` begins with; the windows are closed by what follows.
    with suppress(TypeError):
        Application.event(told, QEvent(QEvent.Type.Quit))  # type: ignore[arg-type]
    assert told.ends
