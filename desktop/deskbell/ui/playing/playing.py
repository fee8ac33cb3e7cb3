"""Going through the tickets of a view by urgency: one is opened, and when it has been dealt with the next one, until none is left."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from deskbell.model.kinds import Status
from deskbell.model.views import View
from deskbell.store.queries import most_urgent
from deskbell.store.queries.most_urgent import MostUrgent, has_waiting
from deskbell.ui.conversation_place import ConversationPlace
from deskbell.ui.deeds import Deeds, Done, RowChange
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.inbox.inbox import Inbox
from deskbell.ui.playing.bar import PlayBar
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.toast import Toasts
from deskbell.ui.words import view_word

_WAITING: Final = frozenset({Status.NEW, Status.OPEN})


class Playing(QObject):
    """Asks for one ticket at a time, when it is wanted. A ticket that was left, by an answer, a deed that leaves nothing to do or by skipping, does not come
    again in the same round, unless that deed is undone. `enter` opens a ticket and puts the keyboard there.

    Signals:
        failed(Exception): the next ticket could not be read.
    """

    failed = Signal(object)

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        desk: DeskNow,
        deeds: Deeds,
        inbox: Inbox,
        place: ConversationPlace,
        toasts: Toasts,
        enter: Callable[[int], None],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._runner = runner
        self._desk = desk
        self._inbox = inbox
        self._place = place
        self._toasts = toasts
        self._enter = enter
        self._view: View | None = None
        self._left: set[int] = set()
        # What was done to leave a ticket, and which; of the last one it is told in a moment.
        self._done: dict[Done, int] = {}
        self._last = 0
        self.bar = PlayBar(theme, desk.keys, place)
        self.bar.hide()
        place.put_above(self.bar)
        self.bar.skip_wanted.connect(self.skip)
        self.bar.end_wanted.connect(self.end)
        deeds.shown.connect(self._look_at_deed)
        deeds.told.connect(self._keep_deed)
        deeds.taken_back.connect(self._take_back)
        place.pane.composer.sent.connect(self._go_on)
        inbox.view_changed.connect(self._look_at_view)
        window.installEventFilter(self)

    @property
    def is_on(self) -> bool:
        """Whether a round is going on."""
        return self._view is not None

    def step(self) -> None:
        """Begin a round with the view that is shown; within one, go on without the ticket that is open."""
        if self.is_on:
            self.skip()
            return
        view = self._inbox.view
        if not has_waiting(view.kind):
            self._toasts.say(self.tr("Tickets of this view do not wait for an answer."))
            return
        self._view = view
        self._left.clear()
        self._done.clear()
        self._ask()

    def skip(self) -> None:
        """Go on without the ticket that is open."""
        self._go_on()

    def end(self) -> None:
        """Go on by hand; the ticket stays open."""
        self._view = None
        self.bar.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # It comes up to the window where nobody in it had a use for it: a popup, a field and the composer come first.
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escape and event.type() is QEvent.Type.KeyPress and self.is_on:
            self.end()
            return True
        return super().eventFilter(watched, event)

    def _go_on(self, *_sent: object) -> None:
        if self.is_on:
            self._left.add(self._place.ticket_id)
            self._ask()

    def _ask(self) -> None:
        self._runner.ask(
            most_urgent.find,
            self._view,
            self._desk.me.id,
            left_out=frozenset(self._left),
            done=self._take,
            failed=self._fail,
            topic=("playing", id(self)),
        )

    def _take(self, found: MostUrgent) -> None:
        if self._view is None:
            return
        if not found.ticket_id:
            words = (
                self.tr("That was the last one.") if self._left else self.tr("No ticket of this view waits for you.")
            )
            self._toasts.say(words)
            self.end()
            return
        row = self._inbox.views.model.row_of(self._view)
        self.bar.say(view_word(self._view, row.name if row is not None else ""), found.left)
        self.bar.show()
        self._enter(found.ticket_id)

    def _fail(self, error: Exception) -> None:
        self.end()
        self.failed.emit(error)

    def _look_at_deed(self, tickets: tuple[int, ...], change: RowChange) -> None:
        """Go on where the open ticket has nothing left to do."""
        self._last = 0
        row = self._place.pane.row
        if not self.is_on or row is None or row.id not in tickets:
            return
        now = change(row)
        if now.status not in _WAITING or now.snoozed_until is not None:
            self._last = row.id
            self._go_on()

    def _keep_deed(self, done: Done) -> None:
        if self._last:
            self._done[done] = self._last
            self._last = 0

    def _take_back(self, done: Done) -> None:
        """The ticket waits again, and comes in its turn."""
        self._left.discard(self._done.pop(done, 0))

    def _look_at_view(self, view: View) -> None:
        if self.is_on and view != self._view:
            self.end()
