"""The settings' window over an open desk: what its pages read and write is found here."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from deskbell.model.places import Places
from deskbell.store.desk import Desk
from deskbell.store.desk_secrets import DeskSecrets
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.keys import Keys
from deskbell.ui.own_processes import OwnProcesses
from deskbell.ui.own_program import own_program
from deskbell.ui.runner import Runner
from deskbell.ui.settings.computer import ComputerSettings
from deskbell.ui.settings.dialog import SettingsDialog
from deskbell.ui.settings.token_of import token_of
from deskbell.ui.theme.source import ThemeSource


def settings_of_desk(
    desk: Desk,
    places: Places,
    theme: ThemeSource,
    runner: Runner,
    now: DeskNow,
    computer: ComputerSettings,
    processes: OwnProcesses,
    keys: Keys,
    over: QWidget,
) -> SettingsDialog:
    """The window, ready to be shown; it is gone once it is closed."""
    secrets = DeskSecrets(places, desk)
    dialog = SettingsDialog(
        runner,
        theme,
        now,
        secrets,
        partial(token_of, desk, secrets),
        computer,
        places,
        keys=keys.known("close"),
        # Who may do the worker's work reads all of the desk, which a backup takes.
        backup=processes.backup() if now.runs_worker else None,
        speller=processes.speller,
        program=partial(own_program, places),
        parent=over,
    )
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog
