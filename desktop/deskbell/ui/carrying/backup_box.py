"""A backup by hand: where to, how far it is, how it went."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskbell.ui.carrying.carrying import Carrying, CarryState
from deskbell.ui.carrying.progress import CarryProgress
from deskbell.ui.prompts import Prompts
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.time_left import number
from deskbell.ui.widgets.buttons import GhostButton
from deskbell.ui.widgets.callout import Callout
from deskbell.ui.widgets.chip import Tone
from deskbell.ui.widgets.label import Label, SectionHead


class BackupBox(QWidget):
    """Shows `backup`, which goes on while nobody looks.

    Signals:
        failed(Exception): it could not be made.
    """

    failed = Signal(Exception)

    def __init__(self, theme: ThemeSource, backup: Carrying, prompts: Prompts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._backup = backup
        self._prompts = prompts
        words = self.tr(
            "All of the desk in one file, as it is at this moment; work goes on meanwhile. Passwords are not in it, all mail is, and it is not "
            "encrypted: keep it as you would keep the desk."
        )
        self.button = GhostButton(self.tr("Back up now…"), self)
        self.cancel_button = GhostButton(self.tr("Cancel"), self)
        self.button.clicked.connect(self._begin)
        self.cancel_button.clicked.connect(backup.cut_off)
        self._progress = CarryProgress(backup, self)
        self.outcome = Callout(theme, parent=self)
        deeds = QHBoxLayout()
        deeds.setSpacing(8)
        deeds.addWidget(self.button)
        deeds.addWidget(self.cancel_button)
        deeds.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(SectionHead(self.tr("Backup"), self))
        layout.addWidget(Label(words, ink="muted", wrap=True, parent=self))
        layout.addWidget(self._progress)
        layout.addLayout(deeds)
        layout.addWidget(self.outcome)
        backup.changed.connect(self._look)
        self._look()

    def _begin(self) -> None:
        file = self._prompts.place_for_backup(f"desk-{datetime.now().astimezone():%Y-%m-%d-%H%M}.backup")
        if file is not None:
            self._backup.start(["db", "backup", str(file)], "")

    def _look(self) -> None:
        backup = self._backup
        self._progress.setVisible(backup.running)
        self.cancel_button.setVisible(backup.running)
        self.cancel_button.setEnabled(backup.state is CarryState.RUNNING)
        self.button.setVisible(not backup.running)
        if backup.state is CarryState.OVER:
            self._say_end()
        else:
            self.outcome.say("")

    def _say_end(self) -> None:
        end, error = self._backup.end, self._backup.error
        if end is not None:
            words = self.tr("Backed up to %1: %2 rows, read back and found whole.")
            self.outcome.say(words.replace("%2", number(end.rows)).replace("%1", end.place), tone=Tone.GOOD)
        elif error is not None:
            self.failed.emit(error)
        else:
            self.outcome.say(self.tr("Cancelled. No file was made."), tone=Tone.PLAIN)
