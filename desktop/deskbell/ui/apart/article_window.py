"""An article in a window of its own: read beside a ticket, or on a second screen."""

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QEvent, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskbell.model.articles import CategoryRow
from deskbell.model.changes import Changes
from deskbell.model.commands import UndoDeed
from deskbell.model.kinds import Entity
from deskbell.rules.asked_addresses import article_address
from deskbell.store.queries.articles import categories
from deskbell.ui.apart.home import Home
from deskbell.ui.deeds import Deeds
from deskbell.ui.deeds_told import DeedsTold
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.feed import Feed
from deskbell.ui.keys import Keys
from deskbell.ui.knowledge.article_pane import ArticlePane
from deskbell.ui.knowledge.article_printing import ArticlePrinting
from deskbell.ui.knowledge.lines import all_lines
from deskbell.ui.knowledge.menus import KnowledgeMenus
from deskbell.ui.knowledge.reader import Reader
from deskbell.ui.knowledge.reading_keys import bind_reading
from deskbell.ui.knowledge.use_of_article import UseOfArticle
from deskbell.ui.knowledge.visits import Visit
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.pane import Pane
from deskbell.ui.widgets.toast import Toasts

if TYPE_CHECKING:
    from deskbell.ui.palette.palette import Palette

_SIZE: Final = (860, 760)
_HEAR_MS: Final = 400


class ArticleWindow(Pane):
    """Reads one article after the other, as the screen of the knowledge base does. What it says is changed there; whether it was of use is said here, too.

    Signals:
        closed: the person closed it.
        moved: another article is read.
        settled: what was asked for is there, or cannot be read.
    """

    closed = Signal()
    moved = Signal()
    settled = Signal()

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        feed: Feed,
        desk: DeskNow,
        prompts: Callable[[QWidget], Prompts],
        kept: QSettings,
        home: Home,
        visit: Visit,
    ) -> None:
        super().__init__("background")
        self._theme = theme
        self._runner = runner
        self._desk = desk
        self._home = home
        self.setWindowTitle(self.tr("Article"))
        self.pane = ArticlePane(theme, desk, self)
        asking = prompts(self)
        self.reader = Reader(theme, runner, desk, asking, self.pane)
        # One that stands there again after a start, and that nobody turned to since, is read by nobody.
        self._was_active = False
        self.use = UseOfArticle(runner, desk, kept, self.pane, lambda: not self._was_active)
        self.printing = ArticlePrinting(theme, runner, desk, asking, self)
        self.menus = KnowledgeMenus(theme, runner, desk, self, is_apart=True)
        self.deeds = Deeds(runner, desk, self)
        self.toasts = Toasts(self.pane)
        DeedsTold(self.deeds, self.toasts)
        self.keys = Keys(self, desk.keys)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pane)
        # What colleagues write comes in bursts.
        self._hear_soon = QTimer(self, interval=_HEAR_MS, singleShot=True)
        self._hear_soon.timeout.connect(self.reader.read)
        feed.changed.connect(self._hear)
        self._wire()
        self._bind_keys()
        self.setMinimumSize(theme.px(420), theme.px(360))
        self.resize(theme.px(_SIZE[0]), theme.px(_SIZE[1]))
        self.pane.show_nothing(Icon.KNOWLEDGE, "", "")
        self.reader.open(visit.article_id, language=visit.language)

    @property
    def visit(self) -> Visit:
        """What is read in it."""
        here = self.reader.here
        assert here is not None
        return here

    @cached_property
    def palette_box(self) -> "Palette":
        """The command palette: what can be done here, and what the main window does and finds."""
        from deskbell.ui.palette.palette import Palette

        offered = partial(self._home.offered, self.keys)
        made = Palette(self._theme, self._runner, self._desk, offered, self._home.recent, self)
        made.ticket_picked.connect(self._home.open_ticket)
        made.customer_picked.connect(self._home.search)
        made.article_picked.connect(self.reader.open)
        return made

    def recall(self, geometry: object) -> None:
        """Stand where a window stood that kept this; where no screen is any more, the system finds a place."""
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self._was_active = True
            self.use.show_figures()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.use.leave()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _wire(self) -> None:
        pane, home = self.pane, self._home
        self.reader.shown.connect(self._name)
        self.reader.shown.connect(self.use.show_figures)
        self.reader.address_wanted.connect(home.open_address)
        pane.edit_wanted.connect(lambda: home.edit_article(*self.visit, self.visit.language))
        pane.more_wanted.connect(self._ask_more)
        pane.empty_acted.connect(self.reader.read)
        self.menus.settings_wanted.connect(lambda: home.settle_article(*self.visit))
        self.menus.translate_wanted.connect(lambda language: home.edit_article(*self.visit, language))
        self.menus.print_wanted.connect(self._print)
        self.menus.pdf_wanted.connect(self._save)
        for telling in (self.reader.told, self.printing.done):
            telling.connect(self.toasts.say)
        self.menus.done.connect(self._remember)
        for failing in (self.reader, self.menus, self.printing, self.deeds, self.use):
            failing.failed.connect(self._refuse)

    def _bind_keys(self) -> None:
        keys = self.keys
        bind_reading(self, self.reader.go, self.pane.begin_find)
        print_action = keys.bind("print", self._print)
        self.reader.shown.connect(lambda: print_action.setEnabled(self.pane.article is not None))
        keys.bind("go_inbox", self._home.show)
        keys.bind("go_knowledge", lambda: self._home.open_address(article_address(self.visit.article_id)))
        keys.bind("useful", self.pane.use_bar.say_yes)
        keys.bind("useless", self.pane.use_bar.say_no)
        keys.bind("undo", self.deeds.undo_last)
        keys.bind("keys", self._show_keys)
        keys.bind("palette", lambda: self.palette_box.open_over())  # noqa: PLW0108
        keys.bind("close", self._close)

    def _name(self) -> None:
        article = self.pane.article
        self.setWindowTitle(article.text.title if article is not None else self.tr("Article"))
        if self.focusWidget() is None:
            self.pane.view.setFocus()
        self.moved.emit()
        self.settled.emit()

    def _hear(self, changes: Changes) -> None:
        if changes.lost or any(row.entity is Entity.ARTICLE for row in changes.rows):
            self._hear_soon.start()

    def _ask_more(self, anchor: QWidget) -> None:
        done = partial(self._offer_more, anchor)
        self._runner.ask(categories, self._desk.me.id, done=done, failed=self._refuse, owner=self)

    def _offer_more(self, anchor: QWidget, found: tuple[CategoryRow, ...]) -> None:
        if self.pane.article is not None:
            self.menus.open_below(self.menus.of_article(self.pane.article, all_lines(found), anchor), anchor)

    def _remember(self, words: str, deed: str) -> None:
        self.deeds.remember(words, UndoDeed(agent_id=self._desk.me.id, undo=deed))

    def _print(self) -> None:
        if self.pane.article is not None:
            self.printing.print_article(self.pane.article)

    def _save(self) -> None:
        if self.pane.article is not None:
            self.printing.save_article(self.pane.article)

    def _close(self) -> None:
        self.close()

    def _show_keys(self) -> None:
        from deskbell.ui.key_sheet import KeySheet

        KeySheet(self._theme, self.keys, self).show()

    def _refuse(self, error: Exception) -> None:
        self._home.refuse(error, self.toasts)
        self.settled.emit()
