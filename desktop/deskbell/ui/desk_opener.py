"""Opening the desk for a window: on a thread of its own, for whoever sits here, and again where what is in the way passes by itself."""

import logging
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from PySide6.QtCore import QObject, QSettings, QTimer, Signal

from deskbell.model.errors import PASSING, DeskError, Trouble
from deskbell.model.places import Places

if TYPE_CHECKING:
    from collections.abc import Callable

    from deskbell.model.rows import DeskState
    from deskbell.model.settings import Settings
    from deskbell.store.desk import Desk
    from deskbell.store.session import Session
    from deskbell.store.watch import Watcher
    from deskbell.ui.composer.drafts_here import DraftsHere
    from deskbell.ui.welcome.who import Profiles

log = logging.getLogger("deskbell.app")

AGENT_KEY: Final = "agent"
# What passes by itself is tried again after this.
_AGAIN_MS: Final = 3_000


class Opened(Struct, frozen=True):
    """What was found when the desk was opened. `state` is None where it is not known yet who is here: of `profiles` where there are any."""

    desk: "Desk"
    watcher: "Watcher"
    seen: int
    state: "DeskState | None"
    settings: "Settings | None"
    drafts_here: "DraftsHere | None" = None
    profiles: "Profiles | None" = None


class DeskOpener(QObject):
    """Opens the desk, as often as it is asked to `begin`. The database's code is loaded on the thread, too.

    `is_making`: there was none, and a new one is being made. `desk` is the desk once it is open, also before anybody has heard of it: a window may be closed that early.

    Signals:
        opened(Opened): it is open.
        refused(Exception): it did not open; what passes by itself is tried again.
    """

    opened = Signal(object)
    refused = Signal(object)

    def __init__(self, places: Places, kept: QSettings, agent_id: int, parent: QObject | None = None) -> None:
        """`agent_id` is who sits here, 0 for whom `kept` remembers."""
        super().__init__(parent)
        self._places = places
        self._kept = kept
        self._agent_id = agent_id
        self._thread: threading.Thread | None = None
        self.is_making = False
        self.desk: Desk | None = None
        self._again = QTimer(self, singleShot=True, interval=_AGAIN_MS)
        self._again.timeout.connect(self.begin)
        self.refused.connect(self._wait)

    def begin(self) -> None:
        """Open it, where that is not under way."""
        self._again.stop()
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._open, name="opener")
            self._thread.start()

    def close(self) -> None:
        """Try no more, and wait for what is under way."""
        self._again.stop()
        if self._thread is not None:
            self._thread.join()

    def _open(self) -> None:
        try:
            _make_folder(self._places.data)
            opened = _open_for(self._places, self._agent_id, self._remembered(), self._say_making)
            self.desk = opened.desk
            self.opened.emit(opened)
        except Exception as error:  # the edge of a thread: shown in the window
            if not isinstance(error, DeskError):
                log.exception("the desk does not open")
            self.refused.emit(error)

    def _say_making(self) -> None:
        self.is_making = True

    def _remembered(self) -> int:
        """The agent of this computer; 0 where none is, or where what is kept of it is damaged."""
        kept = str(self._kept.value(AGENT_KEY, 0))
        return int(kept) if kept.isdecimal() else 0

    def _wait(self, error: Exception) -> None:
        if isinstance(error, DeskError) and error.code in PASSING:
            self._again.start()


def read_for(session: "Session", agent_id: int) -> "tuple[DeskState, Settings]":
    """What the window knows of the desk at its start."""
    from deskbell.ui.desk_now import desk_and_settings

    return desk_and_settings(session, agent_id)


def _make_folder(path: Path) -> None:
    """Make the data folder. Raises `Trouble` folder.missing."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Trouble("folder.missing", path=path, detail=str(error)) from error


def _open_for(places: Places, agent_id: int, last: int, making: "Callable[[], None]") -> Opened:
    """Open the desk for who is here, as far as that is known, and give it what was written here while it was away."""
    from deskbell.store.opening import open_desk

    desk = open_desk(places.database, small=True, making=making)
    try:
        return _read_first(desk, places.data, agent_id, last)
    except BaseException:
        desk.close()
        raise


def _read_first(desk: "Desk", data: Path, agent_id: int, last: int) -> Opened:
    from deskbell.store.watch import Watcher

    watcher = Watcher(desk)
    try:
        return _read_with(desk, watcher, data, agent_id, last)
    except BaseException:
        watcher.close()
        raise


def _read_with(desk: "Desk", watcher: "Watcher", data: Path, agent_id: int, last: int) -> Opened:
    from deskbell.ui.composer.drafts_back import give_back

    seen = watcher.begin()
    login = None
    if desk.url.get_backend_name() != "sqlite":
        from deskbell.store.rights.here import logged_in

        login = desk.read(logged_in)
    me, choice = desk.read(_who_sits_here, agent_id, last) if login is None else (login.agent_id, None)
    if not me:
        return Opened(desk, watcher, seen, None, None, profiles=choice)
    here = give_back(desk, data, me)
    state, settings = desk.read(read_for, me)
    return Opened(desk, watcher, seen, state, settings, here)


def _who_sits_here(session: "Session", certain: int, last: int) -> "tuple[int, Profiles | None]":
    """The agent at this window: the `certain` one, or the only one there can be. 0 where somebody must say who they are, with those there are.

    Who was here `last` is here again on a server, where each has a computer of their own. A file is shared by those who share the computer.
    """
    from deskbell.store import profiles
    from deskbell.store.queries import agents
    from deskbell.store.queries.identity import identity

    there = {agent.id: agent for agent in agents.rows(session) if agent.active}
    if not there or certain in there:
        return (certain if there else 0), None
    if identity(session).sample:
        return (last if last in there else next(iter(there))), None
    locked = profiles.locked(session)
    only = next(iter(there)) if len(there) == 1 else 0
    known = only or (last if last in there and session.engine_name != "sqlite" else 0)
    if known and known not in locked:
        return known, None
    from deskbell.ui.welcome.who import Profiles

    return 0, Profiles(tuple(there.values()), locked, last)
