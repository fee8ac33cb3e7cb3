"""Articles by their use, page by page, and words that nobody found."""

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QObject, Signal

from deskbell.model.article_figures import UsedKey, UsedPage
from deskbell.model.gaps import Gap
from deskbell.store.queries import gaps
from deskbell.store.queries.articles import PAGE
from deskbell.store.queries.articles_by_use import most_used, never_used, stale
from deskbell.ui.knowledge.insight_lines import times_told, use_told
from deskbell.ui.knowledge.lines import LinesModel
from deskbell.ui.knowledge.place import Kind
from deskbell.ui.knowledge.words import my_language
from deskbell.ui.runner import Runner
from deskbell.ui.widgets.ages import exact

_QUERIES: Final = {Kind.MOST_USED: most_used, Kind.NEVER_USED: never_used, Kind.STALE: stale}
# So many are read again where something was changed.
_MOST_AGAIN: Final = 5_000


class InsightModel(LinesModel):
    """The lines of one of those lists. The words are few enough to be read at once.

    Signals:
        begun: those that are asked for are here, from the first on.
    """

    begun = Signal()

    def __init__(self, runner: Runner, agent_id: int, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._agent_id = agent_id
        self._topic = ("insight", id(self))
        self._last: UsedKey | None = None
        self.kind = Kind.GAPS

    def show_kind(self, kind: Kind) -> None:
        """Show these."""
        self.kind = kind
        self.ask_anew()
        self._begin_at(PAGE)

    def refresh(self) -> None:
        """Read what is shown as it is now."""
        # A page that is on its way comes along: nobody asks for it again.
        shown = 0 if self._is_new else len(self._entries) + (PAGE if self._reading else 0)
        self._begin_at(min(_MOST_AGAIN, max(PAGE, shown)))

    def ask_page(self) -> None:
        self._ask(self._take, self.refuse, _QUERIES[self.kind], self._agent_id, my_language(), self._last, PAGE)

    def sentence(self, entry: Any) -> str:
        if isinstance(entry, Gap):
            return f"{entry.written}, {times_told(entry)}"
        return f"{entry.row.title}, {use_told(entry)}"

    def explained(self, entry: Any) -> str:
        if isinstance(entry, Gap):
            return f"{entry.written}\n{exact(entry.asked_at)}"
        return f"{entry.row.title}\n{exact(entry.row.changed_at)}"

    def _begin_at(self, limit: int) -> None:
        self._reading = True
        if self.kind is Kind.GAPS:
            self._ask(self._begin_gaps, self.give_up, gaps.listed, self._agent_id)
        else:
            asked = (self._agent_id, my_language(), None, limit)
            self._ask(self._begin, self.give_up, _QUERIES[self.kind], *asked)

    def _ask(
        self,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
        query: Callable[..., Any],
        *asked: Any,
    ) -> None:
        self._runner.ask(query, *asked, done=done, failed=failed, owner=self, topic=self._topic)

    def _begin_gaps(self, found: tuple[Gap, ...]) -> None:
        self.become(found, whole=True)
        self.begun.emit()

    def _begin(self, found: UsedPage) -> None:
        self._last = found.last
        self.become(found.rows, whole=found.last is None)
        self.begun.emit()

    def _take(self, found: UsedPage) -> None:
        self._last = found.last
        self.follow(found.rows, whole=found.last is None)
