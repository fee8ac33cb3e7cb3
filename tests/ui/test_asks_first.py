"""The window is closed, or the program ends, while a dialog is at something."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from deskbell.ui.asks_first import AsksFirst
from deskbell.ui.widgets import long_dialog
from deskbell.ui.widgets.long_dialog import LongDialog
from ui.ticket.stand import Answers

LOST = "Cancelled, nothing is left behind."


class Long(LongDialog):
    """At something, or not."""

    at_it, words, ended = True, LOST, 0

    def is_under_way(self) -> bool:
        return self.at_it

    def end_early(self) -> None:
        self.ended += 1

    def if_ended(self) -> str:
        return self.words


class Over:
    """A window with a dialog over it."""

    def __init__(self, *, yes: bool) -> None:
        self.window, self.answers, self.ends = QWidget(), Answers(yes=yes), False
        AsksFirst(self.window, self.answers, lambda: self.ends)  # type: ignore[arg-type]
        self.dialog = Long(self.window)
        self.dialog.setWindowTitle("Import customers")
        self.window.show()
        self.dialog.show()


@pytest.mark.parametrize(
    ("at_it", "words", "ends", "yes", "asked", "closes"),
    [
        (True, LOST, False, False, 1, False),
        (True, LOST, False, True, 1, True),
        (True, LOST, True, False, 0, True),
        (True, "", False, False, 0, True),
        (False, LOST, False, False, 0, True),
    ],
)
def test_whoever_closes_the_window_is_asked_where_something_would_be_lost(
    qtbot: QtBot, at_it: bool, words: str, ends: bool, yes: bool, asked: int, closes: bool
) -> None:
    over = Over(yes=yes)
    qtbot.addWidget(over.window)
    over.dialog.at_it, over.dialog.words, over.ends = at_it, words, ends
    assert over.window.close() is closes
    assert over.answers.asked == ["End “Import customers” and close?"] * asked


@pytest.mark.parametrize("ends", [False, True])
def test_it_ends_first_and_holds_up_no_end_of_the_program(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, ends: bool
) -> None:
    dialog = Long()
    qtbot.addWidget(dialog)
    monkeypatch.setattr(long_dialog, "application_ends", lambda: ends)
    dialog.show()
    assert dialog.close() is ends
    assert dialog.ended == 1
    dialog.at_it = False
    dialog.show()
    assert dialog.close()
    assert dialog.ended == 1
