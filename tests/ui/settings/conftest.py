"""A small real desk under the settings: one administrator, one mailbox."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskbell.actions.dispatch import perform
from deskbell.actions.logins import Logins
from deskbell.model.changes import Changes
from deskbell.model.commands import Command, SaveAgent, SaveMailbox
from deskbell.model.kinds import Role
from deskbell.model.places import Places
from deskbell.store.opening import open_desk
from deskbell.store.secrets import Secrets
from deskbell.ui.carrying.carrying import Carrying
from deskbell.ui.desk_now import DeskNow, desk_and_settings
from deskbell.ui.feed import Feed
from deskbell.ui.runner import Runner
from deskbell.ui.settings.computer import ComputerSettings
from deskbell.ui.settings.dialog import SettingsDialog
from deskbell.ui.theme.source import ThemeSource
from ui.settings.office import Answers, Office, nobody_knows


@pytest.fixture(autouse=True)
def _no_keyring() -> Iterator[None]:
    """Tests ask no keyring of whoever runs them: the key of the passwords is a file."""
    import keyring
    from keyring.backends.fail import Keyring

    before = keyring.get_keyring()
    keyring.set_keyring(Keyring())
    yield
    keyring.set_keyring(before)


@pytest.fixture
def office(tmp_path: Path, schema_at: Callable[[Path], None], qapp: QApplication) -> Iterator[Office]:
    places = Places.at(tmp_path)
    schema_at(places.data)
    database = open_desk(places.database)
    me = perform(database, SaveAgent(agent_id=None, id=0, name="Ona K.", email="ona@example.com", role=Role.ADMIN))
    assert me is not None
    support = SaveMailbox(
        agent_id=me,
        id=0,
        name="Support",
        address="support@example.com",
        imap_host="imap.example.com",
        smtp_host="smtp.example.com",
    )
    perform(database, support)
    commands: list[Command] = []

    def note(command: Command) -> object:
        commands.append(command)
        return perform(database, command)

    runner = Runner(database.read, note)
    feed = Feed(lambda last_id, seconds, company=False: Changes(()), lambda: 0)
    desk = DeskNow(runner, feed, *database.read(desk_and_settings, me))
    computer = ComputerSettings(QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))
    yield Office(database, runner, desk, Secrets(tmp_path), computer, places, me, commands)
    for thing in (desk, computer, feed):
        thing.deleteLater()
    runner.close()
    database.close()


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def dialog(office: Office, theme: ThemeSource, answers: Answers, qtbot: QtBot) -> SettingsDialog:
    """The settings over the office, shown."""
    return make_dialog(office, theme, answers, qtbot)


@pytest.fixture
def open_dialog(office: Office, theme: ThemeSource, answers: Answers, qtbot: QtBot) -> Callable[[], SettingsDialog]:
    """Call it for the settings, once the desk is as a test wants it."""
    return lambda: make_dialog(office, theme, answers, qtbot)


def make_dialog(
    office: Office, theme: ThemeSource, answers: Answers, qtbot: QtBot, *, backup: Carrying | None = None
) -> SettingsDialog:
    dialog = SettingsDialog(
        office.runner,
        theme,
        office.desk,
        office.secrets,
        Logins(office.database, office.secrets, "test").token,
        office.computer,
        office.places,
        prompts=answers,
        find=nobody_knows,
        backup=backup,
    )
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    dialog.activateWindow()
    return dialog


@pytest.fixture
def apply(qtbot: QtBot) -> Callable[[SettingsDialog], None]:
    """Press Apply and wait until it is done."""

    def press(dialog: SettingsDialog) -> None:
        dialog.apply_button.click()
        qtbot.waitUntil(lambda: not dialog.applying())

    return press
