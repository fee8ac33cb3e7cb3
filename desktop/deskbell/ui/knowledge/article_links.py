"""Links from one article to another: chosen behind two brackets, or by the button, from a list of titles."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

from deskbell.model.answering import ArticleChoice
from deskbell.rules.answering import brackets_query
from deskbell.rules.markdown.escaping import escaped, link
from deskbell.store.queries.article_targets import targets
from deskbell.ui.answering.popup import ArticlePopup
from deskbell.ui.composer.caret_hand import CaretHand
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.knowledge.markdown_field import MarkdownField
from deskbell.ui.knowledge.unfound import Unfound
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource


class ArticleLinks(CaretHand):
    """Offers what is found for what stands behind the brackets. `about` is told what is written: an article (0 for a new one), in which language.

    Signals:
        failed(Exception): what could not be read.
    """

    failed = Signal(object)
    popup: ArticlePopup

    def __init__(
        self, theme: ThemeSource, runner: Runner, desk: DeskNow, field: MarkdownField, parent: QWidget
    ) -> None:
        super().__init__(field, ArticlePopup(theme, field), parent)
        self._runner = runner
        self._me = desk.me.id
        self._about = (0, "")
        self._asked: str | None = None
        self._by_button = False
        self.unfound = Unfound(runner, desk, self)
        field.brackets_typed.connect(self.begin)

    def about(self, article_id: int, language: str) -> None:
        """This is written from now on."""
        self._about = (article_id, language)
        self._end()

    def ask(self) -> None:
        """The button: what is selected is looked for."""
        cursor = self._editor.textCursor()
        words = cursor.selectedText().replace("\u2029", " ").strip()
        cursor.insertText(f"[[{words}")
        self._editor.setTextCursor(cursor)
        self._editor.setFocus()
        self.begin(len(words.encode("utf-16-le")) // 2)
        self._by_button = True

    def begin(self, behind: int = 0) -> None:
        """Two brackets stand before the caret, or before so many letters that are before it: offer the list."""
        if self._editor.isReadOnly():
            return
        self._begin_at_sign()
        assert self._sign is not None
        self._sign.movePosition(QTextCursor.MoveOperation.PreviousCharacter, n=behind + 1)
        self._asked = None
        self._by_button = False
        self._show()

    def _show(self) -> None:
        typed = self._typed()
        query = brackets_query(typed) if typed is not None else None
        if query is None:
            self._end()
        elif query != self._asked:
            self._asked = query
            article_id, language = self._about
            asked = (query, self._me, language, article_id)
            done, topic = partial(self._offer, query), ("article targets", id(self))
            self._runner.ask(targets, *asked, done=done, failed=self.failed.emit, topic=topic, owner=self)

    def _offer(self, query: str, found: tuple[ArticleChoice, ...]) -> None:
        if self._sign is None or query != self._asked:
            return
        self.unfound.saw(query.strip(), len(found))
        if found or not query.strip():
            self.popup.show_articles(found, internal=True)
        elif " " in query and not self._by_button:
            # Words, and no longer a search.
            self._end()
        else:
            self.popup.hide()

    def _take(self, one: ArticleChoice) -> None:
        cursor = self._cursor()
        self.unfound.opened()
        self._by_button = False
        self._leave()
        cursor.insertText(link(escaped(one.title), f"article:{one.id}"))
        self._editor.setTextCursor(cursor)

    def _end(self) -> None:
        self.unfound.leave()
        if self._by_button and self._sign is not None:
            # Nobody typed the brackets.
            self._by_button = False
            brackets = QTextCursor(self._sign)
            self._sign = None
            brackets.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor, 2)
            if brackets.selectedText() == "[[":
                brackets.removeSelectedText()
        super()._end()
