"""The command that tries rules and policies: for whoever makes rules, in the settings, wherever one is."""

from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from deskbell.actions.dispatch import perform
from deskbell.model.commands import SaveAgent
from deskbell.model.kinds import Role
from deskbell.model.places import Places
from deskbell.store.desk_secrets import DeskSecrets
from deskbell.ui.main_window import MainWindow
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.settings.computer import ComputerSettings
from deskbell.ui.settings.dialog import SettingsDialog
from deskbell.ui.try_out.dialog import TryOutDialog
from ui.settings.office import nobody_knows


def offered(window: MainWindow) -> bool:
    return "try_out" in {entry.id for entry, _ in window.keys.bound()}


def test_it_opens_over_the_rules(stage: Stage, qtbot: QtBot, tmp_path: Path) -> None:
    """And is not offered to agents, nor where there are no settings."""
    made: list[SettingsDialog] = []

    def settings(over: QWidget) -> QWidget:
        places = Places.at(tmp_path)
        computer = ComputerSettings(QSettings(str(places.data / "window.ini"), QSettings.Format.IniFormat))
        secrets = DeskSecrets(places, stage.database)
        made.append(
            SettingsDialog(
                stage.runner,
                stage.theme,
                stage.desk,
                secrets,
                lambda _: "",
                computer,
                places,
                find=nobody_knows,
                parent=over,
            )
        )
        return made[0]

    window = MainWindow(stage.theme, stage.runner, stage.feed, stage.desk, stage.settings, settings_dialog=settings)
    window.show()
    assert offered(window)
    next(action for entry, action in window.keys.bound() if entry.id == "try_out").trigger()
    (trial,) = made[0].findChildren(TryOutDialog)
    assert trial.isVisible()
    trial.close()
    made[0].close()
    perform(
        stage.database,
        SaveAgent(agent_id=None, id=2, name="Chief", email="chief@desk.example", role=Role.ADMIN, version=1),
    )
    me = stage.desk.me
    perform(
        stage.database,
        SaveAgent(agent_id=None, id=me.id, name=me.name, email=me.email, role=Role.AGENT, version=me.version),
    )
    stage.desk.read_again()
    qtbot.waitUntil(lambda: not offered(window))
    window.close()
    delete(window)
    stage.desk.changed.emit()  # The desk lives on, as where another one is opened.
    bare = MainWindow(stage.theme, stage.runner, stage.feed, stage.desk, stage.settings)
    assert "try_out" not in {entry.id for entry in bare.keys.known()}
    delete(bare)
