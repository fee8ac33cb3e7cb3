"""The knowledge base as a place of the window: categories, their articles, and the one that is read."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from deskbell.model.articles import ArticleHit, ArticleRow
from deskbell.model.changes import Changes
from deskbell.model.kinds import Entity
from deskbell.ui.article_files.starter import StarterOffer
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.keys import Keys
from deskbell.ui.knowledge.article_printing import ArticlePrinting
from deskbell.ui.knowledge.category_side import CategorySide
from deskbell.ui.knowledge.menus import KnowledgeMenus
from deskbell.ui.knowledge.middle_side import MiddleSide
from deskbell.ui.knowledge.place import Kind
from deskbell.ui.knowledge.reader import Reader
from deskbell.ui.knowledge.reading_keys import bind_reading
from deskbell.ui.knowledge.right_side import RightSide
from deskbell.ui.knowledge.use_of_article import UseOfArticle
from deskbell.ui.knowledge.words import my_language
from deskbell.ui.place_screen import PlaceScreen
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.entry_list import ENTRY

_TREE_WIDTH: Final = 208
_LIST_WIDTH: Final = 304


class KnowledgeScreen(PlaceScreen):
    """Categories, articles, and the one that is read, side by side. Each side reads what it shows; this says what follows from what is done in one.

    Signals:
        done(str, str): a sentence, and the deed that did it: it can be taken back.
        address_wanted(str): an address of the desk's own is to be opened: a ticket, or a mail to somebody.
        window_wanted(int, str): this article is to have a window of its own, in this language.
        import_wanted, export_wanted: articles are to come in from files, or to go out.
    """

    done = Signal(str, str)
    address_wanted = Signal(str)
    window_wanted = Signal(int, str)
    import_wanted = Signal()
    export_wanted = Signal()

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        desk: DeskNow,
        prompts: Prompts,
        kept: QSettings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(kept, "knowledge", frozenset({Entity.ARTICLE}), parent)
        self.menus = KnowledgeMenus(theme, runner, desk, self)
        self.places = CategorySide(theme, runner, desk, self.menus, kept, self)
        self.middle = MiddleSide(theme, runner, desk, self)
        self.listed = self.middle.listed
        self.right = RightSide(theme, runner, desk, prompts, kept, self)
        self.pane = self.right.pane
        self.reader = Reader(theme, runner, desk, prompts, self.pane)
        self.use = UseOfArticle(runner, desk, kept, self.pane, self._looks_after)
        self.printing = ArticlePrinting(theme, runner, desk, prompts, self)
        self.starter = StarterOffer(runner, desk.me.id, self)
        self.pane.offer_below(self.starter)
        # Which article is to be read, and what is to be done with it then.
        self._then: tuple[int, Callable[[], None]] | None = None
        for part, stretch, least in ((self.places, 0, 140), (self.middle, 0, 220), (self.right, 1, 360)):
            self.addWidget(part)
            part.setMinimumWidth(least)
            self.setStretchFactor(self.count() - 1, stretch)
        self.recall(theme.px(_TREE_WIDTH), theme.px(_LIST_WIDTH), 820)
        self._wire()
        self.keys = Keys(self, desk.keys)
        self._bind(self.keys)

    def begin(self) -> None:
        """Read the categories, and the articles of the first."""
        self.pane.show_nothing(Icon.KNOWLEDGE, "", "")
        self.places.begin()
        self.focus_list()

    def focus_list(self) -> None:
        """Bring the keyboard to the articles."""
        view = self.middle.insight.view if self.middle.tells_insight else self.listed.article_list
        view.setFocus(Qt.FocusReason.OtherFocusReason)

    def look_for(self, words: str) -> None:
        """Show the articles with these words."""
        self.middle.go_to_articles()
        self.listed.search.setText(words)
        self.listed.search.search_now()

    def open_article(self, article_id: int, anchor: str = "", language: str = "") -> None:
        """Read this article, at this heading."""
        self.reader.open(article_id, anchor, language)

    def open_to(self, do: Callable[[], None], article_id: int, language: str) -> None:
        """Read this article, and do this with it once it is there."""
        self.open_article(article_id, language=language)
        self._then = article_id, do

    def go(self, by: int) -> None:
        """Back (-1) or forward (1) through what was read."""
        if self._reads():
            self.reader.go(by)

    def begin_article(self) -> None:
        """Write a new article in the category that is chosen."""
        self.right.begin_article(my_language(), self.places.category_id)

    def print_article(self) -> None:
        """Print the one that is read."""
        if self.pane.article is not None:
            self.printing.print_article(self.pane.article)

    def save_article(self) -> None:
        """Keep the one that is read as a PDF."""
        if self.pane.article is not None:
            self.printing.save_article(self.pane.article)

    def catch_up(self, changes: Changes) -> None:
        """Read all of it again."""
        del changes
        self.listed.forget_words()
        self._read_again()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.use.leave()

    def _wire(self) -> None:
        places, listed, reader, right = self.places, self.listed, self.reader, self.right
        middle, insight = self.middle, self.middle.insight
        places.read.connect(lambda first: middle.read(places.place, open_first=first and reader.is_unused))
        places.chosen.connect(self._go_to_place)
        places.entered.connect(middle.focus_list)
        middle.articles_wanted.connect(places.go_to_category)
        middle.entered.connect(self._enter)
        insight.gap_stepped.connect(right.show_gap)
        insight.gaps_gone.connect(right.end_gap)
        listed.stepped.connect(right.end_gap)
        right.search_wanted.connect(middle.search_for)
        listed.stepped.connect(reader.step_to)
        listed.sought.connect(self.pane.view.mark_words)
        listed.articles.begun.connect(lambda found: places.show_searched(on=found is not None))
        listed.first_found.connect(self._open_first)
        listed.nothing_here.connect(self._say_nothing)
        listed.new.clicked.connect(self.begin_article)
        reader.visited.connect(right.go_back)
        reader.visited.connect(insight.leave_gap)
        for leaving in (reader.visited, reader.failed):
            leaving.connect(self._do_no_more)
        reader.shown.connect(self._mark_article)
        reader.shown.connect(self.use.show_figures)
        reader.shown.connect(self._do_then)
        insight.first_found.connect(self._open_first)
        insight.stepped.connect(right.end_gap)
        insight.stepped.connect(reader.step_to)
        right.saved.connect(self._show_saved)
        right.left.connect(self.focus_list)
        self.pane.edit_wanted.connect(right.edit)
        self.pane.more_wanted.connect(self._offer_more)
        self.menus.translate_wanted.connect(right.translate)
        self.menus.settings_wanted.connect(right.settle)
        self.menus.window_wanted.connect(self._open_apart)
        self.listed.article_list.doubleClicked.connect(lambda index: self._open_one_apart(index.data(ENTRY)))
        self.menus.print_wanted.connect(self.print_article)
        self.menus.pdf_wanted.connect(self.save_article)
        for side in (places, middle):
            side.failed.connect(reader.refuse)
        for acting in (listed.acted, self.pane.empty_acted):
            acting.connect(self._act)
        self.menus.import_wanted.connect(self.import_wanted)
        self.menus.export_wanted.connect(self.export_wanted)
        self.starter.told.connect(self.told)
        self.starter.told.connect(lambda _: places.begin())
        places.refused.connect(self.failed)
        places.done.connect(self.done)
        for failing in (reader, right, self.menus, self.printing, self.starter, self.use):
            failing.failed.connect(self.failed)
        for doing in (right, self.menus):
            doing.done.connect(self.done)
        reader.told.connect(self.told)
        self.printing.done.connect(self.told)
        reader.address_wanted.connect(self.address_wanted)

    def _bind(self, keys: Keys) -> None:
        keys.bind("next", partial(self.middle.step, 1))
        keys.bind("previous", partial(self.middle.step, -1))
        keys.bind("search", self.middle.begin_search)
        keys.bind("back", self.left.emit)
        keys.bind("useful", self.pane.use_bar.say_yes)
        keys.bind("useless", self.pane.use_bar.say_no)
        self._print = keys.bind("print", self.print_article)
        self._apart = keys.bind("apart", self._open_apart)
        self.right.currentChanged.connect(self._fit_keys)
        self.reader.shown.connect(self._fit_keys)
        self._fit_keys()
        bind_reading(self, self.go, self._begin_find)

    def _fit_keys(self) -> None:
        for action in (self._print, self._apart):
            action.setEnabled(self._reads() and self.pane.article is not None)

    def _open_apart(self) -> None:
        if self.pane.article is not None:
            self.window_wanted.emit(self.pane.article.id, self.pane.article.text.language)

    def _open_one_apart(self, entry: ArticleRow | ArticleHit) -> None:
        """Of the list; it may still be on its way to be read."""
        self.window_wanted.emit(entry.id, entry.language)

    def _reads(self) -> bool:
        return self.right.currentWidget() is self.pane

    def _begin_find(self) -> None:
        if self._reads():
            self.pane.begin_find()

    def _looks_after(self) -> bool:
        """Whether the person goes through a list of articles that somebody is to look after."""
        return self.middle.tells_insight or (
            self.places.place.kind is not Kind.CATEGORY and not self.listed.articles.words
        )

    def _go_to_place(self) -> None:
        self.right.end_gap()
        self.middle.show_place(self.places.place)

    def _enter(self) -> None:
        """Go on to what stands beside the list."""
        into = self.pane.view if self._reads() else self.right.currentWidget()
        if into is not None:
            into.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _open_first(self, article_id: int) -> None:
        """Not over what somebody writes by then."""
        if self._reads():
            self.open_article(article_id)

    def _do_no_more(self) -> None:
        """Another article is asked for, or the one could not be read."""
        self._then = None

    def _do_then(self) -> None:
        """What was to be done with this article."""
        then, self._then = self._then, None
        if then is not None and self.pane.article is not None and self.pane.article.id == then[0]:
            then[1]()

    def _mark_article(self) -> None:
        article = self.pane.article
        self.starter.setVisible(self.starter.isVisible() and article is None)
        self.middle.mark(article.id if article is not None else None)

    def _show_saved(self, article_id: int, language: str) -> None:
        self.places.read_again()
        self.open_article(article_id, language=language)

    def _offer_more(self, anchor: QWidget) -> None:
        if self.pane.article is not None:
            self.menus.open_below(self.menus.of_article(self.pane.article, self.places.lines(), anchor), anchor)

    def _say_nothing(self) -> None:
        if self.pane.article is None:
            title = self.tr("Answers everybody can find")
            words = self.tr("Write down once what you explain again and again; everybody finds it here.")
            self.pane.show_nothing(Icon.KNOWLEDGE, title, words)
            # They come in a category of their own, which is for managers to make.
            self.starter.setVisible(self.menus.may_order and not any(line.articles for line in self.places.lines()))

    def _act(self) -> None:
        if self.reader.unread:
            self._read_again()
        else:
            self.begin_article()

    def _read_again(self) -> None:
        self.reader.unread = False
        self.places.read_again()
        self.reader.read()
