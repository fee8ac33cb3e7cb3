"""What was open when the program ended, in the main window and in windows of their own: it is opened again at the next start."""

import json
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QObject, QSettings, QTimer

from deskbell.store.queries.identity import identity

if TYPE_CHECKING:
    from deskbell.store.queries.identity import Identity
    from deskbell.ui.apart.ticket_windows import TicketWindows
    from deskbell.ui.main_window import MainWindow
    from deskbell.ui.places import Places
    from deskbell.ui.ticket.pane import TicketPane

_KEY: Final = "window/open"
# What a person sees first is there by then, and at rest.
_REST_MS: Final = 300

Windows = dict[int | str, QByteArray]
"""Where windows stand: those of tickets by id, those of articles as `ArticleWindows.open_now` has them."""


class LastTime(QObject):
    """Keeps which tickets and articles they are, and opens them once all else stands, unless the person was quicker. Of another desk nothing is opened; what
    is gone is passed over.
    """

    def __init__(
        self,
        kept: QSettings,
        pane: "TicketPane",
        apart: "TicketWindows",
        places: "Places",
        window: "MainWindow",
    ) -> None:
        super().__init__(window)
        self._runner = window.runner
        self._kept = kept
        self._pane = pane
        self._apart = apart
        self._places = places
        self._open_ticket = window.open_ticket
        self._desk_id = ""
        self._windows: Windows = {}
        self._to_open: list[tuple[int | str, QByteArray]] = []
        self._ended = False
        # Whoever ends the whole program closes all windows in one turn, the main one among them: they were open then.
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._note)
        apart.changed.connect(self._soon.start)
        places.apart_changed.connect(self._soon.start)
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
        words = str(self._kept.value(_KEY, ""))
        ticket_id, tickets = _read(words, self._desk_id)
        windows: list[tuple[int | str, QByteArray]] = [*tickets, *_read_articles(words, self._desk_id)]
        if ticket_id and not self._pane.ticket_id:
            self._open_ticket(ticket_id)
        there = self._open_now()
        self._to_open = [(what, geometry) for what, geometry in windows if what not in there]
        self._windows = {**dict(self._to_open), **there}
        self._open_next()

    def _open_next(self) -> None:
        """One after the other, so that the main window answers meanwhile."""
        if self._to_open and not self._ended:
            what, geometry = self._to_open.pop(0)
            again = (
                partial(self._apart.open_again, what)
                if isinstance(what, int)
                else partial(self._places.article_windows.open_again, what)
            )
            again(geometry, then=self._open_next)

    def _note(self) -> None:
        waiting = dict(self._to_open)
        self._windows = {**waiting, **self._open_now()}
        if self._desk_id and not self._ended:
            self._write(self._pane.ticket_id)

    def _open_now(self) -> "Windows":
        there: Windows = {window.ticket_id: window.saveGeometry() for window in self._apart.windows()}
        there.update(self._places.articles_apart().items())
        return there

    def _write(self, ticket_id: int) -> None:
        windows = [[what, bytes(geometry.toBase64().data()).decode()] for what, geometry in self._windows.items()]
        tickets, articles = ([one for one in windows if isinstance(one[0], kind)] for kind in (int, str))
        kept = {"desk": self._desk_id, "ticket": ticket_id, "windows": tickets, "articles": articles}
        self._kept.setValue(_KEY, json.dumps(kept))

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


def _read_articles(words: str, desk_id: str) -> list[tuple[str, QByteArray]]:
    """The same for articles, which an older program kept none of."""
    try:
        kept = json.loads(words)
        if kept["desk"] != desk_id:
            return []
        return [(str(what), QByteArray.fromBase64(str(place).encode())) for what, place in kept.get("articles", [])]
    except (ValueError, TypeError, KeyError, AttributeError):
        return []
