"""The knowledge base as a place of the window: categories, their articles, and the one that is read."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from deskbell.model.articles import ArticleHit, ArticleRow, CategoryRow
from deskbell.model.changes import Changes
from deskbell.model.kinds import Entity
from deskbell.store.queries import articles
from deskbell.store.queries.articles_to_verify import to_verify
from deskbell.store.search import articles as search
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.keys import Keys
from deskbell.ui.knowledge.article_errands import ArticleErrands
from deskbell.ui.knowledge.lines import ArticleDelegate, CategoryDelegate, CategoryLine, LinesModel, LinesView, tree
from deskbell.ui.knowledge.menus import KnowledgeMenus
from deskbell.ui.knowledge.reading import Shown, shown
from deskbell.ui.knowledge.right_side import RightSide
from deskbell.ui.knowledge.visits import Visits
from deskbell.ui.knowledge.words import callout_words, my_language
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import BUTTON, LIST_HEADER, S8, S12
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.empty_state import EmptyState
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.label import ElidedLabel
from deskbell.ui.widgets.overlay_scroll_bar import OverlayScrollBar
from deskbell.ui.widgets.pane import Line, Pane
from deskbell.ui.widgets.search_box import SearchBox
from deskbell.ui.widgets.splitter import RememberedSplitter
from deskbell.ui.words import told_error

_HEAR_MS: Final = 400
_TREE_WIDTH: Final = 208
_LIST_WIDTH: Final = 304


class KnowledgeScreen(RememberedSplitter):
    """Tree, list and article, side by side.

    Signals:
        address_wanted(str): an address of the desk's own is to be opened: a ticket, or a mail to somebody.
        told(str): a sentence: what was written where.
        failed(Exception): what could not be read.
        left: the person goes back to where they were.
    """

    address_wanted = Signal(str)
    told = Signal(str)
    failed = Signal(object)
    left = Signal()

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        desk: DeskNow,
        prompts: Prompts,
        kept: QSettings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(kept, "knowledge", parent=parent)
        self._theme = theme
        self._runner = runner
        self._desk = desk
        self._language = my_language()
        self._category: int | None = None
        # Of the list: all that one is to verify, rather than a category.
        self._shows_queue = False
        self._words = ""
        self._anchor = ""
        self._visits = Visits()
        self._unheard = self._unread = False
        self.queue, self.categories, self.articles = (LinesModel(self) for _ in range(3))
        self.queue_list = LinesView(theme, self.queue, CategoryDelegate(theme, self), self.tr("To verify"), self)
        self.category_list = LinesView(
            theme, self.categories, CategoryDelegate(theme, self), self.tr("Categories"), self
        )
        self.article_list = LinesView(theme, self.articles, ArticleDelegate(theme, self), self.tr("Articles"), self)
        self.search = SearchBox(theme, self.tr("Search all articles"), self)
        self.right = RightSide(theme, runner, desk, prompts, kept, self)
        self.pane = self.right.pane
        self.menus = KnowledgeMenus(theme, runner, desk, self)
        self.new = IconButton(theme, Icon.PLUS, self.tr("New article"), parent=self)
        self.order = IconButton(theme, Icon.MORE, self.tr("Categories"), parent=self)
        self.order.setVisible(self.menus.may_order)
        self._errands = ArticleErrands(runner, prompts, desk.me.id, self)
        self._nothing = EmptyState(theme, self)
        self._faces = QStackedWidget(self)
        self._lay()
        self._wire()
        self._hear_soon = QTimer(self, interval=_HEAR_MS, singleShot=True)
        self._hear_soon.timeout.connect(self._read_again)
        self.keys = Keys(self, desk.keys)
        self._bind(self.keys)

    def begin(self) -> None:
        """Read the categories, and the articles of the first."""
        self.pane.show_nothing(Icon.KNOWLEDGE, "", "")
        self._read_categories(first=True)
        self.article_list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def open_article(self, article_id: int, anchor: str = "", language: str = "") -> None:
        """Read this article, at this heading."""
        self._anchor = anchor
        self._visit(article_id, language or self._language)

    def go(self, by: int) -> None:
        """Back (-1) or forward (1) through what was read."""
        if self.right.currentWidget() is self.pane and self._visits.can_go(by):
            self._visits.go(by)
            self._read_article()

    def begin_article(self) -> None:
        """Write a new article in the category that is chosen."""
        self.right.begin_article(self._language, self._category)

    def hear(self, changes: Changes) -> None:
        """Rows were written by somebody; while nobody sees the screen it waits."""
        if changes.lost or any(row.entity is Entity.ARTICLE for row in changes.rows):
            self._unheard = True
            if self.isVisible() and not self._hear_soon.isActive():
                self._hear_soon.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._unheard:
            self._hear_soon.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _wire(self) -> None:
        self.queue_list.stepped.connect(self._choose_queue)
        self.queue_list.entered_at.connect(self._focus_articles)
        self.category_list.stepped.connect(self._choose_category)
        self.category_list.entered_at.connect(self._focus_articles)
        self.article_list.stepped.connect(self._choose_article)
        self.article_list.entered_at.connect(lambda _: self.pane.view.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.search.searched.connect(self._search)
        self.search.left.connect(self._focus_articles)
        self.pane.article_wanted.connect(self.open_article)
        self.pane.language_wanted.connect(self._choose_language)
        self.pane.went.connect(self.go)
        self.pane.edit_wanted.connect(self.right.edit)
        self.right.failed.connect(self.failed)
        self.right.saved.connect(self._show_saved)
        self.right.left.connect(self._focus_list)
        self.pane.more_wanted.connect(self._offer_more)
        self.pane.empty_acted.connect(self._act)
        self._nothing.acted.connect(self._act)
        self.new.clicked.connect(self.begin_article)
        self.order.clicked.connect(self._offer_categories)
        self.menus.translate_wanted.connect(self.right.translate)
        self.menus.settings_wanted.connect(self.right.settle)
        self.menus.failed.connect(self.failed)
        self.pane.link_wanted.connect(self._errands.follow)
        self.pane.file_wanted.connect(self._open_file)
        self._errands.address_wanted.connect(self.address_wanted)
        self._errands.told.connect(self.told)
        self._errands.failed.connect(self.failed)

    def _bind(self, keys: Keys) -> None:
        keys.bind("next", partial(self.article_list.step, 1))
        keys.bind("previous", partial(self.article_list.step, -1))
        keys.bind("search", self._focus_search)
        keys.bind("back", self.left.emit)
        fixed: tuple[tuple[str | QKeySequence.StandardKey, Callable[[], None]], ...] = (
            ("Alt+Left", partial(self.go, -1)),
            ("Alt+Right", partial(self.go, 1)),
            (QKeySequence.StandardKey.Find, self._begin_find),
        )
        for sequence, do in fixed:
            shortcut = QShortcut(QKeySequence(sequence), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(do)

    def _begin_find(self) -> None:
        if self.right.currentWidget() is self.pane:
            self.pane.begin_find()

    def _show_saved(self, article_id: int, language: str) -> None:
        self._read_categories()
        self._visit(article_id, language)

    def _focus_list(self) -> None:
        self.article_list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer_more(self, anchor: QWidget) -> None:
        if self.pane.article is not None:
            lines = tuple(self.categories.entry(row) for row in range(self.categories.rowCount()))
            self.menus.open_below(self.menus.of_article(self.pane.article, lines, anchor), anchor)

    def _offer_categories(self) -> None:
        row = self.categories.row_of(self._category)
        line = self.categories.entry(row) if row is not None else None
        self.menus.open_below(self.menus.of_categories(line, self.order), self.order)

    def _act(self) -> None:
        if self._unread:
            self._read_again()
        else:
            self.begin_article()

    def _focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _focus_articles(self, *_: object) -> None:
        self.article_list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not self.article_list.currentIndex().isValid():
            self.article_list.step(1)

    def _open_file(self, file_id: int) -> None:
        if self.pane.article is not None:
            self._errands.open_file(self.pane.article, file_id)

    def _read_categories(self, *, first: bool = False) -> None:
        self._ask(partial(self._show_categories, first=first), "categories", articles.categories, self._desk.me.id)

    def _show_categories(self, found: tuple[CategoryRow, ...], *, first: bool) -> None:
        lines = [*tree(found), CategoryLine(None, self.tr("Without a category"))]
        self.categories.show_lines(lines)
        if first and found:
            self._category = next((line.id for line in lines if line.articles), lines[0].id)
        elif self.categories.row_of(self._category) is None:
            self._category = None
        self.category_list.mark(None if self._shows_queue else self.categories.row_of(self._category))
        self._read_queue()
        self._read_articles(open_first=first and self._visits.here is None)

    def _read_queue(self) -> None:
        self._ask(self._show_queue, "queue", to_verify, self._desk.me.id, self._language)

    def _show_queue(self, found: tuple[ArticleRow, ...]) -> None:
        """A line that is there only where something is to be verified, or was until now and is looked at."""
        there = bool(found) or self._shows_queue
        self.queue.show_lines([CategoryLine(None, self.tr("To verify"), articles=len(found))] if there else ())
        self.queue_list.setVisible(there)
        self.queue_list.mark(0 if self._shows_queue else None)

    def _choose_queue(self, _: CategoryLine) -> None:
        self._shows_queue = True
        self.category_list.mark(None)
        self.search.clear()
        self._words = ""
        self._read_articles(open_first=True)

    def _choose_category(self, line: CategoryLine) -> None:
        self._category = line.id
        self._shows_queue = False
        self.queue_list.mark(None)
        self.search.clear()
        self._words = ""
        self._read_articles(open_first=True)

    def _search(self, words: str) -> None:
        self._words = words
        if not words:
            self._read_articles()
            return
        self._ask(self._show_articles, "articles", search.find, words, self._desk.me.id, self._language)

    def _read_articles(self, *, open_first: bool = False) -> None:
        if self._words:
            self._search(self._words)
            return
        done = partial(self._show_articles, open_first=open_first)
        if self._shows_queue:
            self._ask(done, "articles", to_verify, self._desk.me.id, self._language)
            return
        self._ask(done, "articles", articles.rows, self._desk.me.id, self._category, self._language)

    def _show_articles(self, found: tuple[ArticleRow | ArticleHit, ...], *, open_first: bool = False) -> None:
        self.articles.show_lines(found)
        self._mark_article()
        self._faces.setCurrentIndex(0 if found else 1)
        if not found:
            self._say_empty()
        elif open_first and self.right.currentWidget() is self.pane:  # not over what somebody writes by then
            self._visit(found[0].id, self._language)

    def _say_empty(self) -> None:
        if self._words:
            self._nothing.say(Icon.SEARCH, self.tr("Nothing found"), self.tr("No article holds all of these words."))
            return
        if self._shows_queue:
            words = self.tr("All that you answer for can be relied on.")
            self._nothing.say(Icon.CHECK, self.tr("Nothing to verify"), words)
            return
        title, words = self.tr("No articles here"), self.tr("The articles of this category will be here.")
        self._nothing.say(Icon.KNOWLEDGE, title, words, self.tr("New article"))
        if self.pane.article is None:
            title = self.tr("Answers everybody can find")
            words = self.tr("Write down once what you explain again and again; everybody finds it here.")
            self.pane.show_nothing(Icon.KNOWLEDGE, title, words)

    def _choose_article(self, entry: ArticleRow | ArticleHit) -> None:
        language = entry.language if isinstance(entry, ArticleHit) else ""
        # What was last asked for, not what is shown: that may still be on its way.
        if self.pane.article is None or not self._visits.is_at(entry.id, language):
            self._visit(entry.id, language or self._language)

    def _choose_language(self, language: str) -> None:
        if self.pane.article is not None:
            self._visit(self.pane.article.id, language)

    def _visit(self, article_id: int, language: str) -> None:
        self.right.go_back()
        self._visits.add(article_id, language)
        self._read_article()

    def _read_article(self) -> None:
        if self._visits.here is not None:
            self._ask(self._show_article, "article", shown, self._desk.me.id, *self._visits.here, callout_words())

    def _show_article(self, found: Shown | None) -> None:
        self.pane.can_go(back=self._visits.can_go(-1), forward=self._visits.can_go(1))
        self._unread = False
        if found is None:
            self._anchor = ""
            title = self.tr("This article is not here")
            words = self.tr("It does not exist any more, or you are not among those who see it.")
            self.pane.show_nothing(Icon.KNOWLEDGE, title, words)
            return
        same = self.pane.article is not None and self.pane.article.id == found.article.id
        at = self.pane.view.verticalScrollBar().value() if same and not self._anchor else 0
        self.pane.show_article(found)
        self.pane.view.verticalScrollBar().setValue(at)
        self._mark_article()
        if self._anchor:
            self.pane.view.go_to_anchor(self._anchor)
            self._anchor = ""

    def _mark_article(self) -> None:
        article = self.pane.article
        self.article_list.mark(self.articles.row_of(article.id) if article is not None else None)

    def _read_again(self) -> None:
        self._unheard = self._unread = False
        self._read_categories()
        self._read_article()

    def _ask(self, done: Callable[..., None], topic: str, query: Callable[..., object], *values: object) -> None:
        self._runner.ask(query, *values, done=done, failed=self._refuse, owner=self, topic=(topic, id(self)))

    def _refuse(self, error: Exception) -> None:
        if self.pane.article is None:
            self._unread = True
            title = self.tr("The articles could not be read")
            self.pane.show_nothing(Icon.UNPLUGGED, title, told_error(error), self.tr("Try again"))
        self.failed.emit(error)

    def _lay(self) -> None:
        px = self._theme.px
        left, middle = Pane("background", self), Pane("panel", self)
        for pane, title in ((left, self.tr("Knowledge")), (middle, "")):
            column = QVBoxLayout(pane)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            bar = QHBoxLayout()
            bar.setContentsMargins(S12, 0, S12, 0)
            bar.setSpacing(S8)
            bar.addWidget(self.search if pane is middle else ElidedLabel(title, TextRole.title, parent=pane), 1)
            bar.addWidget(self.new if pane is middle else self.order)
            head = QWidget(pane)
            head.setLayout(bar)
            head.setFixedHeight(px(LIST_HEADER) - 4)
            column.addWidget(head)
            if pane is middle:
                column.addWidget(Line(parent=pane))
            else:
                column.addWidget(self.queue_list)
            column.addWidget(self._faces if pane is middle else self.category_list, 1)
        self.queue_list.setFixedHeight(px(CategoryDelegate.row_height))
        self.queue_list.hide()
        self.search.setFixedHeight(px(BUTTON))
        for face in (self.article_list, self._nothing):
            self._faces.addWidget(face)
        for view in (self.category_list, self.article_list):
            OverlayScrollBar(view)
        for part, stretch, least in ((left, 0, 140), (middle, 0, 220), (self.right, 1, 360)):
            self.addWidget(part)
            part.setMinimumWidth(least)
            self.setStretchFactor(self.count() - 1, stretch)
        self.recall(px(_TREE_WIDTH), px(_LIST_WIDTH), 820)
