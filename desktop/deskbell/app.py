"""The composition root: the one file that sees everything. It builds the parts, hands them in, and ends them in the right order."""

import deskbell.store.for_window

# isort: split
import deskbell.ui.plain_import  # noqa: F401  before what comes after Qt

# isort: split
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import delete

from deskbell.model.errors import Trouble
from deskbell.model.places import Places
from deskbell.ui.application import make_application
from deskbell.ui.bring_forward import bring_forward
from deskbell.ui.concerns.staying import close_for_good
from deskbell.ui.desk_opener import DeskOpener, Opened
from deskbell.ui.ending import EndsOnSignals
from deskbell.ui.garbage import CollectHere
from deskbell.ui.kept_settings import KeptSettings
from deskbell.ui.loaded_later import know_hours, load_conversation, perform, tell_concerns
from deskbell.ui.own_processes import OwnProcesses
from deskbell.ui.own_program import own_program
from deskbell.ui.settings.computer import ComputerSettings
from deskbell.ui.single_instance import SingleInstance
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.uncaught import Uncaught

if TYPE_CHECKING:
    from deskbell.model.rows import DeskState
    from deskbell.model.settings import Settings
    from deskbell.ui.desk_now import DeskNow
    from deskbell.ui.main_window import MainWindow
    from deskbell.ui.office.setting_up import SettingUp
    from deskbell.ui.opening import OpeningWindow
    from deskbell.ui.runner import Runner
    from deskbell.ui.welcome.greeting import Greeting


# A desk that opens quicker than this needs no word about it.
PATIENCE_MS = 700
# Time for the list to be painted, and the conversation to be built.
REST_MS = 150
# Time for all of that to be at rest before what concerns the person is told.
TELL_MS = 1500


def run_window(places: Places, *, agent_id: int = 0, address: str = "") -> int:
    """Open the window on a desk and stay until it is closed; the exit code. A second start only brings the first window to the front.

    `agent_id` is who sits here, 0 for whom this computer remembers; `address` a ticket or a mail that the window is to open, whichever start it is of.
    """
    application = make_application()
    instance = SingleInstance(places.database)
    if not instance.claim(address):
        return 0
    ending = EndsOnSignals()
    program = Program(places, application, instance, agent_id=agent_id)
    application.asked.connect(program.open_address)
    if address:
        program.open_address(address)
    QTimer.singleShot(REST_MS, application, application.show_icon)
    program.start()
    try:
        return application.exec()
    finally:
        program.close()
        instance.close()
        ending.close()


def measure_window(places: Places, agent_id: int, *, only_start: bool = False, change: bool = False) -> dict[str, Any]:
    """Open an agent's window on a desk, drive it, close it, and give its figures (`ui.measure`), in milliseconds and megabytes. `change`: tickets
    may be changed, and are changed back.

    Raises what kept the desk from opening.
    """
    from deskbell.ui.measure.run import drive

    application = make_application()
    instance = SingleInstance(places.database)
    program = Program(places, application, instance, agent_id=agent_id, with_worker=False)
    return drive(application, program, only_start=only_start, change=change)


class Program(QObject):
    """Everything of one running window, from the opening of the desk to its closing.

    Signals:
        ready(MainWindow): the main window is built, and is shown next.
        refused(Exception): the desk did not open; a window says so, and offers to try again.
    """

    ready = Signal(object)
    refused = Signal(object)

    def __init__(
        self,
        places: Places,
        application: QApplication,
        instance: SingleInstance,
        *,
        agent_id: int = 0,
        with_worker: bool = True,
    ) -> None:
        super().__init__()
        self._places = places
        self._with_worker = with_worker
        self.kept = KeptSettings(places.window_state)
        self.theme = ThemeSource(application)
        self._badge = application.setBadgeNumber
        self._computer = ComputerSettings(self.kept, self)
        self._instance = instance
        self._endings: list[partial[None]] = []
        self._to_open: list[str] = []
        self._opening: OpeningWindow | None = None
        self._greeting: Greeting | None = None
        self._setting_up: SettingUp | None = None
        self.window: MainWindow | None = None
        # From here on, so that loading the rest is not held up by the collector.
        self._collector = CollectHere(self)
        self._own_instance: SingleInstance | None = None
        self._attend(DeskOpener(places, self.kept, agent_id, self))
        self.refused.connect(self._on_refused)
        instance.asked.connect(self.open_address)
        self._uncaught = Uncaught(self)
        # Queued: a banner must not be built in the midst of whatever has just failed.
        self._uncaught.told.connect(self._on_bug, Qt.ConnectionType.QueuedConnection)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._say_opening)
        self._dress()

    def start(self) -> None:
        """Open the desk on a thread of its own; meanwhile the window's code is loaded."""
        self._patience.start()
        self._opener.begin()
        import deskbell.ui.main_window  # noqa: F401

        self._collector.settle()

    def close(self) -> None:
        """End everything: screens before the feed, whose wait is ended first, the feed before the runner, the runner before the desk."""
        self._opener.close()
        self._uncaught.close()
        self._leave_desk()
        self._end_setting_up()
        self._hide_opening()
        if self._own_instance is not None:
            self._own_instance.close()
        self._collector.close()
        # Now: by itself it would write when Python gets to it, into a folder that may be gone by then.
        self.kept.sync()

    def _leave_desk(self) -> None:
        for ending in reversed(self._endings):
            ending()
        self._endings.clear()
        if self._opener.desk is not None:
            self._opener.desk.close()
            self._opener.desk = None

    @Slot(str)
    def _go_to(self, address: str) -> None:
        """Leave this desk, where nothing typed is lost with it, and open the one at this address."""
        if not self._left_for_another():
            return
        self._end_setting_up()
        if address != self._places.database and not self._claim(address):
            QApplication.quit()
            return
        self._places = self._opening_window().places = replace(self._places, database=address)
        self._attend(DeskOpener(self._places, self.kept, 0, self))
        self.start()

    def _end_setting_up(self) -> None:
        if self._setting_up is not None:
            self._setting_up.close()
            delete(self._setting_up)
            self._setting_up = None

    def _claim(self, address: str) -> bool:
        """Become the one window of that desk as well."""
        self._own_instance = SingleInstance(address, self)
        self._own_instance.asked.connect(self.open_address)
        return self._own_instance.claim()

    def _attend(self, opener: DeskOpener) -> None:
        self._opener = opener
        opener.opened.connect(self._on_opened)
        opener.refused.connect(self.refused)

    def _say_opening(self) -> None:
        self._opening_window().wait(making=self._opener.is_making)

    def _on_refused(self, error: Exception) -> None:
        self._patience.stop()
        self._opening_window().refuse(error)

    def _opening_window(self) -> "OpeningWindow":
        if self._opening is None:
            from deskbell.ui.opening import OpeningWindow

            self._opening = OpeningWindow(self.theme, self._places)
            self._opening.again.connect(self.start)
            self._opening.joined.connect(self._go_to, Qt.ConnectionType.QueuedConnection)
            self._opening.leave_wanted.connect(self._leave_office, Qt.ConnectionType.QueuedConnection)
        self._opening.show()
        return self._opening

    def _on_opened(self, opened: Opened) -> None:
        self._patience.stop()
        if opened.state is not None and opened.settings is not None:
            self._show_main(opened, opened.seen, opened.state, opened.settings)
        else:
            self._greet(opened)

    def _greet(self, opened: Opened) -> None:
        """It is not known yet who is here."""
        from deskbell.ui.welcome.greeting import Greeting

        work = partial(perform, opened.desk)
        greeting = Greeting(opened, self._places, self.theme, self.kept, work, self)
        self._greeting = greeting
        self._endings.append(partial(greeting.end))
        greeting.known.connect(self._on_greeted)
        greeting.joined.connect(self._go_to, Qt.ConnectionType.QueuedConnection)
        self._hide_opening()
        greeting.begin()

    @Slot(object)
    def _on_greeted(self, opened: Opened) -> None:
        self._greeting = None
        self._on_opened(opened)

    def _show_main(self, opened: Opened, seen: int, state: "DeskState", settings: "Settings") -> None:
        """Build the main window over an open desk, and start what works beside it."""
        from deskbell.ui.desk_now import DeskNow
        from deskbell.ui.feed import Feed
        from deskbell.ui.main_window import MainWindow
        from deskbell.ui.runner import Runner
        from deskbell.ui.spelling.waiting import SpellingWaits
        from deskbell.ui.ticket.opened_folder import tidy_later

        desk, watcher = opened.desk, opened.watcher
        runner = Runner(desk.read, partial(perform, desk))
        feed = Feed(watcher.next, watcher.begin)
        now = DeskNow(runner, feed, state, settings)
        processes = OwnProcesses(self._places, self)
        dialog = partial(self._settings_dialog, runner, now, processes)
        window = MainWindow(
            self.theme,
            runner,
            feed,
            now,
            self.kept,
            settings_dialog=dialog,
            imports=processes.imports,
            drafts_here=opened.drafts_here,
        )
        self.window = window
        processes.backup_made.connect(window.notices.attend_backup)
        SpellingWaits(self.theme, runner, now, processes, window)
        ends = (runner.close, feed.close, watcher.close, processes.stop, self._end_window)
        self._endings += [partial(end) for end in ends]
        self._hide_opening()
        self.ready.emit(window)
        # First, so that the tickets are read while the window comes up.
        window.begin()
        window.show()
        feed.start(seen)
        if self._to_open:
            # After the first paint.
            QTimer.singleShot(0, window, self._open_addresses)
        tidy_later(self)
        for follow in (self.theme.follow_motion, self.theme.follow_focus):
            QTimer.singleShot(REST_MS, self.theme, follow)
        rest = partial(QTimer.singleShot, REST_MS, runner, partial(runner.aside, load_conversation))
        concerns = partial(
            tell_concerns, self.theme, window, runner, now, self._computer, self._badge, self._come_forward
        )
        tell = partial(QTimer.singleShot, TELL_MS, window, concerns)
        known = partial(QTimer.singleShot, TELL_MS, runner, partial(know_hours, runner, now))
        for later in (rest, tell, known):
            window.inbox.tickets.model.shown.connect(later, Qt.ConnectionType.SingleShotConnection)
        if self._with_worker and not state.sample and state.outgrown is None:
            # After the first paint: the worker's start must not compete with it.
            QTimer.singleShot(0, partial(self._start_worker, now))

    def _settings_dialog(self, runner: "Runner", now: "DeskNow", processes: OwnProcesses, over: QWidget) -> QWidget:
        from deskbell.ui.settings.of_desk import settings_of_desk

        assert self.window is not None
        assert self._opener.desk is not None
        dialog = settings_of_desk(
            self._opener.desk, self._places, self.theme, runner, now, self._computer, processes, self.window.keys, over
        )
        dialog.import_wanted.connect(self.window.import_mail)
        dialog.ticket_wanted.connect(self.window.open_apart)
        # Queued: with the window goes the dialog that tells it.
        dialog.joined.connect(self._go_to, Qt.ConnectionType.QueuedConnection)
        dialog.office_wanted.connect(partial(self._set_up_office, now))
        dialog.leave_wanted.connect(self._leave_office, Qt.ConnectionType.QueuedConnection)
        return dialog

    def _set_up_office(self, now: "DeskNow") -> None:
        """Make an office of this desk, in a window that stays while the desk is closed."""
        from deskbell.ui.office.setting_up import SettingUp

        if self._setting_up is None:
            program = partial(own_program, self._places)
            self._setting_up = SettingUp(self.theme, program, self._places, now.me, self._left, self)
            self._setting_up.over.connect(self._go_to, Qt.ConnectionType.QueuedConnection)
        self._setting_up.open()

    @Slot()
    def _leave_office(self) -> None:
        """Close the office's desk, forget the way there, and open this computer's own."""
        from deskbell.store.rights.leave import leave_office
        from deskbell.ui.errand import Errand

        if self._left_for_another():
            errand = Errand(lambda _: leave_office(self._places.data), may_be_cut=False, parent=self)
            errand.done.connect(self._go_to)
            errand.failed.connect(self.refused)
            errand.start()

    def _left_for_another(self) -> bool:
        """Leave the desk, in a window that says so: with its last one Qt ends the program."""
        self._opening_window().wait()
        self._greeting = None
        if self._left():
            return True
        self._hide_opening()
        return False

    def _left(self) -> bool:
        """Leave the desk; whether that could be, with nothing lost that was typed."""
        if self.window is not None and not close_for_good(self.window):
            return False
        self._opener.close()
        self._leave_desk()
        return True

    def _end_window(self) -> None:
        """Close the window, which sends off what was typed, and take it apart before what it stands on."""
        window, self.window = self.window, None
        if window is not None:
            close_for_good(window)
            delete(window)

    @Slot(str)
    def open_address(self, address: str) -> None:
        """Come to the front, as another start gave way to this one, and open this there, "" for nothing; once the desk is open, where it is not yet."""
        self._come_forward()
        if address:
            self._to_open.append(address)
            self._open_addresses()

    def _open_addresses(self) -> None:
        while self._to_open and self.window is not None:
            self.window.open_address(self._to_open.pop(0))

    def _come_forward(self) -> None:
        """The window, whichever there is by now."""
        making = self._setting_up.window if self._setting_up is not None else None
        greeting = self._greeting.window if self._greeting is not None else None
        window = self.window or greeting or self._opening or making
        if window is not None:
            bring_forward(window)

    def _start_worker(self, now: "DeskNow") -> None:
        from deskbell.ui.worker_here import WorkerHere

        worker = WorkerHere(now, partial(own_program, self._places, ["worker", "--supervised"]), self)
        assert self.window is not None
        worker.died.connect(lambda said: self._on_bug(Trouble("worker.died", detail=said)))
        self._endings.append(partial(worker.stop))
        worker.follow()

    def _hide_opening(self) -> None:
        if self._opening is not None:
            self._opening.deleteLater()
            self._opening = None

    def _dress(self) -> None:
        """Colours, text size and motion, as this computer has them."""
        self.theme.take(self._computer.settings)

    def _on_bug(self, error: Exception) -> None:
        """Tell it in a banner; where there is no window yet, in the one that says why."""
        if self.window is not None:
            self.window.tell_error(error)
        elif self._greeting is None:
            self._on_refused(error)
