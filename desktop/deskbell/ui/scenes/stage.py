"""A stage: a throw-away sample desk with all that a screen is handed, so that each screen opens alone and can be drawn."""

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Event

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget
from shiboken6 import delete

from deskbell.model.changes import Changes
from deskbell.model.commands import Command
from deskbell.sample import library
from deskbell.sample.fill import fill
from deskbell.sample.generate import DEMO_TICKETS, generate
from deskbell.store.course import Course
from deskbell.store.desk import Desk
from deskbell.store.opening import open_desk
from deskbell.store.queries import changes
from deskbell.ui.application import make_application
from deskbell.ui.deeds import Deeds
from deskbell.ui.desk_now import DeskNow, desk_and_settings
from deskbell.ui.feed import Feed
from deskbell.ui.garbage import CollectHere
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket_menus import TicketMenus

SEED = 1
_POLL_SECONDS = 0.1


def make_sample(file: Path, tickets: int = DEMO_TICKETS) -> None:
    """Write a sample desk into a new SQLite file."""
    desk = open_desk(_address(file))
    fill(desk, generate(library.load(), tickets=tickets, seed=SEED, now=datetime.now(UTC)))
    desk.close()


class Stage:
    """Everything a screen takes in its constructor, over a sample desk in a folder that goes with the stage.

    `sample` is a file made by `make_sample`, to be copied; without one a desk of `tickets` tickets is made.
    """

    def __init__(
        self, theme: ThemeSource, *, sample: Path | None = None, tickets: int = DEMO_TICKETS, me: int = 1
    ) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="deskbell-stage-", ignore_cleanup_errors=True)
        folder = Path(self._folder.name)
        file = folder / "desk.db"
        if sample is None:
            make_sample(file, tickets)
        else:
            shutil.copyfile(sample, file)
        self.database: Desk = open_desk(_address(file))
        after = self.database.read(changes.latest)
        self._closing = Event()
        self.theme = theme
        theme.follow_focus()
        self.settings = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
        self.runner = Runner(self.database.read, self._perform)
        self.feed = Feed(self._watch, partial(self.database.read, changes.latest))
        state, settings = self.database.read(desk_and_settings, me)
        self.desk = DeskNow(self.runner, self.feed, state, settings)
        self.deeds = Deeds(self.runner, self.desk)
        self.menus = TicketMenus(theme, self.desk, self.deeds)
        self.feed.start(after)

    def close(self) -> None:
        """End the threads and throw the desk away. The screens must be gone; what they were handed goes in the order of its making."""
        self._closing.set()
        self.feed.close()
        self.runner.close()
        for one in (self.menus, self.deeds, self.desk, self.feed, self.runner):
            delete(one)
        self.database.close()
        self._folder.cleanup()

    def _perform(self, command: Command, course: Course | None = None) -> object:
        from deskbell.actions.dispatch import perform

        return perform(self.database, command, course)

    def _watch(self, last_id: int, seconds: float, *, company: bool = False) -> Changes:
        del company  # Nobody else is here.
        until = time.monotonic() + seconds
        while True:
            found = self.database.read(changes.since, last_id)
            if found.rows or found.lost or time.monotonic() >= until:
                return found
            if self._closing.wait(_POLL_SECONDS):
                return found


def _address(file: Path) -> str:
    return f"sqlite:///{file.as_posix()}"


def open_alone(make: Callable[[Stage], QWidget], width: int, height: int) -> int:
    """Show one screen on a sample desk until it is closed; the exit code. `--dark` in the arguments shows it dark."""
    application = make_application()
    theme = ThemeSource(application)
    theme.choose("dark" if "--dark" in sys.argv else "system")
    collector = CollectHere(application)
    stage = Stage(theme)
    screen = make(stage)
    screen.resize(width, height)
    screen.show()
    try:
        return application.exec()
    finally:
        delete(screen)
        stage.close()
        collector.close()
