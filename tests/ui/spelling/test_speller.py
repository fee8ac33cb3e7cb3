"""The process beside the window: it is started when it is first wanted, holds nothing up, and its death is survived."""

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from deskbell.model.places import Places
from deskbell.model.settings import Settings
from deskbell.model.spelling import Verdict
from deskbell.ui.composer.editor import Editor
from deskbell.ui.own_processes import OwnProcesses
from deskbell.ui.spelling.editor_spelling import EditorSpelling
from deskbell.ui.spelling.language_words import language_words
from deskbell.ui.spelling.speller import Speller
from deskbell.ui.spelling.waiting import SpellingWaits
from deskbell.ui.theme.source import ThemeSource
from ui.ticket.rows import STATE
from ui.ticket.stand import Stand


@pytest.fixture
def processes(tmp_path: Path, qapp: object) -> Iterator[OwnProcesses]:
    made = OwnProcesses(Places.at(tmp_path))
    yield made
    made.stop()


def verdict(speller: Speller, word: str, qtbot: QtBot) -> Verdict | None:
    qtbot.waitUntil(lambda: speller.verdict(word) is not None)
    return speller.verdict(word)


def test_words_are_judged_and_suggested(processes: OwnProcesses, qtbot: QtBot) -> None:
    speller = processes.speller()
    given: list[tuple[str, ...]] = []
    speller.suggest("recieve", ("en_US",), given.append)
    assert given == [()], "nobody is there to say"
    speller.use(("en_US", "lt_LT"))
    assert verdict(speller, "recieve", qtbot) == Verdict(3, 0)
    assert verdict(speller, "labas", qtbot) == Verdict(3, 2)
    assert speller.loaded == ("en_US", "lt_LT")
    assert {"en_GB", "en_US", "lt_LT", "ru_RU"} <= set(speller.found)
    speller.suggest("recieve", ("en_US",), given.append)
    qtbot.waitUntil(lambda: len(given) == 2)
    assert given[1][0] == "receive"


def test_other_languages_make_other_verdicts(processes: OwnProcesses, qtbot: QtBot) -> None:
    speller = processes.speller()
    speller.use(("en_US",))
    assert verdict(speller, "labas", qtbot) == Verdict(1, 0)
    speller.use(("lt_LT",))
    with qtbot.waitSignal(speller.ready):
        pass
    assert verdict(speller, "labas", qtbot) == Verdict(1, 1)


def test_a_process_that_dies_is_started_again(processes: OwnProcesses, qtbot: QtBot) -> None:
    speller = processes.speller()
    speller.use(("en_US",))
    assert verdict(speller, "word", qtbot) == Verdict(1, 1)
    given: list[tuple[str, ...]] = []
    with qtbot.waitSignal(speller.ready):
        os.kill(speller._process.pid, signal.SIGSTOP if sys.platform != "win32" else signal.SIGTERM)
        speller.suggest("wrod", ("en_US",), given.append)
        os.kill(speller._process.pid, signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
    assert given == [()]
    assert verdict(speller, "wrod", qtbot) == Verdict(1, 0)


def test_one_that_always_dies_is_left_alone(qtbot: QtBot) -> None:
    starts: list[Sequence[str]] = []

    def dies(words: Sequence[str]) -> tuple[str, list[str]]:
        starts.append(words)
        return sys.executable, ["-c", "raise SystemExit(3)"]

    speller = Speller(dies)
    ended: list[object] = []
    speller._process.said.connect(ended.append)
    speller.use(("en_US",))
    qtbot.waitUntil(lambda: len(ended) == 3)
    qtbot.waitUntil(lambda: not speller._runs)
    assert len(starts) == 3
    assert speller.verdict("word") is None
    speller.stop()


def test_loading_does_not_hold_the_window_up(processes: OwnProcesses, qtbot: QtBot) -> None:
    """A thread would: Hunspell lets no other run while it loads. Loading all four takes most of a second."""
    speller = processes.speller()
    turns, clock = [0.0], QElapsedTimer()
    timer = QTimer(interval=5)
    timer.timeout.connect(lambda: turns.append(clock.elapsed()))
    clock.start()
    timer.start()
    speller.use(("en_US", "en_GB", "lt_LT", "ru_RU"))
    with qtbot.waitSignal(speller.ready):
        pass
    timer.stop()
    assert len(turns) > 10


@pytest.mark.parametrize("checks", [True, False])
def test_nothing_is_begun_before_somebody_writes(
    checks: bool, tmp_path: Path, theme: ThemeSource, qtbot: QtBot
) -> None:
    stand = Stand(STATE, Settings({"spelling.check": checks, "spelling.languages": "en_US"}))
    processes = OwnProcesses(Places.at(tmp_path))
    window = QWidget()
    qtbot.addWidget(window)
    SpellingWaits(theme, stand.runner, stand.desk, processes, window)
    other = QLineEdit(window)
    editor = Editor(theme, window)
    editor.show_html("<div>teh</div>", "")
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    qtbot.waitUntil(other.hasFocus)
    assert editor.findChild(EditorSpelling) is None
    assert processes._speller is None
    editor.setFocus()
    if checks:
        qtbot.waitUntil(lambda: bool(editor.document().begin().layout().formats()))
        other.setFocus()
        editor.setFocus()
        assert len(editor.findChildren(EditorSpelling)) == 1
    else:
        assert editor.findChild(EditorSpelling) is None
        assert processes._speller is None
    processes.stop()
    stand.close()


@pytest.mark.parametrize(
    ("codes", "named"),
    [
        (("en_GB", "en_US", "lt_LT"), ["American English", "British English", "Lietuvių"]),
        (("fr_FR", "fr_TN"), ["Français (France)", "Français (Tunisie)"]),
        (("xx_XX",), ["Xx_XX"]),
    ],
)
def test_what_languages_are_called(codes: tuple[str, ...], named: list[str]) -> None:
    assert [words for _, words in language_words(codes)] == named
