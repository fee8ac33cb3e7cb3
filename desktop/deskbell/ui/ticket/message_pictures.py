"""The pictures of the messages of an open ticket: those that came with a mail, and those that a person lets the program fetch for it."""

from collections import deque
from collections.abc import Callable, Mapping
from enum import Enum, auto

from msgspec import Struct
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from deskbell.model.rows import MessageRow
from deskbell.rules.remote_pictures import OWN_NAME, addresses
from deskbell.ui.errand import Errand, Tell
from deskbell.ui.runner import Runner
from deskbell.ui.ticket.pictures import pictures_of, read_pictures


class Remote(Enum):
    """How a message's pictures from the internet stand."""

    LEFT_OUT = auto()
    LOADING = auto()
    SHOWN = auto()


class RemoteState(Struct, frozen=True):
    """`missing`: how many of those that were wanted could not be had."""

    remote: Remote = Remote.LEFT_OUT
    missing: int = 0


class MessagePictures(QObject):
    """Kept in memory while a ticket is open; one message is fetched for at a time, the others wait.

    Signals:
        come(int): there are more pictures of this message, or its remote ones stand differently.
        failed(Exception): what could not be read.
    """

    come = Signal(int)
    failed = Signal(object)

    def __init__(self, runner: Runner, trusts: Callable[[MessageRow], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._trusts = trusts
        self._own: dict[int, Mapping[str, QImage] | None] = {}
        self._all: dict[int, Mapping[str, QImage]] = {}
        self._remote: dict[int, RemoteState] = {}
        self._waiting: deque[tuple[int, tuple[str, ...]]] = deque()
        self._errand: Errand | None = None

    def forget(self) -> None:
        """Another ticket is shown."""
        for kept in (self._own, self._all, self._remote):
            kept.clear()
        self._waiting.clear()
        if self._errand is not None:
            self._errand.cancel()
            self._errand = None

    def of(self, message_id: int) -> Mapping[str, QImage] | None:
        """The pictures of a message by name; None while those that came with it have not been asked for or read."""
        return self._all.get(message_id)

    def state(self, message: MessageRow) -> RemoteState:
        """How its pictures from the internet stand; fetches them by itself where its sender is one whose pictures this person wants to see."""
        known = self._remote.get(message.id)
        if known is None and self._trusts(message):
            self.fetch(message)
        return self._remote.get(message.id, RemoteState())

    def put(self, message_id: int, pictures: Mapping[str, QImage]) -> None:
        """Those that came with a mail are known already."""
        self._own[message_id] = self._all[message_id] = pictures

    def read(self, message_id: int) -> None:
        """Read those that came with the mail, once."""
        if message_id not in self._own:
            self._own[message_id] = None
            self._runner.ask(pictures_of, message_id, done=self._take_own, failed=self.failed.emit)

    def fetch(self, message: MessageRow) -> None:
        """Fetch those that lie on the internet: a person has asked for them, now or once for all."""
        if self._remote.get(message.id, RemoteState()).remote is Remote.LEFT_OUT:
            self._remote[message.id] = RemoteState(Remote.LOADING)
            self._waiting.append((message.id, addresses(message.html)))
            self._fetch_next()

    def _fetch_next(self) -> None:
        if self._errand is not None or not self._waiting:
            return
        message_id, wanted = self._waiting.popleft()

        def work(_tell: Tell) -> dict[str, QImage]:
            from deskbell.mail.fetch_pictures import fetch_pictures

            contents = fetch_pictures(wanted)
            return read_pictures({OWN_NAME + address: content for address, content in contents.items()})

        def take(pictures: dict[str, QImage]) -> None:
            self._errand = None
            self._remote[message_id] = RemoteState(Remote.SHOWN, len(wanted) - len(pictures))
            self._all[message_id] = {**(self._all.get(message_id) or {}), **pictures}
            self.come.emit(message_id)
            self._fetch_next()

        def give_up(error: Exception) -> None:
            self._errand = None
            self._remote[message_id] = RemoteState(Remote.SHOWN, len(wanted))
            self.failed.emit(error)
            self.come.emit(message_id)
            self._fetch_next()

        self._errand = Errand(work, may_be_cut=True, parent=self)
        self._errand.done.connect(take)
        self._errand.failed.connect(give_up)
        self._errand.start()

    def _take_own(self, read: tuple[int, Mapping[str, QImage]]) -> None:
        message_id, pictures = read
        self._own[message_id] = pictures
        self._all[message_id] = {**(self._all.get(message_id) or {}), **pictures}
        self.come.emit(message_id)
