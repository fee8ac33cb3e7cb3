"""How many tickets the saved views have that are on the screen."""

from collections.abc import Callable, Collection

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from deskbell.model.saved_views import ViewCount
from deskbell.model.views import View, ViewKind
from deskbell.store.queries import saved_views
from deskbell.ui.runner import Runner

# What a saved view has is searched for, by every window that shows one: less often than what is kept counted is read.
_APART_MS = 5_000
# Whoever scrolls past a view does not ask for it, and a window that opens shows its tickets first.
_SOON_MS = 100


class SavedCounts(QObject):
    """Asks for the counts, one view after the other, so that whoever opens a ticket meanwhile waits for one of them at most.

    The database keeps no count of a search. So each is counted to 99 and no further (`store.search.find.count_up_to`), only while its row is to be seen
    (`on_screen` gives the ids of those that are), and again only after something was changed on the desk, five seconds after the time before at
    the earliest. What could not be counted stays as it was until then.

    Signals:
        counted(int, ViewCount): a view has so many.
    """

    counted = Signal(int, object)

    def __init__(
        self, runner: Runner, agent_id: int, on_screen: Callable[[], Collection[int]], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._agent_id = agent_id
        self._on_screen = on_screen
        self._known: set[int] = set()
        self._asking = False
        self._began = QElapsedTimer()
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self._begin_anew)
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._go_on)

    def look(self) -> None:
        """Other views may be on the screen: count those, soon, that were not counted since something was changed."""
        self._soon.start()

    def hear(self) -> None:
        """Something was changed on the desk."""
        if not self._again.isActive():
            since = self._began.elapsed() if self._began.isValid() else _APART_MS
            self._again.start(max(0, _APART_MS - since))

    def forget(self, view_id: int) -> None:
        """A view asks for something else than before."""
        self._known.discard(view_id)

    def _go_on(self) -> None:
        wanted = [view_id for view_id in self._on_screen() if view_id not in self._known]
        if wanted and not self._asking:
            self._asking = True
            self._ask(wanted[0])

    def _begin_anew(self) -> None:
        self._known.clear()
        self._go_on()

    def _ask(self, view_id: int) -> None:
        self._began.start()
        # Known from now on: what is changed while it is counted makes it unknown again.
        self._known.add(view_id)

        def take(count: ViewCount) -> None:
            self._asking = False
            self.counted.emit(view_id, count)
            self._go_on()

        def give_up(error: Exception) -> None:
            """On with the others: it may be this one alone that takes too long. That the database is away the feed tells, and that something may have
            been changed once it is back."""
            del error
            self._asking = False
            self._soon.start()

        view = View(ViewKind.SAVED, view_id)
        self._runner.ask(saved_views.count, view, self._agent_id, done=take, failed=give_up, owner=self)
