"""Work off the window's thread: its words come back on it, in order, and never to somebody who is gone."""

import logging
from collections.abc import Callable
from threading import Event, get_ident

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskbell.model.errors import Trouble
from deskbell.ui.errand import Errand, Tell


@pytest.fixture
def owner(qapp: QApplication) -> QObject:
    return QObject()


def errand(work: Callable[[Tell], object], owner: QObject) -> tuple[Errand, list[object]]:
    """An errand, and everything that it says."""
    made = Errand(work, may_be_cut=True, parent=owner)
    heard: list[object] = []
    made.told.connect(lambda word: heard.append(("told", word)))
    made.done.connect(lambda word: heard.append(("done", word)))
    made.failed.connect(lambda error: heard.append(("failed", error)))
    return made, heard


def test_what_it_tells_comes_in_order_on_this_thread(owner: QObject, qtbot: QtBot) -> None:
    threads = []

    def work(tell: Tell) -> object:
        threads.append(get_ident())
        tell("one")
        tell("two")
        return "three"

    made, heard = errand(work, owner)
    made.done.connect(lambda _: threads.append(get_ident()))
    with qtbot.waitSignal(made.done):
        made.start()
    assert heard == [("told", "one"), ("told", "two"), ("done", "three")]
    assert threads[0] != get_ident()
    assert threads[1] == get_ident()


def test_an_error_of_the_surroundings_is_handed_over(owner: QObject, qtbot: QtBot) -> None:
    trouble = Trouble("mail.host", host="nowhere")

    def work(tell: Tell) -> object:
        raise trouble

    made, heard = errand(work, owner)
    with qtbot.waitSignal(made.failed):
        made.start()
    assert heard == [("failed", trouble)]


def test_a_bug_is_logged_too(owner: QObject, qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    made, _ = errand(lambda tell: 1 // 0, owner)
    with caplog.at_level(logging.ERROR), qtbot.waitSignal(made.failed):
        made.start()
    assert "ZeroDivisionError" in caplog.text


def test_nothing_is_heard_after_cancel(owner: QObject, qtbot: QtBot) -> None:
    ended = Event()
    may_end = Event()

    def work(tell: Tell) -> object:
        may_end.wait(30)
        tell("late")
        ended.set()
        return "later"

    made, heard = errand(work, owner)
    made.start()
    with qtbot.waitSignal(made.destroyed):
        made.cancel()
    may_end.set()
    assert ended.wait(30)
    QApplication.processEvents()
    assert heard == []


def test_its_thread_outlives_the_window(qapp: QApplication, qtbot: QtBot) -> None:
    ended = Event()
    may_end = Event()

    def work(tell: Tell) -> object:
        may_end.wait(30)
        tell("to nobody")
        ended.set()
        return None

    window = QObject()
    made, heard = errand(work, window)
    made.start()
    with qtbot.waitSignal(window.destroyed):
        window.deleteLater()
    may_end.set()
    assert ended.wait(30)
    QApplication.processEvents()
    assert heard == []
