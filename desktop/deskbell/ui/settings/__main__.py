"""The settings alone, on a sample desk: `python -m deskbell.ui.settings [page] [--dark]`."""

import sys
import tempfile
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from deskbell.actions.logins import Logins
from deskbell.model.places import Places
from deskbell.store.secrets import Secrets
from deskbell.ui.carrying.carrying import Carrying
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.own_program import own_program
from deskbell.ui.scenes.stage import Stage, open_alone
from deskbell.ui.settings.computer import ComputerSettings
from deskbell.ui.settings.dialog import SettingsDialog
from deskbell.ui.settings.page import PageName


def make(
    stage: Stage, folder: Path, page: str = PageName.PROFILE, *, desk: DeskNow | None = None, database: str = ""
) -> SettingsDialog:
    """The dialog over a stage; secrets and data lie in `folder`. `desk` and `database` are what it takes its desk for, where that is another."""
    computer = ComputerSettings(stage.settings)
    secrets = Secrets(folder)
    token = Logins(stage.database, secrets, "stage").token
    places = Places.at(folder, database)
    backup = Carrying(partial(own_program, places))
    dialog = SettingsDialog(
        stage.runner, stage.theme, desk or stage.desk, secrets, token, computer, places, backup=backup
    )
    backup.setParent(dialog)
    computer.setParent(dialog)
    if desk is not None:
        desk.setParent(dialog)
    dialog.open_page(page)
    return dialog


def main() -> int:
    """Open it until it is closed."""
    wanted = next((word for word in sys.argv[1:] if not word.startswith("-")), PageName.PROFILE)
    with tempfile.TemporaryDirectory(prefix="deskbell-settings-") as folder:

        def screen(stage: Stage) -> QWidget:
            return make(stage, Path(folder), wanted)

        return open_alone(screen, 860, 640)


if __name__ == "__main__":
    sys.exit(main())
