"""Whole windows on one database: each with connections, threads and a feed of its own, as on computers of their own."""

from PySide6.QtCore import QSettings
from shiboken6 import delete

from deskbell.actions.dispatch import perform
from deskbell.model.commands import Command
from deskbell.model.rows import ViewerRow
from deskbell.store.course import Course
from deskbell.store.desk import Desk
from deskbell.store.watch import Watcher
from deskbell.ui.company_words import company_words
from deskbell.ui.desk_now import DeskNow, desk_and_settings
from deskbell.ui.feed import Feed
from deskbell.ui.main_window import MainWindow
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.pane import TicketPane
from deskbell.ui.viewing import Viewing


class Seat:
    """An agent at a window of their own; `errors` are what the window was told and had not asked for."""

    def __init__(self, theme: ThemeSource, address: str, agent_id: int, settings: QSettings) -> None:
        self.database = Desk.open(address)
        self.agent_id = agent_id
        self.errors: list[Exception] = []
        watcher = Watcher(self.database)
        seen = watcher.begin()
        state, kept = self.database.read(desk_and_settings, agent_id)
        self.runner = Runner(self.database.read, self._perform)
        self.runner.troubled.connect(self.errors.append)
        self.feed = Feed(watcher.next, watcher.begin)
        self.desk = DeskNow(self.runner, self.feed, state, kept)
        self.window = MainWindow(theme, self.runner, self.feed, self.desk, settings, settings_dialog=None)
        self._watcher = watcher
        self.window.show()
        self.window.begin()
        self.feed.start(seen)

    @property
    def pane(self) -> TicketPane:
        return self.window.pane

    @property
    def viewing(self) -> Viewing:
        assert self.window.pane is not None
        assert self.window.viewing is not None
        return self.window.viewing

    def company(self, ticket_id: int) -> str:
        """What this window would say of a ticket."""
        return company_words(self.viewing.at(ticket_id))

    def others(self) -> tuple[ViewerRow, ...]:
        return self.viewing.others

    def die(self) -> None:
        """The computer loses its power: nothing is told any more, and nothing taken back."""
        self.viewing._closed = True
        self.viewing._beat.stop()

    def leave(self) -> None:
        self.window.close()
        self._watcher.close()
        self.feed.close()
        self.runner.close()
        delete(self.window)
        for one in (self.desk, self.feed, self.runner):
            delete(one)
        self.database.close()

    def _perform(self, command: Command, course: Course | None = None) -> object:
        return perform(self.database, command, course)
