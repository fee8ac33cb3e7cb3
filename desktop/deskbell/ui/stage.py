"""A stage: a throw-away sample desk with all that a screen is handed, so that each screen opens alone and can be drawn."""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QWidget

from deskbell.model.changes import Changes
from deskbell.model.commands import Command
from deskbell.sample import library
from deskbell.sample.fill import fill
from deskbell.sample.generate import DEMO_TICKETS, generate
from deskbell.store.desk import Desk
from deskbell.store.opening import open_desk
from deskbell.store.queries import changes
from deskbell.ui.deeds import Deeds
from deskbell.ui.desk_now import DeskNow, desk_and_settings
from deskbell.ui.feed import Feed
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket_menus import TicketMenus

SEED = 1
_POLL_SECONDS = 0.1


class Stage:
    """Everything a screen takes in its constructor, over a sample desk of `tickets` tickets in a folder that goes with the stage."""

    def __init__(self, theme: ThemeSource, *, tickets: int = DEMO_TICKETS, me: int = 1) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="deskbell-stage-", ignore_cleanup_errors=True)
        folder = Path(self._folder.name)
        self.database: Desk = open_desk(f"sqlite:///{(folder / 'desk.db').as_posix()}")
        fill(self.database, generate(library.load(), tickets=tickets, seed=SEED, now=datetime.now(UTC)))
        after = self.database.read(changes.latest)
        self.theme = theme
        self.settings = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
        self.runner = Runner(self.database.read, self._perform)
        self.feed = Feed(self._watch, partial(self.database.read, changes.latest))
        state, settings = self.database.read(desk_and_settings, me)
        self.desk = DeskNow(self.runner, self.feed, state, settings)
        self.deeds = Deeds(self.runner, self.desk)
        self.menus = TicketMenus(theme, self.desk, self.deeds)
        self.feed.start(after)

    def close(self) -> None:
        """End the threads and throw the desk away."""
        self.feed.close()
        self.runner.close()
        self.database.close()
        self._folder.cleanup()

    def _perform(self, command: Command) -> object:
        from deskbell.actions.dispatch import perform

        return perform(self.database, command)

    def _watch(self, last_id: int, seconds: float) -> Changes:
        until = time.monotonic() + seconds
        while True:
            found = self.database.read(changes.since, last_id)
            if found.rows or found.lost or time.monotonic() >= until:
                return found
            time.sleep(_POLL_SECONDS)


def open_alone(make: Callable[[Stage], QWidget], width: int, height: int) -> int:
    """Show one screen on a sample desk until it is closed; the exit code. `--dark` in the arguments shows it dark."""
    application = QApplication(sys.argv)
    theme = ThemeSource(application)
    theme.choose("dark" if "--dark" in sys.argv else "system")
    stage = Stage(theme)
    screen = make(stage)
    screen.resize(width, height)
    screen.show()
    try:
        return application.exec()
    finally:
        screen.deleteLater()
        application.processEvents()
        stage.close()
