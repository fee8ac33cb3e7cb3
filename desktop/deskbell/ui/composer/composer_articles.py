"""Articles in the composer: what is asked for by [[ is loaded when it is first wanted."""

from functools import cached_property
from typing import TYPE_CHECKING

from deskbell.model.articles import UseArticle
from deskbell.rules.answering import SIGN
from deskbell.ui.composer.composer_mentions import ComposerMentions
from deskbell.ui.widgets.chip import Tone

if TYPE_CHECKING:
    from deskbell.model.answering import Part
    from deskbell.ui.answering.hand import ArticleHand
    from deskbell.ui.canned.hand import Taken


class ComposerArticles(ComposerMentions):
    """The composer's face with files, canned replies, mentions, and the articles of the knowledge base."""

    def insert_article(self, article_id: int, language: str, part: "Part") -> None:
        """Put this of an article in at the caret."""
        self._articles.insert(article_id, language, part)

    def offer_articles(self) -> None:
        """Show the list of articles, as if two brackets were typed."""
        if self.editor.isReadOnly():
            return
        self.editor.setFocus()
        self.editor.insertPlainText(SIGN)
        self._articles.brackets()

    def _brackets_typed(self) -> None:
        self._articles.brackets()

    def _take_canned(self, taken: "Taken") -> None:
        super()._take_canned(taken)
        if taken.article_id is not None:
            self._articles.link(taken.article_id, taken.language)

    def _tell(self, words: str) -> None:
        """Beside what a macro will do, where one waits."""
        if self._whose() in self._macros:
            self._say_macro(words)
        else:
            self.notice.say(words, Tone.WARNING)

    def _note_use(self, article_id: int) -> None:
        """A ticket that is only begun has no number yet."""
        detail = self._about()
        if detail is not None:
            command = UseArticle(agent_id=self._desk.me.id, id=article_id, ticket_id=detail.row.id)
            self._runner.do(command, failed=self.failed.emit, owner=self)

    @cached_property
    def _articles(self) -> "ArticleHand":
        from deskbell.ui.answering.hand import ArticleHand

        made = ArticleHand(
            self._theme, self._runner, self._desk, self.editor, self._about, lambda: self._content.kind, self
        )
        made.used.connect(self._note_use)
        made.told.connect(self._tell)
        made.failed.connect(self.failed)
        return made
