"""The list in the middle of the knowledge base: the articles of a place, or those that a search found."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from deskbell.model.articles import ArticleHit, ArticleRow
from deskbell.store.queries import articles
from deskbell.store.queries.articles_to_verify import to_verify
from deskbell.store.search import articles as search
from deskbell.store.search.near_words import NearWords
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.knowledge.lines import ArticleDelegate, LinesModel, LinesView
from deskbell.ui.knowledge.place import Kind, Place
from deskbell.ui.knowledge.search_told import SearchTold
from deskbell.ui.knowledge.side_pane import SidePane
from deskbell.ui.knowledge.words import my_language
from deskbell.ui.runner import Runner
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import BUTTON
from deskbell.ui.widgets.empty_state import EmptyState
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.overlay_scroll_bar import OverlayScrollBar
from deskbell.ui.widgets.pane import Line
from deskbell.ui.widgets.search_box import SearchBox


class ListSide(SidePane):
    """The words of a search come before the place.

    Signals:
        stepped(int, str, str): this article is to be shown, in this language ("" for the person's own), at this heading ("" for its beginning).
        sought(Pattern | None): what is to be marked in what is read: the words that were searched for.
        first_found(int): a place was chosen whose first article is this.
        nothing_here: a place was chosen, or read again, that holds no article.
        acted: the next step that the empty list offers is wanted.
    """

    stepped = Signal(int, str, str)
    sought = Signal(object)
    first_found = Signal(int)
    nothing_here = Signal()
    acted = Signal()

    def __init__(self, theme: ThemeSource, runner: Runner, desk: DeskNow, parent: QWidget) -> None:
        super().__init__("panel", theme, runner, parent)
        self._desk = desk
        self._language = my_language()
        self._place = Place(Kind.CATEGORY)
        self._words = ""
        self._near = NearWords()
        self._shown_id: int | None = None
        self.articles = LinesModel(self)
        self.article_list = LinesView(theme, self.articles, ArticleDelegate(theme, self), self.tr("Articles"), self)
        self.article_list.stepped.connect(self._step)
        self.article_list.entered_at.connect(self.entered)
        self.search = SearchBox(theme, self.tr("Search all articles"), self)
        self.search.setFixedHeight(theme.px(BUTTON))
        self.search.searched.connect(self._search)
        self.search.left.connect(self.focus_list)
        self.new = IconButton(theme, Icon.PLUS, self.tr("New article"), parent=self)
        self._nothing = EmptyState(theme, self)
        self._nothing.acted.connect(self.acted)
        self._faces = QStackedWidget(self)
        for face in (self.article_list, self._nothing):
            self._faces.addWidget(face)
        self.add_head(self.search, self.new)
        self._column.addWidget(Line(parent=self))
        self.told = SearchTold(self)
        self._column.addWidget(self.told)
        self._column.addWidget(self._faces, 1)
        OverlayScrollBar(self.article_list)

    def show_place(self, place: Place) -> None:
        """Show what lies there, and have the first of it read."""
        self.search.clear()
        self._words = ""
        self.read(place, open_first=True)

    def read(self, place: Place, *, open_first: bool = False) -> None:
        """Read what lies there, or is searched for, as it is now."""
        self._place = place
        if self._words:
            self._search(self._words)
            return
        done = partial(self._show, open_first=open_first)
        if place.kind is Kind.TO_VERIFY:
            self.ask(done, "articles", to_verify, self._desk.me.id, self._language)
        else:
            self.ask(done, "articles", articles.rows, self._desk.me.id, place.category_id, self._language)

    def forget_words(self) -> None:
        """Articles were written: their titles may hold other words."""
        self._near.forget()

    def mark(self, article_id: int | None) -> None:
        """This one is read."""
        self._shown_id = article_id
        self.article_list.mark(self.articles.row_of(article_id) if article_id is not None else None)

    def begin_search(self) -> None:
        """Bring the keyboard to the search."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def focus_list(self) -> None:
        """Bring the keyboard to the articles, to the first where none is chosen."""
        self.article_list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not self.article_list.currentIndex().isValid():
            self.article_list.step(1)

    def _search(self, words: str) -> None:
        self._words = words
        if words:
            done = partial(self._show_found, words)
            self.ask(done, "articles", search.found, words, self._desk.me.id, self._language, self._near)
        else:
            self.read(self._place)

    def _show_found(self, words: str, found: search.Found) -> None:
        self._show_lines(found.hits)
        self.told.say(words, found)
        self.sought.emit(search.marked(found.instead or words, found.also))

    def _show(self, found: tuple[ArticleRow, ...], *, open_first: bool = False) -> None:
        self._show_lines(found, open_first=open_first)
        self.told.hide()
        self.sought.emit(None)

    def _show_lines(self, found: tuple[ArticleRow | ArticleHit, ...], *, open_first: bool = False) -> None:
        self.articles.show_lines(found)
        self.mark(self._shown_id)
        self._faces.setCurrentIndex(0 if found else 1)
        if not found:
            self._say_empty()
        elif open_first:
            self.first_found.emit(found[0].id)

    def _say_empty(self) -> None:
        if self._words:
            self._nothing.say(Icon.SEARCH, self.tr("Nothing found"), self.tr("No article holds all of these words."))
            return
        if self._place.kind is Kind.TO_VERIFY:
            words = self.tr("All that you answer for can be relied on.")
            self._nothing.say(Icon.CHECK, self.tr("Nothing to verify"), words)
            return
        title, words = self.tr("No articles here"), self.tr("The articles of this category will be here.")
        self._nothing.say(Icon.KNOWLEDGE, title, words, self.tr("New article"))
        self.nothing_here.emit()

    def _step(self, entry: ArticleRow | ArticleHit) -> None:
        language, anchor = (entry.language, entry.anchor) if isinstance(entry, ArticleHit) else ("", "")
        self.stepped.emit(entry.id, language, anchor)
