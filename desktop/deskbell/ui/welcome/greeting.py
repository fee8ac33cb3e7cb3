"""Between the opening of a desk and its window: who is here picks their profile, or introduces themselves."""

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import QObject, QSettings, Signal, Slot

from deskbell.model.commands import Command
from deskbell.model.places import Places
from deskbell.store.desk_secrets import DeskSecrets
from deskbell.ui.composer.drafts_back import give_back
from deskbell.ui.desk_opener import AGENT_KEY, Opened, read_for
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.welcome.who import Profiles, WhoWindow
from deskbell.ui.welcome.window import WelcomeWindow


class Greeting(QObject):
    """Shows one window or the other until it is known who is here. `window` is the one that is there now.

    Signals:
        known(Opened): with what the desk has for them; the window goes after that, so that it is never the last one: Qt would end the program with it.
        joined(str): this computer belongs to the office at this address from now on.
    """

    known = Signal(object)
    joined = Signal(str)

    def __init__(
        self,
        opened: Opened,
        places: Places,
        theme: ThemeSource,
        kept: QSettings,
        perform: Callable[[Command], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._opened = opened
        self._places = places
        self._theme = theme
        self._kept = kept
        self._runner = Runner(opened.desk.read, perform)
        self.window: WelcomeWindow | WhoWindow | None = None

    def begin(self) -> None:
        """Ask who is here."""
        if self._opened.profiles is not None:
            self._choose(self._opened.profiles)
        else:
            self._introduce()

    def end(self) -> None:
        """Ask no more."""
        self._runner.close()
        window, self.window = self.window, None
        if window is not None:
            window.close()
            window.deleteLater()

    @Slot(object)
    def _choose(self, profiles: Profiles) -> None:
        who = WhoWindow(self._runner, self._theme, profiles)
        who.other.connect(self._introduce)
        self._show(who)

    @Slot()
    def _introduce(self) -> None:
        welcome = WelcomeWindow(self._runner, self._theme, DeskSecrets(self._places, self._opened.desk), self._kept)
        welcome.joined.connect(self.joined)
        welcome.locked.connect(self._choose)
        self._show(welcome)

    def _show(self, window: WelcomeWindow | WhoWindow) -> None:
        before, self.window = self.window, window
        window.finished.connect(self._read)
        window.show()
        if before is not None:
            before.close()
            before.deleteLater()

    @Slot(int)
    def _read(self, agent_id: int) -> None:
        assert self.window is not None
        opened = self._opened

        def read() -> Opened:
            here = give_back(opened.desk, self._places.data, agent_id)
            seen = opened.watcher.begin()
            state, settings = opened.desk.read(read_for, agent_id)
            return replace(opened, seen=seen, state=state, settings=settings, drafts_here=here)

        self._runner.aside(read, done=self._go_on, failed=self.window.refuse)

    @Slot(object)
    def _go_on(self, found: Opened) -> None:
        assert found.state is not None
        self._kept.setValue(AGENT_KEY, found.state.me.id)
        self.known.emit(found)
        self.end()
