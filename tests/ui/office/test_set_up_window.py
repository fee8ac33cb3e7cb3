"""The window of a set-up: what is said of the form, and that nothing begins that nobody waits for."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from deskbell.ui.office import set_up_window
from deskbell.ui.office.__main__ import make
from deskbell.ui.office.set_up_window import SetUpState, SetUpWindow
from deskbell.ui.scenes.stage import Stage


@pytest.fixture
def window(stage: Stage, tmp_path: Path) -> Iterator[SetUpWindow]:
    made = make(stage, tmp_path)
    made.show()
    yield made
    delete(made)


def edit(window: SetUpWindow, name: str) -> QLineEdit:
    return next(one for one in window.form.findChildren(QLineEdit) if one.accessibleName() == name)


@pytest.mark.parametrize(
    ("name", "typed", "fault"),
    [
        ("Server", "", "Fill this in."),
        ("Database", " ", "Fill this in."),
        ("Your login in the office", "Ona K.", "“Ona K.” cannot be a login"),
        ("Your login in the office", "pg_ona", "“pg_ona” cannot be a login"),
    ],
)
def test_what_is_wrong_with_the_form(window: SetUpWindow, name: str, typed: str, fault: str) -> None:
    edit(window, "Server").setText("desk.example")
    edit(window, name).setText(typed)
    window.go_button.click()
    assert window.state is SetUpState.FORM
    assert edit(window, name).accessibleDescription().startswith(fault)


def test_what_names_no_server_is_said_above_the_form(window: SetUpWindow, qtbot: QtBot) -> None:
    edit(window, "Server").setText("desk example")
    window.go_button.click()
    assert window.state is SetUpState.LOOKING
    qtbot.waitUntil(lambda: window.state is SetUpState.FORM)
    assert window.form.isEnabled()


def test_a_look_that_nobody_waits_for_begins_nothing(
    window: SetUpWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer, looked = threading.Event(), threading.Event()

    def prepare(*_: object) -> None:
        answer.wait()
        looked.set()

    monkeypatch.setattr(set_up_window, "prepare_server", prepare)
    edit(window, "Server").setText("desk.example")
    window.go_button.click()
    assert window.state is SetUpState.LOOKING
    with qtbot.assertNotEmitted(window.leave_wanted):
        window.back_button.click()
        answer.set()
        assert looked.wait(10)
        qtbot.waitUntil(lambda: not window.isVisible())
    assert window.state is SetUpState.FORM
