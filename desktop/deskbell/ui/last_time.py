"""The tickets that were open when the program ended, in the main window and in windows of their own: they are opened again at the next start."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QObject, QSettings, QTimer

from deskbell.store.queries.identity import identity
from deskbell.ui.runner import Runner

if TYPE_CHECKING:
    from deskbell.store.queries.identity import Identity
    from deskbell.ui.apart.ticket_windows import TicketWindows
    from deskbell.ui.ticket.pane import TicketPane

_KEY: Final = "window/open"
# What a person sees first is there by then, and at rest.
_REST_MS: Final = 300


class LastTime(QObject):
    """Keeps which they are, and opens them once all else stands, unless the person was quicker. Of another desk nothing is opened; a ticket that is gone
    is passed over. `open_ticket` shows one in the main window.
    """

    def __init__(
        self,
        runner: Runner,
        kept: QSettings,
        pane: "TicketPane",
        apart: "TicketWindows",
        open_ticket: Callable[[int], None],
        window: QObject,
    ) -> None:
        super().__init__(window)
        self._runner = runner
        self._kept = kept
        self._pane = pane
        self._apart = apart
        self._open_ticket = open_ticket
        self._desk_id = ""
        self._windows: dict[int, QByteArray] = {}
        self._to_open: list[tuple[int, QByteArray]] = []
        self._ended = False
        # Whoever ends the whole program closes all windows in one turn, the main one among them: they were open then.
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._note)
        apart.changed.connect(self._soon.start)
        rest = QTimer(self, interval=_REST_MS, singleShot=True)
        rest.timeout.connect(self._begin)
        rest.start()

    def end(self) -> None:
        """The main window closes: what is open now is opened again next time."""
        if not self._ended and self._desk_id:
            self._windows.update(self._open_now())
            self._write(self._pane.ticket_id)
        self._ended = True

    def _begin(self) -> None:
        self._runner.ask(identity, done=self._go_on, failed=self._leave)

    def _go_on(self, known: "Identity") -> None:
        self._desk_id = known.desk_id
        ticket_id, windows = _read(str(self._kept.value(_KEY, "")), self._desk_id)
        if ticket_id and not self._pane.ticket_id:
            self._open_ticket(ticket_id)
        there = self._open_now()
        self._to_open = [(number, geometry) for number, geometry in windows if number not in there]
        self._windows = {**dict(self._to_open), **there}
        self._open_next()

    def _open_next(self) -> None:
        """One after the other, so that the main window answers meanwhile."""
        if self._to_open and not self._ended:
            self._apart.open_again(*self._to_open.pop(0), then=self._open_next)

    def _note(self) -> None:
        waiting = dict(self._to_open)
        self._windows = {**waiting, **self._open_now()}
        if self._desk_id and not self._ended:
            self._write(self._pane.ticket_id)

    def _open_now(self) -> dict[int, QByteArray]:
        return {window.ticket_id: window.saveGeometry() for window in self._apart.windows()}

    def _write(self, ticket_id: int) -> None:
        windows = [[number, bytes(geometry.toBase64().data()).decode()] for number, geometry in self._windows.items()]
        self._kept.setValue(_KEY, json.dumps({"desk": self._desk_id, "ticket": ticket_id, "windows": windows}))

    def _leave(self, _error: Exception) -> None:
        """That the database is away is the feed's to tell."""


def _read(words: str, desk_id: str) -> tuple[int, list[tuple[int, QByteArray]]]:
    """The ticket of the main window (0 for none), and the others with where their windows stood. What somebody else wrote there counts as nothing."""
    try:
        kept = json.loads(words)
        if kept["desk"] != desk_id:
            return 0, []
        windows = [(int(number), QByteArray.fromBase64(str(place).encode())) for number, place in kept["windows"]]
        return int(kept["ticket"]), windows
    except (ValueError, TypeError, KeyError):
        return 0, []
