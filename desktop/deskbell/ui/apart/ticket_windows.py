"""All tickets that have a window of their own, each at most one."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QByteArray, QObject, QSettings, Qt, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import delete, isValid

from deskbell.ui.apart.home import Home
from deskbell.ui.apart.ticket_window import TicketWindow
from deskbell.ui.bring_forward import bring_forward
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.feed import Feed
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.pane import TicketPane

_GEOMETRY = "apart/geometry"


class TicketWindows(QObject):
    """Opens them and ends them. The text of a ticket that has one is written there and not in `pane`, the main window's; both have its drafts kept by one
    keeper, so that neither has an older one.

    A window that was closed is gone from the screen at once and taken apart when all that it gave to be done is done: if something of it is refused, it
    comes back and says so.

    Signals:
        changed: another one is open, or one less.
        looked(int): this ticket is before somebody's eyes in its window, since just now.
    """

    changed = Signal()
    looked = Signal(int)

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        feed: Feed,
        desk: DeskNow,
        prompts: Callable[[QWidget], Prompts],
        kept: QSettings,
        pane: TicketPane,
        home: Home,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._runner = runner
        self._feed = feed
        self._desk = desk
        self._prompts = prompts
        self._kept = kept
        self._pane = pane
        self._home = home
        self._open: dict[int, TicketWindow] = {}
        self._closed: list[TicketWindow] = []
        pane.writing.look_elsewhere(self._pane_of)
        pane.window_wanted.connect(self.open)
        runner.busy.connect(self._clear_away)
        # Nothing else ends them where the main window is taken apart without having been closed.
        self.destroyed.connect(partial(_end, self._open, self._closed))

    def windows(self) -> tuple[TicketWindow, ...]:
        """Those that are open, in the order in which they were opened."""
        return tuple(self._open.values())

    def shows(self, ticket_id: int) -> bool:
        """Whether this ticket is before somebody's eyes in its window."""
        window = self._open.get(ticket_id)
        return window is not None and window.is_seen()

    def open(self, ticket_id: int) -> None:
        """Give this ticket a window; where it has one, that comes forward."""
        window = self._open.get(ticket_id)
        bring_forward(window if window is not None else self._make(ticket_id))

    def open_again(self, ticket_id: int, geometry: QByteArray, then: Callable[[], None]) -> None:
        """Give this ticket the window that it had, where the ticket is still there; the person goes on with what they do. `then` is called in any case."""
        window = self._make(ticket_id)
        window.recall(geometry)
        window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)

        def settle() -> None:
            window.settled.disconnect(settle)
            if self._open.get(ticket_id) is window:
                window.show()
                window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, False)
            then()

        window.settled.connect(settle)

    def flush(self) -> None:
        """Keep what is being typed in any of them."""
        for window in self._open.values():
            window.pane.flush()

    def close(self) -> None:
        """End all of them: the main window closes."""
        for window in (*self._open.values(), *self._closed):
            window.closed.disconnect(self._put_away)
            window.close()
            window.viewing.close()
            delete(window)
        self._open.clear()
        self._closed.clear()

    def _make(self, ticket_id: int) -> TicketWindow:
        # What was typed there goes along.
        self._pane.composer.leave()
        window = TicketWindow(
            self._theme,
            self._runner,
            self._feed,
            self._desk,
            self._prompts,
            self._kept,
            self._pane.keeper,
            self._home,
            ticket_id,
        )
        window.closed.connect(self._put_away)
        window.failed.connect(self._bring_back)
        window.looked.connect(self.looked)
        window.recall(self._kept.value(_GEOMETRY))
        self._open[ticket_id] = window
        self._pane.writing.look()
        self.changed.emit()
        return window

    def _pane_of(self, ticket_id: int) -> TicketPane | None:
        window = self._open.get(ticket_id)
        return window.pane if window is not None else None

    def _put_away(self) -> None:
        window = self.sender()
        if not isinstance(window, TicketWindow) or self._open.get(window.ticket_id) is not window:
            return
        del self._open[window.ticket_id]
        self._closed.append(window)
        self.changed.emit()
        if window.was_shown:
            self._kept.setValue(_GEOMETRY, window.saveGeometry())
        if self._pane.ticket_id == window.ticket_id:
            self._pane.read_again()
        self._clear_away(self._runner.is_busy)

    def _bring_back(self) -> None:
        """Something that was given to be done in a window before it was closed was refused: its text is there, and the reason."""
        window = self.sender()
        if not isinstance(window, TicketWindow) or window not in self._closed or window.ticket_id in self._open:
            return
        self._closed.remove(window)
        self._open[window.ticket_id] = window
        self._pane.writing.look()
        self.changed.emit()
        bring_forward(window)

    def _clear_away(self, busy: bool) -> None:
        if busy:
            return
        closed = tuple(self._closed)
        self._closed.clear()
        for window in closed:
            window.viewing.close()
            self._home.deeds.take_over(window.deeds, window.toasts.told())
            window.deleteLater()


def _end(opened: dict[int, TicketWindow], closed: list[TicketWindow]) -> None:
    for window in (*opened.values(), *closed):
        if isValid(window):
            delete(window)
