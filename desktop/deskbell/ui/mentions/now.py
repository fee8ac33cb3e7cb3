"""What mentions the person at this window and was not seen by them yet."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from deskbell.model.changes import Changes
from deskbell.model.kinds import Entity
from deskbell.model.mentions import Mention, SeeMentions
from deskbell.store.queries import mentions
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.runner import Runner

if TYPE_CHECKING:
    from deskbell.ui.apart.ticket_windows import TicketWindows

# Who only passes a ticket on the way down the list has not seen what it says.
_SOON_MS: Final = 300


class MentionsNow(QObject):
    """Asks only when something may be another: a change says so, or the list of views counts otherwise. A window that nobody mentions asks nothing.

    What is on the screen of a window that somebody works in is seen. `unseen` is the newest first; `tickets` are those that it is on.

    Signals:
        changed: `unseen` is other.
        came(tuple): these are new, and not only to this window.
    """

    changed = Signal()
    came = Signal(object)

    def __init__(self, runner: Runner, desk: DeskNow, window: QWidget) -> None:
        super().__init__(window)
        self._runner = runner
        self._desk = desk
        self._window = window
        self.unseen: tuple[Mention, ...] = ()
        self.tickets: frozenset[int] = frozenset()
        # The notes that were there or told; None while it is not known what was there when the window opened.
        self._known: set[int] | None = None
        self._told_of: set[int] = set()
        self._counted = 0
        self._ticket_id = 0
        self._apart: Callable[[int], bool] = _nowhere
        self._soon = QTimer(self, interval=_SOON_MS, singleShot=True)
        self._soon.timeout.connect(self._see)
        desk.heard.connect(self._hear)
        window.installEventFilter(self)

    def count(self, tickets: int) -> None:
        """So many tickets mention the person, as the list of views has it."""
        if not tickets and self._known is None:
            self._known = set()
        if tickets != self._counted:
            self._counted = tickets
            if tickets != len(self.tickets):
                self._read()

    def look_at(self, ticket_id: int) -> None:
        """This ticket is on the screen now; 0: none."""
        self._ticket_id = ticket_id
        self._soon.stop()
        self._look()

    def attend_apart(self, windows: "TicketWindows") -> None:
        """Look at the windows of single tickets, too."""
        self._apart = windows.shows
        windows.looked.connect(self._look)

    def sees(self, ticket_id: int) -> bool:
        """Whether that ticket is before somebody's eyes, here or in a window of its own."""
        here = ticket_id == self._ticket_id and self._window.isActiveWindow() and not self._window.isMinimized()
        return here or self._apart(ticket_id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() is QEvent.Type.WindowActivate:
            self._look()
        return super().eventFilter(watched, event)

    def _hear(self, changes: Changes) -> None:
        me = self._desk.me.id
        mine = [row for row in changes.rows if row.entity is Entity.MENTION and row.row_id == me]
        self._told_of.update(row.ticket_id for row in mine)
        if mine or changes.lost or self.tickets & changes.tickets():
            self._read()

    def _read(self) -> None:
        topic = ("mentions", id(self))
        self._runner.ask(mentions.unseen, self._desk.me.id, done=self._take, failed=self._keep, topic=topic)

    def _take(self, found: tuple[Mention, ...]) -> None:
        known = self._known
        new = [
            one for one in found if (one.ticket_id in self._told_of if known is None else one.message_id not in known)
        ]
        self._known = (known or set()) | {one.message_id for one in found}
        self._told_of.clear()
        self._show(found)
        if new:
            self.came.emit(tuple(new))
        self._look()

    def _keep(self, _error: Exception) -> None:
        """That the database is away is the feed's to tell, which has all read again once it is back."""

    def _show(self, unseen: tuple[Mention, ...]) -> None:
        if unseen != self.unseen:
            self.unseen = unseen
            self.tickets = frozenset(one.ticket_id for one in unseen)
            self.changed.emit()

    def _look(self) -> None:
        looks = self._ticket_id in self.tickets or any(self._apart(one) for one in self.tickets)
        if looks and not self._soon.isActive():
            self._soon.start()

    def _see(self) -> None:
        for ticket_id in sorted(filter(self.sees, self.tickets)):
            self._show(tuple(one for one in self.unseen if one.ticket_id != ticket_id))
            command = SeeMentions(agent_id=self._desk.me.id, ticket_id=ticket_id)
            # Where it is not taken it is unseen again with the next reading.
            self._runner.do(command, failed=self._keep)


def _nowhere(_ticket_id: int) -> bool:
    return False
