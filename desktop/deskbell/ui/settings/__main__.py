"""The settings alone, on a sample desk: `python -m deskbell.ui.settings [page] [--dark]`."""

import sys
import tempfile
from pathlib import Path

from PySide6.QtWidgets import QWidget

from deskbell.actions.logins import Logins
from deskbell.model.places import Places
from deskbell.store.secrets import Secrets
from deskbell.ui.settings.computer import ComputerSettings
from deskbell.ui.settings.dialog import SettingsDialog
from deskbell.ui.settings.page import PageName
from deskbell.ui.stage import Stage, open_alone


def make(stage: Stage, folder: Path, page: str = PageName.PROFILE) -> SettingsDialog:
    """The dialog over a stage; secrets and data lie in `folder`."""
    computer = ComputerSettings(stage.settings)
    secrets = Secrets(folder)
    token = Logins(stage.database, secrets, "stage").token
    dialog = SettingsDialog(stage.runner, stage.theme, stage.desk, secrets, token, computer, Places.at(folder))
    computer.setParent(dialog)
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
