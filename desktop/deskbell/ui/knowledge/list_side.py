"""The list in the middle of the knowledge base: the articles of a place, or those that a search found."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from deskbell.model.articles import ArticleHit, ArticleRow
from deskbell.store.search import articles as search
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.knowledge.articles_model import ArticlesModel
from deskbell.ui.knowledge.lines import ArticleDelegate, LinesView
from deskbell.ui.knowledge.place import Kind, Place
from deskbell.ui.knowledge.search_told import SearchTold
from deskbell.ui.knowledge.side_pane import SidePane
from deskbell.ui.knowledge.unfound import Unfound
from deskbell.ui.runner import Runner
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import BUTTON
from deskbell.ui.widgets.empty_state import EmptyState
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.overlay_scroll_bar import OverlayScrollBar
from deskbell.ui.widgets.pane import Line
from deskbell.ui.widgets.search_box import SearchBox
from deskbell.ui.widgets.unread import Unread
from deskbell.ui.words import told_error


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
        self._shown_id: int | None = None
        self._opens_first = self._is_unread = False
        self._scrolled = 0
        self.articles = ArticlesModel(runner, desk.me.id, self)
        self.articles.begun.connect(self._show)
        self.articles.settling.connect(self._remember)
        self.articles.settled.connect(self._settle)
        self.articles.failed.connect(self._say_unread)
        self.article_list = LinesView(theme, self.articles, ArticleDelegate(theme, self), self.tr("Articles"), self)
        self.article_list.setDragEnabled(True)
        self.article_list.stepped.connect(self._step)
        self.article_list.entered_at.connect(self.entered)
        self.search = SearchBox(theme, self.tr("Search all articles"), self)
        self.search.setFixedHeight(theme.px(BUTTON))
        self.search.searched.connect(self._search)
        self.search.left.connect(self.focus_list)
        self.search.given_up.connect(self._leave_search)
        self.unfound = Unfound(runner, desk, self)
        self.new = IconButton(theme, Icon.PLUS, self.tr("New article"), parent=self)
        self._nothing = EmptyState(theme, self)
        self._nothing.acted.connect(self._act)
        self._unread = Unread(theme, self)
        self._unread.acted.connect(self.articles.try_again)
        self.articles.read.connect(self._unread.put_away)
        self._faces = QStackedWidget(self)
        for face in (self.article_list, self._nothing):
            self._faces.addWidget(face)
        self.add_head(self.search, self.new)
        self._column.addWidget(Line(parent=self))
        self.told = SearchTold(self)
        self._column.addWidget(self.told)
        self._column.addWidget(self._faces, 1)
        self._column.addWidget(self._unread)
        OverlayScrollBar(self.article_list)

    def show_place(self, place: Place) -> None:
        """Show what lies there, and have the first of it read."""
        self.search.clear()
        self._opens_first = True
        self._begin(place)

    def read(self, place: Place, *, open_first: bool = False) -> None:
        """Read what lies there, or is searched for, as it is now."""
        self._opens_first = self._opens_first or open_first
        if self.articles.words or place == self.articles.place:
            self.articles.place = place
            self.articles.refresh()
        else:
            self._begin(place)

    def forget_words(self) -> None:
        """Articles were written: their titles may hold other words."""
        self.articles.forget_words()

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

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.unfound.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # As in the inbox: the search ends first, then one goes.
        if event.key() == Qt.Key.Key_Escape and self.articles.words:
            self.search.clear_search()
            self._leave_search()
        else:
            super().keyPressEvent(event)

    def _leave_search(self) -> None:
        """The keyboard goes back to the articles of the place; none of them is opened by that."""
        # As whoever comes back from a menu: by another way one would come to the first of what was found.
        self.article_list.setFocus(Qt.FocusReason.PopupFocusReason)

    def _begin(self, place: Place) -> None:
        self.unfound.leave()
        self.article_list.scrollToTop()
        self.articles.show_place(place)

    def _search(self, words: str) -> None:
        if words:
            self.article_list.scrollToTop()
            self.articles.find(words)
        else:
            self._begin(self.articles.place)

    def _show(self, found: search.Found | None) -> None:
        words = self.articles.words
        self._unread.put_away()
        if found is None:
            self.told.hide()
            self.sought.emit(None)
        else:
            self.unfound.saw(words, len(found.hits))
            self.told.say(words, found)
            self.sought.emit(search.marked(found.instead or words, found.also))
        first, opens = self.articles.entry(0), self._opens_first and not words
        self._opens_first = self._is_unread = False
        self._faces.setCurrentIndex(0 if first else 1)
        if first is None:
            self._say_empty()
        elif opens:
            self.first_found.emit(first.id)
        bar = self.article_list.verticalScrollBar()
        if bar.value() == bar.maximum():
            # Whoever came to the end while it was being read again would wait there for nothing.
            self.articles.fetchMore(QModelIndex())

    def _remember(self) -> None:
        self._scrolled = self.article_list.verticalScrollBar().value()

    def _settle(self) -> None:
        """The articles are others: what was in sight stays there."""
        self.mark(self._shown_id)
        self.article_list.executeDelayedItemsLayout()
        self.article_list.verticalScrollBar().setValue(self._scrolled)

    def _say_unread(self, error: Exception) -> None:
        """Below what is there, or in its place; where nothing is read yet, it is said there."""
        if self.articles.rowCount():
            self._unread.tell(error)
        elif self._shown_id is None:
            self.failed.emit(error)
        else:
            self._is_unread = True
            title = self.tr("The articles could not be read")
            self._nothing.say(Icon.UNPLUGGED, title, told_error(error), self.tr("Try again"))
            self._faces.setCurrentIndex(1)

    def _act(self) -> None:
        if self._is_unread:
            self.articles.try_again()
        else:
            self.acted.emit()

    def _say_empty(self) -> None:
        place = self.articles.place
        if self.articles.words:
            self._nothing.say(Icon.SEARCH, self.tr("Nothing found"), self.tr("No article holds all of these words."))
            return
        if place.kind is Kind.CATEGORY:
            title, words = self.tr("No articles here"), self.tr("The articles of this category will be here.")
            self._nothing.say(Icon.KNOWLEDGE, title, words, self.tr("New article"))
            self.nothing_here.emit()
            return
        title, words = {
            Kind.TO_VERIFY: (self.tr("Nothing to verify"), self.tr("All that you answer for can be relied on.")),
            Kind.DRAFTS: (self.tr("No drafts"), self.tr("New articles are drafts until they are published.")),
            Kind.IN_REVIEW: (
                self.tr("Nothing in review"),
                self.tr("Drafts that wait for somebody to look at them will be here."),
            ),
            Kind.ARCHIVED: (
                self.tr("Nothing archived"),
                self.tr("Articles that are no longer of use, but kept, will be here."),
            ),
        }[place.kind]
        self._nothing.say(Icon.CHECK, title, words)

    def _step(self, entry: ArticleRow | ArticleHit) -> None:
        if self.articles.words:
            self.unfound.opened()
        language, anchor = (entry.language, entry.anchor) if isinstance(entry, ArticleHit) else ("", "")
        self.stepped.emit(entry.id, language, anchor)
