"""Somebody starts Deskbell for the first time with an invitation in hand: the window of the office opens."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from collecting import collected_here  # noqa: F401  a fixture
from deskbell.actions.dispatch import perform
from deskbell.app import Program
from deskbell.model.commands import SaveAgent
from deskbell.model.places import Places, own_desk
from deskbell.store.desk import Desk
from deskbell.store.rights.invite import invite, read_invitation, write_invitation
from deskbell.store.rights.join import join_office
from deskbell.store.secrets import Secrets
from deskbell.ui import single_instance
from deskbell.ui.opening import OpeningWindow
from deskbell.ui.prompts import DialogPrompts
from deskbell.ui.settings.database import DatabasePage
from deskbell.ui.single_instance import SingleInstance
from deskbell.ui.welcome.window import WelcomeWindow
from office import as_login
from servers.postgres import Postgres

pytestmark = pytest.mark.servers


@pytest.fixture
def invited(empty_office: str, postgres: Postgres, tmp_path: Path) -> Iterator[Path]:
    """The invitation of Rasa."""
    with closing(Desk.open(empty_office)) as whole:
        perform(whole, SaveAgent(agent_id=None, id=0, name="Rasa", email="rasa@desk.example"))
    with closing(as_login(empty_office, "chief")) as desk:
        write_invitation(invite(desk, "rasa@desk.example"), tmp_path / "rasa.invitation")
    yield tmp_path / "rasa.invitation"
    with postgres.connect() as connection:
        connection.execute("DROP ROLE IF EXISTS rasa")


@contextmanager
def running(data: Path, qapp: QApplication) -> Iterator[Program]:
    """The program of the computer whose folder this is, not yet started."""
    places = Places.at(data)
    instance = SingleInstance(places.database)
    assert instance.claim()
    program = Program(places, qapp, instance, with_worker=False)
    try:
        yield program
    finally:
        program.close()
        instance.close()


def welcomes(qapp: QApplication) -> list[WelcomeWindow]:
    """The windows of a first start that are on the screen."""
    return [one for one in qapp.topLevelWidgets() if isinstance(one, WelcomeWindow) and one.isVisible()]


def test_who_is_not_let_in_any_more_joins_again(
    invited: Path, empty_office: str, tmp_path: Path, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    join_office(read_invitation(invited), tmp_path / "data")
    Secrets(tmp_path / "data").forget("office/rasa")
    with closing(as_login(empty_office, "chief")) as desk:
        write_invitation(invite(desk, "rasa@desk.example"), invited, replace=True)
    monkeypatch.setattr(DialogPrompts, "invitation_to_open", lambda _: invited)
    with running(tmp_path / "data", qapp) as program:
        with qtbot.waitSignal(program.refused):
            program.start()
        (opening,) = (one for one in qapp.topLevelWidgets() if isinstance(one, OpeningWindow))
        assert opening.join_button.isVisible()
        with qtbot.waitSignal(program.ready):
            opening.join_button.click()
        del opening
        assert program.window is not None


def test_a_computer_leaves_the_office(
    invited: Path, tmp_path: Path, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the settings; its own desk opens, which waits for somebody to begin it."""
    join_office(read_invitation(invited), tmp_path / "data")
    monkeypatch.setattr(DialogPrompts, "sure", lambda *_: True)
    with running(tmp_path / "data", qapp) as program:
        with qtbot.waitSignal(program.ready):
            program.start()
        assert program.window is not None
        program.window.settings.open_page("database")
        page = program.window.findChild(DatabasePage)
        assert page is not None
        page.leave_button.click()
        del page
        qtbot.waitUntil(lambda: bool(welcomes(qapp)))
        assert program.window is None
        qtbot.waitUntil(lambda: not any(isinstance(one, OpeningWindow) for one in qapp.topLevelWidgets()))
        assert Places.at(tmp_path / "data").database == own_desk(tmp_path / "data")


def test_who_is_not_let_in_any_more_leaves(
    invited: Path, tmp_path: Path, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    join_office(read_invitation(invited), tmp_path / "data")
    Secrets(tmp_path / "data").forget("office/rasa")
    monkeypatch.setattr(DialogPrompts, "sure", lambda *_: True)
    with running(tmp_path / "data", qapp) as program:
        with qtbot.waitSignal(program.refused):
            program.start()
        (opening,) = (one for one in qapp.topLevelWidgets() if isinstance(one, OpeningWindow))
        assert opening.leave_button.isVisible()
        opening.leave_button.click()
        del opening
        qtbot.waitUntil(lambda: bool(welcomes(qapp)))


def test_the_first_start_with_an_invitation(
    invited: Path, tmp_path: Path, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DialogPrompts, "invitation_to_open", lambda _: invited)
    monkeypatch.setattr(single_instance, "LISTEN_AFTER_MS", 0)
    with running(tmp_path / "data", qapp) as program:
        program.start()
        qtbot.waitUntil(lambda: bool(welcomes(qapp)))
        (welcome,) = welcomes(qapp)
        with qtbot.waitSignal(program.ready):
            welcome.you.join.acted.emit()
        del welcome
        assert program.window is not None
        qtbot.waitUntil(program.window.isVisible)
        assert not welcomes(qapp)
        assert program.window.rail.isVisible()
        me = Places.at(tmp_path / "data")
        assert me.database.startswith("postgresql")
        again = SingleInstance(me.database)
        assert not again.claim()
