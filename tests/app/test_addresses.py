"""Addresses that are handed to the program: before its desk is open, while it is, and by another start."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from building import Builder
from deskbell.app import Program
from deskbell.model.places import Places
from deskbell.store.opening import open_desk
from deskbell.ui import single_instance
from deskbell.ui.single_instance import SingleInstance

LONG = 20_000


@pytest.fixture
def places(tmp_path: Path, schema_at: Callable[[Path], None]) -> Places:
    """A desk with two tickets."""
    places = Places.at(tmp_path / "data")
    schema_at(places.data)
    with closing(open_desk(places.database)) as desk:
        build = Builder(desk)
        for subject in ("Printer offline", "Printer on fire"):
            build.message(build.ticket(subject, assignee_id=build.me), "It blinks.")
    return places


@pytest.fixture
def program(places: Places, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    monkeypatch.setattr(single_instance, "LISTEN_AFTER_MS", 0)
    instance = SingleInstance(places.database)
    assert instance.claim()
    made = Program(places, qapp, instance, agent_id=1, with_worker=False)
    yield made
    made.close()
    instance.close()


def opened(program: Program, subject: str) -> bool:
    window = program.window
    return window is not None and window.pane.row is not None and window.pane.row.subject == subject


def test_what_was_asked_for_first_is_opened_with_the_desk(program: Program, qtbot: QtBot) -> None:
    program.open_address("mailto:ona@example.lt?subject=Hello")
    program.open_address("deskbell://ticket/2")
    program.start()
    qtbot.waitUntil(lambda: opened(program, "Printer on fire"), timeout=LONG)
    assert program.window is not None
    mail = program.window._new_tickets.window
    assert mail is not None
    qtbot.waitUntil(lambda: mail.composer.recipients.subject.text() == "Hello", timeout=LONG)
    assert not program._to_open


def test_another_start_hands_its_address_to_the_window(program: Program, places: Places, qtbot: QtBot) -> None:
    with qtbot.waitSignal(program.ready, timeout=LONG):
        program.start()
    window = program.window
    assert window is not None
    window.showMinimized()
    assert not SingleInstance(places.database).claim("deskbell://ticket/1")
    qtbot.waitUntil(lambda: opened(program, "Printer offline"), timeout=LONG)
    assert not window.isMinimized(), "it comes to the front"
    window.showMinimized()
    assert not SingleInstance(places.database).claim()
    qtbot.waitUntil(lambda: not window.isMinimized(), timeout=LONG)
    assert opened(program, "Printer offline"), "nothing else was asked for"
