"""Moving articles and categories into other categories."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from deskbell.model.articles import Article, SaveCategory
from deskbell.model.commands import Command
from deskbell.model.errors import Mistake
from deskbell.store.queries import articles
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.knowledge.deed_words import told
from deskbell.ui.knowledge.lines import CategoryLine
from deskbell.ui.knowledge.settling import as_settled
from deskbell.ui.runner import Runner


class Moving(QObject):
    """By the commands that also change the rest of them.

    Signals:
        failed(Exception): it could not be done.
        done(str, str): a sentence, and the deed that did it: it can be taken back.
    """

    failed = Signal(object)
    done = Signal(str, str)

    def __init__(self, runner: Runner, desk: DeskNow, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._me = desk.me.id

    def move_article(self, article_id: int, category_id: int | None) -> None:
        """Let it lie in this category, None for in none."""
        done = partial(self._move, category_id)
        self._runner.ask(articles.read, self._me, article_id, "", done=done, failed=self.failed.emit, owner=self)

    def move_category(self, line: CategoryLine, parent_id: int | None) -> None:
        """Let it lie in this one, None for among the uppermost."""
        if line.id is not None and line.parent_id != parent_id:
            moved = SaveCategory(
                agent_id=self._me, id=line.id, name=line.name, parent_id=parent_id, version=line.version
            )
            self._do(moved, told(moved, None, line))

    def _move(self, category_id: int | None, article: Article | None) -> None:
        if article is None:
            self.failed.emit(Mistake("article.missing"))
        elif article.category_id != category_id:
            command = as_settled(article, self._me, category_id=category_id)
            self._do(command, told(command, article, None))

    def _do(self, command: Command, words: str) -> None:
        done = partial(self._tell, words, command.deed)
        self._runner.do(command, done=done, failed=self.failed.emit, owner=self)

    def _tell(self, words: str, deed: str, _answer: object) -> None:
        self.done.emit(words, deed)
