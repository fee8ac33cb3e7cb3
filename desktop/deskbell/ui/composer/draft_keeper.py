"""Keeps what is typed: soon after it was typed, at once when it is left, and again and again while the database is busy; meanwhile in a file."""

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from enum import Enum, auto
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from deskbell.model.commands import SaveDraft
from deskbell.model.errors import Mistake, Trouble
from deskbell.model.kinds import ReplyKind
from deskbell.ui.composer.drafts_here import DraftsHere, Keeping
from deskbell.ui.runner import Runner

log = logging.getLogger("deskbell.ui.drafts")

_REST_MS = 400
_AGAIN_MS = 2000
# A database that has not taken a draft by then may be away.
_LATE_MS = 1500

Key = tuple[int, ReplyKind]


class DraftState(Enum):
    """NOTHING to say, being KEPT, SAVED, HERE on this computer until the database takes it, or in TROUBLE and tried again."""

    NOTHING = auto()
    KEPT = auto()
    SAVED = auto()
    HERE = auto()
    TROUBLE = auto()


class DraftKeeper(QObject):
    """Takes drafts of any ticket; the last one of a ticket and kind is what is kept. One at a time of each is under way.

    Signals:
        state_changed(int, ReplyKind, DraftState): what became of a ticket's draft.
        saved(SaveDraft): it is in the database.
        refused(Exception): it can't be kept as it is; trying again would not help.
        troubled(Exception): it can't be kept now, neither there nor here, and is tried again.
    """

    state_changed = Signal(int, object, object)
    saved = Signal(object)
    refused = Signal(object)
    troubled = Signal(object)

    def __init__(self, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._typed: dict[Key, Callable[[], Keeping | None]] = {}
        self._waiting: dict[Key, Keeping] = {}
        self._under_way: dict[Key, Keeping] = {}
        self._rest = QTimer(self, interval=_REST_MS, singleShot=True)
        self._rest.timeout.connect(self.flush)
        self._again = QTimer(self, interval=_AGAIN_MS, singleShot=True)
        self._again.timeout.connect(self._send)
        self._here: DraftsHere | None = None
        self._is_away = False
        self._taken: Counter[int] = Counter()
        self._sending: dict[Key, SaveDraft] = {}
        self._asked_here: dict[Key, Keeping] = {}
        self._lies_here: dict[Key, Keeping] = {}
        self._late = QTimer(self, interval=_LATE_MS, singleShot=True)
        self._late.timeout.connect(self.go_away)

    def keep_here(self, here: DraftsHere) -> None:
        """While the database is away, keep what is typed in these files."""
        self._here = here

    def touch(self, key: Key, now: Callable[[], Keeping | None]) -> None:
        """Something was typed; `now` gives the draft a moment later, also while typing goes on."""
        self._typed[key] = now
        if not self._rest.isActive():
            self._rest.start()

    def flush(self) -> None:
        """Keep what was typed at once: the ticket is left, or the window closes."""
        self._rest.stop()
        typed, self._typed = self._typed, {}
        for now in typed.values():
            command = now()
            if command is not None:
                self.keep(command)

    def keep(self, command: Keeping) -> None:
        """Keep this draft, or throw it away."""
        self._waiting[command.ticket_id, command.kind] = command
        if self._is_away:
            self._put_here(command)
        self._send()

    def go_away(self) -> None:
        """The database does not answer: from now on what is written is kept here as well, until it takes something."""
        self._is_away = True
        newest = {**self._sending, **self._under_way, **self._waiting}
        for command in newest.values():
            self._put_here(command)

    def hand_over(self, command: SaveDraft) -> None:
        """This is being sent: what waits to be kept is old. In a file it is until it `was_sent`, or is typed again."""
        key = command.ticket_id, command.kind
        self.forget(*key)
        self._sending[key] = command
        if self._is_away:
            self._put_here(command)
        else:
            self._late.start()

    def is_sending(self, ticket_id: int, kind: ReplyKind) -> bool:
        """Whether it is not known yet what became of it: what the database has of it is no draft to go on with."""
        return (ticket_id, kind) in self._sending

    def was_refused(self, ticket_id: int, kind: ReplyKind) -> None:
        """What was handed over is to be written on."""
        self._sending.pop((ticket_id, kind), None)

    def was_sent(self, ticket_id: int, kind: ReplyKind) -> None:
        """The database has what was handed over."""
        key = ticket_id, kind
        self._taken[ticket_id] += 1
        if self._sending.pop(key, None) is not None and key not in self._waiting and key not in self._under_way:
            self._drop_here(key)

    def forget(self, ticket_id: int, kind: ReplyKind) -> None:
        """What waits to be kept is old."""
        self._typed.pop((ticket_id, kind), None)
        if not self._typed:
            self._rest.stop()
        self._waiting.pop((ticket_id, kind), None)
        self._under_way.pop((ticket_id, kind), None)

    def busy(self, ticket_id: int | None = None) -> bool:
        """Whether something isn't in the database yet, of one ticket or of any."""
        there = {ticket for keys in (self._waiting, self._under_way, self._typed) for ticket, _ in keys}
        return bool(there) if ticket_id is None else ticket_id in there

    def taken(self, ticket_id: int) -> int:
        """How many drafts of a ticket the database has taken so far, thrown away or sent ones too: one more, and what was asked before may lack it."""
        return self._taken[ticket_id]

    def unsaved(self, ticket_id: int) -> tuple[Keeping, ...]:
        """What was written on a ticket and isn't in the database yet."""
        now = {**self._under_way, **self._waiting}
        return tuple(command for (ticket, _), command in now.items() if ticket == ticket_id)

    def take_over(self, left: Sequence[Keeping]) -> None:
        """These lie here since an earlier run: the database did not take them. They are tried again, and shown where their ticket is opened."""
        for command in left:
            key = command.ticket_id, command.kind
            self._waiting.setdefault(key, command)
            self._asked_here[key] = self._lies_here[key] = command
        if left:
            self._is_away = True
            self._again.start()

    def in_danger(self) -> bool:
        """Whether something is neither in the database nor here."""
        now = {**self._under_way, **self._waiting}
        return bool(self._typed) or any(self._lies_here.get(key) is not command for key, command in now.items())

    def _send(self) -> None:
        for key, command in list(self._waiting.items()):
            if key in self._under_way:
                continue
            del self._waiting[key]
            self._under_way[key] = command
            self.state_changed.emit(*key, DraftState.KEPT)
            done, failed = partial(self._done, key, command), partial(self._failed, key, command)
            self._runner.do(command, done=done, failed=failed)
            if not self._late.isActive():
                self._late.start()

    def _put_here(self, command: Keeping) -> None:
        key = command.ticket_id, command.kind
        if self._here is None or self._asked_here.get(key) is command:
            return
        self._asked_here[key] = command
        done, failed = partial(self._lies, key, command), partial(self._lies_nowhere, key, command)
        self._runner.aside(partial(self._here.put, command), done=done, failed=failed)

    def _drop_here(self, key: Key) -> None:
        self._lies_here.pop(key, None)
        if self._asked_here.pop(key, None) is not None and self._here is not None:
            self._runner.aside(partial(self._here.drop, *key), failed=_leave)

    def _lies(self, key: Key, command: Keeping, _answer: object) -> None:
        if isValid(self) and self._asked_here.get(key) is command:
            self._lies_here[key] = command
            self.state_changed.emit(*key, DraftState.HERE)

    def _lies_nowhere(self, key: Key, command: Keeping, error: Exception) -> None:
        if isValid(self) and self._asked_here.get(key) is command:
            log.warning("a draft cannot be kept here: %s", type(error).__name__)
            del self._asked_here[key]
            if key in self._waiting or key in self._under_way:
                self._tell(key, Trouble("db.silent", detail=str(error)))

    def _tell(self, key: Key, error: Exception) -> None:
        self.state_changed.emit(*key, DraftState.TROUBLE)
        self.troubled.emit(error)

    def _done(self, key: Key, command: Keeping, _answer: object) -> None:
        if not isValid(self) or self._under_way.get(key) is not command:
            return
        del self._under_way[key]
        self._taken[command.ticket_id] += 1
        self._is_away = False
        if not self._under_way and not self._sending:
            self._late.stop()
        if isinstance(command, SaveDraft):
            self.saved.emit(command)
        if key not in self._waiting:
            self._drop_here(key)
            state = DraftState.SAVED if isinstance(command, SaveDraft) else DraftState.NOTHING
            self.state_changed.emit(*key, state)
        self._send()

    def _failed(self, key: Key, command: Keeping, error: Exception) -> None:
        if not isValid(self) or self._under_way.get(key) is not command:
            return
        del self._under_way[key]
        if isinstance(error, Mistake):
            self._drop_here(key)
            self.state_changed.emit(*key, DraftState.NOTHING)
            self.refused.emit(error)
            return
        self._waiting.setdefault(key, command)
        self._again.start()
        self.go_away()
        if key not in self._asked_here:
            self._tell(key, error)


def _leave(error: Exception) -> None:
    """A file that cannot be removed is given to the database once more at the next start, which does no harm."""
    log.warning("a draft that was kept here stays: %s", type(error).__name__)
