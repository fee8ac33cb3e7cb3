"""A new desk with nobody in it, and the window of the first start over it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskbell.actions.dispatch import perform
from deskbell.model.places import Places
from deskbell.store.desk import Desk
from deskbell.store.opening import open_desk
from deskbell.store.secrets import Secrets
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.welcome.window import WelcomeWindow
from ui.settings.office import nobody_knows


@pytest.fixture(autouse=True)
def _no_keyring() -> Iterator[None]:
    """Tests ask no keyring of whoever runs them: the key of the passwords is a file."""
    import keyring
    from keyring.backends.fail import Keyring

    before = keyring.get_keyring()
    keyring.set_keyring(Keyring())
    yield
    keyring.set_keyring(before)


@dataclass
class NewDesk:
    """A desk, and what the window is handed besides."""

    database: Desk
    runner: Runner
    secrets: Secrets
    settings: QSettings


@pytest.fixture
def new_desk(tmp_path: Path, schema_at: Callable[[Path], None], qapp: QApplication) -> Iterator[NewDesk]:
    schema_at(tmp_path)
    database = open_desk(Places.at(tmp_path).database)
    runner = Runner(database.read, partial(perform, database))
    yield NewDesk(
        database, runner, Secrets(tmp_path), QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    )
    runner.close()
    database.close()


@pytest.fixture
def open_welcome(new_desk: NewDesk, theme: ThemeSource, qtbot: QtBot) -> Callable[[], WelcomeWindow]:
    """Call it for the window, as often as the program is started."""

    def make() -> WelcomeWindow:
        window = WelcomeWindow(new_desk.runner, theme, new_desk.secrets, new_desk.settings, nobody_knows)
        qtbot.addWidget(window)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        return window

    return make


@pytest.fixture
def welcome(open_welcome: Callable[[], WelcomeWindow]) -> WelcomeWindow:
    return open_welcome()
