"""Puts articles into what is written: those that are asked for behind two brackets, and those that are chosen elsewhere."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QWidget

from deskbell.model.answering import ArticleChoice, Part
from deskbell.model.articles import Article, ArticleState, Audience
from deskbell.model.errors import Mistake
from deskbell.model.kinds import ReplyKind
from deskbell.model.knowledge_settings import CUSTOMER_SITE
from deskbell.model.rows import TicketDetail
from deskbell.rules.answering import brackets_query, linked, must_be_offered, must_be_sendable, offered
from deskbell.rules.article_files.lasting import lasting_address
from deskbell.rules.asked_addresses import article_address
from deskbell.store.queries import articles
from deskbell.store.queries.article_choices import choices
from deskbell.ui.answering.parts import html_of, part_choices, text_of
from deskbell.ui.answering.popup import ArticlePopup
from deskbell.ui.composer.caret_hand import CaretHand
from deskbell.ui.composer.editor import Editor
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.knowledge.unfound import Unfound
from deskbell.ui.knowledge.words import my_language
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.choice_list import ChoiceList
from deskbell.ui.words import told_error


class ArticleHand(CaretHand):
    """Offers articles; of the one that is chosen it asks what is to be put in. `about` gives the ticket, `kind` what is written.

    Signals:
        used(int): this article was put in.
        told(str): why something cannot be put in.
        failed(Exception): what could not be read.
    """

    used = Signal(int)
    told = Signal(str)
    failed = Signal(object)
    popup: ArticlePopup
    _editor: Editor

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        desk: DeskNow,
        editor: Editor,
        about: Callable[[], TicketDetail | None],
        kind: Callable[[], ReplyKind],
        parent: QWidget,
    ) -> None:
        super().__init__(editor, ArticlePopup(theme, editor), parent)
        self._theme = theme
        self._runner = runner
        self._desk = desk
        self._about = about
        self._kind = kind
        self._asked: str | None = None
        self.unfound = Unfound(runner, desk, self, self._ticket_id)

    def brackets(self) -> None:
        """Two brackets were typed: offer the list."""
        if self._editor.isReadOnly():
            return
        self._begin_at_sign()
        assert self._sign is not None
        self._sign.movePosition(QTextCursor.MoveOperation.PreviousCharacter)
        self._asked = None
        self._show()

    def insert(self, article_id: int, language: str, part: Part, cursor: QTextCursor | None = None) -> None:
        """Read this article and put so much of it in, at the caret."""
        put = partial(self._put, part, cursor, self._editor.shown)
        me = self._desk.me.id
        self._runner.ask(articles.read, me, article_id, language, done=put, failed=self.failed.emit, owner=self)

    def link(self, article_id: int, language: str) -> None:
        """Put this article in below what stands at the caret, as a macro does: a link, or how it begins where that leads nowhere."""
        place = QTextCursor(self._editor.textCursor())
        put = partial(self._put_below, place, self._editor.shown)
        asked = (self._desk.me.id, article_id, language or my_language())
        self._runner.ask(articles.read, *asked, done=put, failed=self.failed.emit, owner=self)

    def _show(self) -> None:
        typed = self._typed()
        query = brackets_query(typed) if typed is not None else None
        if query is None:
            self._end()
            return
        if query == self._asked:
            return
        self._asked = query
        asked = (query, self._desk.me.id, my_language(), self._ticket_id())
        done, topic = partial(self._offer, query), ("article choices", id(self))
        self._runner.ask(choices, *asked, done=done, failed=self.failed.emit, topic=topic, owner=self)

    def _offer(self, query: str, found: tuple[ArticleChoice, ...]) -> None:
        if self._sign is None or query != self._asked:
            return
        self.unfound.saw(query.strip(), len(found))
        if found or not query.strip():
            self.popup.show_articles(found, internal=self._kind() is ReplyKind.NOTE)
        elif " " in query:
            # Words, and no longer a search.
            self._end()
        else:
            self.popup.hide()

    def _take(self, one: ArticleChoice) -> None:
        cursor = self._cursor()
        self.unfound.opened()
        self._leave()
        kind = self._kind()
        try:
            must_be_sendable(kind, one.title, one.sendable)
        except Mistake as error:
            self.told.emit(told_error(error))
            return
        asked = ChoiceList(self._theme, part_choices(offered(kind, has_site=bool(self._site()))), parent=self._editor)
        asked.chosen.connect(lambda part: self.insert(one.id, one.language, Part(part), cursor))
        caret = self._editor.cursorRect().bottomLeft()
        asked.open_at(self._editor.viewport().mapToGlobal(caret), self._editor)

    def _end(self) -> None:
        self.unfound.leave()
        super()._end()

    def _ticket_id(self) -> int:
        """What is answered, 0 for a ticket that is only begun."""
        detail = self._about()
        return detail.row.id if detail is not None else 0

    def _put(self, part: Part, cursor: QTextCursor | None, shown: int, article: Article | None) -> None:
        """What is shown may be another text by now."""
        if shown != self._editor.shown:
            return
        try:
            article, address = self._offerable(article, part)
        except Mistake as error:
            self.told.emit(told_error(error))
            return
        self._put_in(cursor or self._editor.textCursor(), article, part, address)

    def _put_below(self, place: QTextCursor, shown: int, article: Article | None) -> None:
        if shown != self._editor.shown:
            return
        try:
            part = linked(self._kind(), on_site=article is not None and bool(self._address(article)))
            article, address = self._offerable(article, part)
        except Mistake as error:
            words = self.tr("The article of the macro was left out. %1")
            self.told.emit(words.replace("%1", told_error(error)))
            return
        place.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        if place.block().text():
            place.insertBlock(QTextBlockFormat(), QTextCharFormat())
        self._put_in(place, article, part, address)

    def _offerable(self, article: Article | None, part: Part) -> tuple[Article, str]:
        """It, and where a link to it leads. Raises `Mistake` where it may not be put in."""
        if article is None:
            raise Mistake("article.missing")
        # From one that is looked at, links lead to drafts and to what is in the archive.
        sendable = article.sendable and article.state is ArticleState.PUBLISHED
        address = self._address(article)
        must_be_offered(self._kind(), part, article.text.title, sendable, on_site=bool(address))
        return article, address

    def _put_in(self, cursor: QTextCursor, article: Article, part: Part, address: str) -> None:
        self._editor.put_in(cursor, html_of(article, part, address), text_of(article, part, address))
        self._editor.setFocus()
        self.used.emit(article.id)

    def _site(self) -> str:
        """Where customers read articles, "" for nowhere."""
        return self._desk.settings.text(CUSTOMER_SITE.key)

    def _address(self, article: Article) -> str:
        """Where a link to it leads: within the desk in a note, else to where customers read it, "" where they do not."""
        if self._kind() is ReplyKind.NOTE:
            return article_address(article.id)
        there = article.audience is Audience.EVERYONE
        return lasting_address(self._site(), article.id, article.text.language) if there else ""
