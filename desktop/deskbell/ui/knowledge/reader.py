"""Reading one article after the other: back and forward, links, files, and what stands there where there is none."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from deskbell.model.articles import RelatedArticle
from deskbell.store.search.related import related
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.knowledge.article_errands import ArticleErrands
from deskbell.ui.knowledge.article_pane import ArticlePane
from deskbell.ui.knowledge.file_errands import FileErrands
from deskbell.ui.knowledge.reading import Shown, shown
from deskbell.ui.knowledge.visits import Visit, Visits
from deskbell.ui.knowledge.words import callout_words, my_language
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.words import told_error


class Reader(QObject):
    """Fills a pane with articles.

    Signals:
        visited: another article is on its way.
        shown: the one that was asked for, or that there is none, is before the person's eyes.
        address_wanted(str): an address of the desk's own is to be opened: a ticket, or a mail to somebody.
        told(str): a sentence: what was written where.
        failed(Exception): something could not be read.
    """

    visited = Signal()
    shown = Signal()
    address_wanted = Signal(str)
    told = Signal(str)
    failed = Signal(object)

    def __init__(self, theme: ThemeSource, runner: Runner, desk: DeskNow, prompts: Prompts, pane: ArticlePane) -> None:
        super().__init__(pane)
        self._runner = runner
        self._desk = desk
        self._pane = pane
        self._language = my_language()
        self._anchor = ""
        self._visits = Visits()
        # What is shown instead could not be read.
        self.unread = False
        self._errands = ArticleErrands(prompts, self)
        self._errands.address_wanted.connect(self.address_wanted)
        self._files = FileErrands(theme, runner, prompts, desk.me.id, pane.files, pane)
        self._files.link_wanted.connect(self._errands.follow)
        self._files.told.connect(self.told)
        self._files.failed.connect(self.failed)
        pane.article_wanted.connect(self.open)
        pane.language_wanted.connect(self._choose_language)
        pane.went.connect(self.go)
        pane.link_wanted.connect(self._errands.follow)
        pane.file_wanted.connect(self._open_file)

    @property
    def here(self) -> Visit | None:
        """What was last asked for."""
        return self._visits.here

    @property
    def is_unused(self) -> bool:
        """Whether nothing was ever asked for."""
        return self._visits.here is None

    def open(self, article_id: int, anchor: str = "", language: str = "") -> None:
        """Read this article, at this heading."""
        self._anchor = anchor
        self._visit(article_id, language or self._language)

    def step_to(self, article_id: int, language: str, anchor: str = "") -> None:
        """Read this article ("" for the person's language), where it is not the one that was last asked for: that may still be on its way."""
        if self._pane.article is None or not self._visits.is_at(article_id, language):
            self.open(article_id, anchor, language)

    def go(self, by: int) -> None:
        """Back (-1) or forward (1) through what was read."""
        if self._visits.can_go(by):
            self._visits.go(by)
            self.read()

    def read(self) -> None:
        """Read the article as it is now."""
        if self._visits.here is not None:
            query = (shown, self._desk.me.id, *self._visits.here, callout_words())
            topic = ("article", id(self))
            self._runner.ask(*query, done=self._show, failed=self.refuse, owner=self._pane, topic=topic)

    def refuse(self, error: Exception) -> None:
        """Something could not be read; where there is nothing to be seen yet, it says so there."""
        if self._pane.article is None:
            self.unread = True
            title = self.tr("The articles could not be read")
            self._pane.show_nothing(Icon.UNPLUGGED, title, told_error(error), self.tr("Try again"))
        self.failed.emit(error)

    def _visit(self, article_id: int, language: str) -> None:
        self.visited.emit()
        self._visits.add(article_id, language)
        self.read()

    def _show(self, found: Shown | None) -> None:
        pane, anchor = self._pane, self._anchor
        pane.can_go(back=self._visits.can_go(-1), forward=self._visits.can_go(1))
        self.unread = False
        self._anchor = ""
        if found is None:
            title = self.tr("This article is not here")
            words = self.tr("It does not exist any more, or you are not among those who see it.")
            pane.show_nothing(Icon.KNOWLEDGE, title, words)
            self.shown.emit()
            return
        same = pane.article is not None and pane.article.id == found.article.id
        bar = pane.view.verticalScrollBar()
        at = bar.value() if same and not anchor else 0
        pane.show_article(found)
        bar.setValue(at)
        self.shown.emit()
        if anchor:
            pane.view.go_to_anchor(anchor)
        self._ask_related(found.article.id)

    def _ask_related(self, article_id: int) -> None:
        """They come when the article is before the person's eyes; that they could not be read is no reason to say anything."""
        asked = (related, self._desk.me.id, article_id, self._language)
        topic = ("related articles", id(self))
        done = partial(self._show_related, article_id)
        self._runner.ask(*asked, done=done, failed=_leave, owner=self._pane, topic=topic)

    def _show_related(self, article_id: int, found: tuple[RelatedArticle, ...]) -> None:
        if self._pane.article is not None and self._pane.article.id == article_id:
            self._pane.related.show_related(found)

    def _choose_language(self, language: str) -> None:
        if self._pane.article is not None:
            self._visit(self._pane.article.id, language)

    def _open_file(self, file_id: int) -> None:
        if self._pane.article is not None:
            self._files.open_file(self._pane.article, file_id)


def _leave(_error: Exception) -> None:
    """The article is there; the next one asks again."""
