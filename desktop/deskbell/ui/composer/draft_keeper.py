"""Keeps what is typed: soon after it was typed, at once when it is left, and again and again while the database is busy."""

from collections.abc import Callable
from enum import Enum, auto
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from deskbell.model.commands import DiscardDraft, SaveDraft
from deskbell.model.errors import Mistake
from deskbell.model.kinds import ReplyKind
from deskbell.ui.runner import Runner

_REST_MS = 400
_AGAIN_MS = 2000

Key = tuple[int, ReplyKind]
Keeping = SaveDraft | DiscardDraft


class DraftState(Enum):
    """NOTHING to say, being KEPT, SAVED, or in TROUBLE and tried again."""

    NOTHING = auto()
    KEPT = auto()
    SAVED = auto()
    TROUBLE = auto()


class DraftKeeper(QObject):
    """Takes drafts of any ticket; the last one of a ticket and kind is what is kept. One at a time of each is under way.

    Signals:
        state_changed(int, ReplyKind, DraftState): what became of a ticket's draft.
        saved(SaveDraft): it is in the database.
        refused(Exception): it can't be kept as it is; trying again would not help.
        troubled(Exception): it can't be kept now, and is tried again.
    """

    state_changed = Signal(int, object, object)
    saved = Signal(object)
    refused = Signal(object)
    troubled = Signal(object)

    def __init__(self, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._typed: Callable[[], Keeping | None] | None = None
        self._waiting: dict[Key, Keeping] = {}
        self._under_way: dict[Key, Keeping] = {}
        self._rest = QTimer(self, interval=_REST_MS, singleShot=True)
        self._rest.timeout.connect(self.flush)
        self._again = QTimer(self, interval=_AGAIN_MS, singleShot=True)
        self._again.timeout.connect(self._send)

    def touch(self, now: Callable[[], Keeping | None]) -> None:
        """Something was typed; `now` gives the draft a moment later, also while typing goes on."""
        self._typed = now
        if not self._rest.isActive():
            self._rest.start()

    def flush(self) -> None:
        """Keep what was typed at once: the ticket is left, or the window closes."""
        self._rest.stop()
        typed, self._typed = self._typed, None
        command = typed() if typed is not None else None
        if command is not None:
            self.keep(command)

    def keep(self, command: Keeping) -> None:
        """Keep this draft, or throw it away."""
        self._waiting[command.ticket_id, command.kind] = command
        self._send()

    def forget(self, ticket_id: int, kind: ReplyKind) -> None:
        """It was sent: what waits to be kept is old."""
        self._rest.stop()
        self._typed = None
        self._waiting.pop((ticket_id, kind), None)
        self._under_way.pop((ticket_id, kind), None)

    def busy(self) -> bool:
        """Whether something isn't in the database yet."""
        return bool(self._waiting or self._under_way or self._typed is not None)

    def _send(self) -> None:
        for key, command in list(self._waiting.items()):
            if key in self._under_way:
                continue
            del self._waiting[key]
            self._under_way[key] = command
            self.state_changed.emit(*key, DraftState.KEPT)
            done, failed = partial(self._done, key, command), partial(self._failed, key, command)
            self._runner.do(command, done=done, failed=failed)

    def _done(self, key: Key, command: Keeping, _answer: object) -> None:
        if not isValid(self) or self._under_way.get(key) is not command:
            return
        del self._under_way[key]
        if isinstance(command, SaveDraft):
            self.saved.emit(command)
        if key not in self._waiting:
            state = DraftState.SAVED if isinstance(command, SaveDraft) else DraftState.NOTHING
            self.state_changed.emit(*key, state)
        self._send()

    def _failed(self, key: Key, command: Keeping, error: Exception) -> None:
        if not isValid(self) or self._under_way.get(key) is not command:
            return
        del self._under_way[key]
        if isinstance(error, Mistake):
            self.state_changed.emit(*key, DraftState.NOTHING)
            self.refused.emit(error)
            return
        self._waiting.setdefault(key, command)
        self.state_changed.emit(*key, DraftState.TROUBLE)
        self.troubled.emit(error)
        self._again.start()
