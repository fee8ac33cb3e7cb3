"""The office is made: what is told once, and what to do next."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from deskbell.store.rights.set_up import Made
from deskbell.store.whereabouts import whereabouts
from deskbell.ui.office.set_up_form import OfficeAsked
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.time_left import number
from deskbell.ui.widgets.buttons import LinkButton
from deskbell.ui.widgets.callout import Callout
from deskbell.ui.widgets.chip import Tone
from deskbell.ui.widgets.label import Label, SectionHead

# Where PostgreSQL's programs look for passwords.
_FILE: Final = "~/.pgpass"
_WINDOWS_FILE: Final = r"%APPDATA%\postgresql\pgpass.conf"


class SetUpEnd(QWidget):
    """Filled once."""

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._moved = Label("", ink="muted", wrap=True, parent=self)
        self._moved.setVisible(False)
        card = QFrame(self)
        card.setObjectName("card")
        self._grid = QGridLayout(card)
        self._grid.setContentsMargins(16, 12, 8, 12)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self.once = Callout(theme, Tone.WARNING, self)
        self._next = QVBoxLayout()
        self._next.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self._moved)
        layout.addWidget(card)
        layout.addWidget(self.once)
        layout.addWidget(SectionHead(self.tr("What to do next"), self))
        layout.addLayout(self._next)

    def show_moved(self, rows: int) -> None:
        """So many rows were carried."""
        words = self.tr("All of this desk is on the server: %1 rows, compared one by one.")
        self._moved.setText(words.replace("%1", number(rows)))
        self._moved.setVisible(True)

    def show_made(self, asked: OfficeAsked, made: Made, old: str) -> None:
        """The office was made, of the desk that lies in the file `old`, or of one that lay there already ("")."""
        office = whereabouts(made.address)
        self._fact(self.tr("Server"), office.place)
        self._fact(self.tr("Database"), office.database)
        self._fact(self.tr("You log in as"), office.login)
        self._fact(self.tr("Your password"), self.tr("made for this computer, and kept encrypted on it"))
        if made.worker:
            self._fact(self.tr("The worker logs in as"), made.worker)
            self._fact(self.tr("Its password"), made.worker_password, copy=True)
            once = self.tr("The worker's password is shown only now.")
            where = self.tr("It goes to the computer that the worker runs on: into %1, on Windows into %2.")
            self.once.say(f"{once} {where.replace('%2', _WINDOWS_FILE).replace('%1', _FILE)}")
        invite = self.tr("Invite your colleagues: enter each in Settings, Agents, and choose “Invite…” there.")
        back_up = self.tr(
            "Deskbell on this computer goes on fetching and sending the mail, and backs the desk up every night."
        )
        upgrade = self.tr(
            "When a newer Deskbell asks for it, the server's administrator (%1) upgrades: deskbell --db URL db upgrade"
        )
        old_desk = self.tr(
            "The old desk is as it was, in %1. Nobody should work in it any more; delete it when you no longer want it."
        )
        steps = [invite, back_up, upgrade.replace("%1", asked.server.user)]
        for words in [*steps, old_desk.replace("%1", old)] if old else steps:
            line = QHBoxLayout()
            line.setSpacing(8)
            line.addWidget(Label("·", parent=self), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(Label(words, wrap=True, parent=self), 1)
            self._next.addLayout(line)

    def _fact(self, name: str, value: str, *, copy: bool = False) -> None:
        line = self._grid.rowCount()
        told = Label(value, wrap=True, parent=self)
        told.setAccessibleName(f"{name}: {value}")
        told.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        beside = Qt.AlignmentFlag.AlignVCenter if copy else Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(Label(name, ink="muted", parent=self), line, 0, beside)
        self._grid.addWidget(told, line, 1, beside)
        if copy:
            button = LinkButton(self.tr("Copy"), self)
            button.setAccessibleName(f"{name}: {self.tr('Copy')}")
            button.clicked.connect(partial(QGuiApplication.clipboard().setText, value))
            self._grid.addWidget(button, line, 2)
