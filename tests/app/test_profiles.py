"""Who is at the window of a desk in a file: the only one at once, one of several by picking, and nobody without their password."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from away import SOON
from deskbell.actions.dispatch import perform
from deskbell.app import Program
from deskbell.model.commands import SaveAgent, SetPassword
from deskbell.model.kinds import Role
from deskbell.model.places import Places
from deskbell.store import profiles
from deskbell.store.desk import Desk
from deskbell.store.opening import open_desk
from deskbell.store.queries.identity import establish
from deskbell.ui.desk_opener import AGENT_KEY
from deskbell.ui.main_window import MainWindow
from deskbell.ui.single_instance import SingleInstance
from deskbell.ui.welcome.who import WhoWindow
from deskbell.ui.welcome.window import WelcomeWindow

ONA, TOMAS = 1, 2


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    monkeypatch.setattr(profiles, "_COST", 2)
    return Places.at(tmp_path / "data")


@pytest.fixture
def start(places: Places, qapp: QApplication) -> Iterator[Callable[[], Program]]:
    programs = []

    def begin() -> Program:
        programs.append(Program(places, qapp, SingleInstance(places.database), with_worker=False))
        programs[-1].start()
        return programs[-1]

    yield begin
    for program in programs:
        program.close()


def enter(places: Places, *names: str, locked: bool = False) -> None:
    with closing(open_desk(places.database)) as desk:
        for name in names:
            email = f"{name.lower()}@desk.example"
            made = perform(desk, SaveAgent(agent_id=None, id=0, name=name, email=email, role=Role.ADMIN))
            if locked:
                perform(desk, SetPassword(agent_id=made, id=made or 0, password="s3same"))


def greeting(program: Program) -> QWidget | None:
    return program._greeting.window if program._greeting is not None else None


def who(program: Program, qtbot: QtBot) -> WhoWindow:
    qtbot.waitUntil(lambda: isinstance(greeting(program), WhoWindow), timeout=SOON)
    found = greeting(program)
    assert isinstance(found, WhoWindow)
    assert found.isVisible()
    assert program.window is None
    return found


def opened(program: Program, qtbot: QtBot) -> MainWindow:
    qtbot.waitUntil(lambda: program.window is not None and program.window.isVisible(), timeout=SOON)
    assert program.window is not None
    assert greeting(program) is None
    return program.window


def me(window: MainWindow) -> int:
    return window._desk.me.id


def test_the_only_one_comes_in_by_starting(start: Callable[[], Program], places: Places, qtbot: QtBot) -> None:
    enter(places, "Ona")
    assert me(opened(start(), qtbot)) == ONA


def test_one_of_several_is_picked_each_time(start: Callable[[], Program], places: Places, qtbot: QtBot) -> None:
    enter(places, "Ona", "Tomas")
    program = start()
    who(program, qtbot).entries[TOMAS].click()
    assert me(opened(program, qtbot)) == TOMAS
    program.close()
    again = start()
    picking = who(again, qtbot)
    qtbot.waitUntil(lambda: picking.focusWidget() is picking.entries[TOMAS], timeout=SOON)
    picking.entries[ONA].click()
    assert me(opened(again, qtbot)) == ONA
    assert int(str(again.kept.value(AGENT_KEY))) == ONA


def test_a_password_is_asked_of_the_only_one_too(start: Callable[[], Program], places: Places, qtbot: QtBot) -> None:
    """Whoever says that they are somebody else and gives the same address is asked for it again."""
    enter(places, "Ona", locked=True)
    program = start()
    who(program, qtbot).later_button.click()
    qtbot.waitUntil(lambda: isinstance(greeting(program), WelcomeWindow), timeout=SOON)
    welcome = greeting(program)
    assert isinstance(welcome, WelcomeWindow)
    welcome.you.show_person("Ona", "ona@desk.example")
    welcome.go_on()
    asked = who(program, qtbot)
    assert list(asked.entries) == [ONA]
    qtbot.keyClicks(asked.password, "s3same")
    asked.go_on()
    assert me(opened(program, qtbot)) == ONA


@pytest.mark.servers
def test_on_a_server_each_has_a_computer_of_their_own(
    empty_postgresql: str, tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    """Who was here last is here again; whoever comes first picks among those there are."""
    places = Places.at(tmp_path / "data", empty_postgresql)
    with closing(Desk.open(places.database)) as desk:
        desk.transact(establish)
    enter(places, "Ona", "Tomas")
    for expected in ("picked", "known"):
        program = Program(places, qapp, SingleInstance(places.database), with_worker=False)
        program.start()
        if expected == "picked":
            who(program, qtbot).entries[TOMAS].click()
        assert me(opened(program, qtbot)) == TOMAS
        program.close()
