"""The articles in the middle of the knowledge base, page by page."""

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QObject, Signal

from deskbell.model.articles import ArticlePage, TitleKey
from deskbell.store.queries import articles
from deskbell.store.queries.articles_to_verify import to_verify
from deskbell.store.search import articles as search
from deskbell.store.search.near_words import NearWords
from deskbell.ui.knowledge.lines import LinesModel
from deskbell.ui.knowledge.place import STATES, Kind, Place
from deskbell.ui.knowledge.words import my_language
from deskbell.ui.runner import Runner

# So many are read again where something was changed.
_MOST_AGAIN: Final = 5_000


class ArticlesModel(LinesModel):
    """Those of a place, by title, or those that a search finds, the best first.

    Signals:
        begun(Found | None): those that are asked for are here, from the first on; what the search says of them, None for those of a place.
    """

    begun = Signal(object)

    def __init__(self, runner: Runner, agent_id: int, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._agent_id = agent_id
        self._language = my_language()
        self._topic = ("articles", id(self))
        self._near = NearWords()
        self._preparing = False
        self._last: TitleKey | None = None
        self.place = Place(Kind.CATEGORY)
        # What is typed, and what was searched for in place of it.
        self.words = ""
        self._instead = ""

    def show_place(self, place: Place) -> None:
        """Show what lies there."""
        self.place, self.words = place, ""
        self.ask_anew()
        self._begin_at(articles.PAGE)

    def find(self, words: str) -> None:
        """Show what these find."""
        self.words = words
        self.ask_anew()
        self._begin_at(search.MOST)

    def refresh(self) -> None:
        """Read what is shown as it is now."""
        page = search.MOST if self.words else articles.PAGE
        # A page that is on its way comes along: nobody asks for it again.
        shown = 0 if self._is_new else len(self._entries) + (page if self._reading else 0)
        self._begin_at(min(_MOST_AGAIN, max(page, shown)))

    def forget_words(self) -> None:
        """Articles were written: their titles may hold other words."""
        self._near.forget()

    def ask_page(self) -> None:
        if self.words:
            asked = self._instead or self.words
            question = (search.found, asked, self._agent_id, self._language)
            self._ask(self._take_hits, self.refuse, *question, after=len(self._entries))
        else:
            self._ask(self._take_rows, self.refuse, *self._those_of_place(), self._last)

    def _begin_at(self, limit: int) -> None:
        self._reading = True
        if self.words:
            question = (search.found, self.words, self._agent_id, self._language, self._near)
            self._ask(lambda found: self._begin_hits(found, limit), self.give_up, *question, limit=limit)
        else:
            self._ask(self._begin_rows, self.give_up, *self._those_of_place(), None, limit)

    def _those_of_place(self) -> tuple[Any, ...]:
        kind = self.place.kind
        if kind is Kind.TO_VERIFY:
            return to_verify, self._agent_id, self._language
        if kind in STATES:
            return articles.in_state, self._agent_id, STATES[kind], self._language
        return articles.in_category, self._agent_id, self.place.category_id, self._language

    def _ask(
        self,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
        query: Callable[..., Any],
        *asked: Any,
        **values: Any,
    ) -> None:
        self._runner.ask(query, *asked, done=done, failed=failed, owner=self, topic=self._topic, **values)

    def _begin_rows(self, found: ArticlePage) -> None:
        self._last = found.last
        self.become(found.rows, whole=found.last is None)
        self.begun.emit(None)

    def _begin_hits(self, found: search.Found, limit: int) -> None:
        self._instead = found.instead
        self.become(found.hits, whole=len(found.hits) < limit)
        self.begun.emit(found)
        self._prepare()

    def _prepare(self) -> None:
        """Read what mistyped words are held against, while somebody goes on typing. That it fails is told by the search that needs it."""
        if not (self._preparing or self._near.is_ready):
            self._preparing = True
            ready = self._prepared
            self._runner.ask(self._near.prepare, self._agent_id, done=ready, failed=ready, owner=self)

    def _prepared(self, _: object) -> None:
        self._preparing = False

    def _take_rows(self, found: ArticlePage) -> None:
        self._last = found.last
        self.follow(found.rows, whole=found.last is None)

    def _take_hits(self, found: search.Found) -> None:
        self.follow(found.hits, whole=len(found.hits) < search.MOST)
