"""Articles of which the person at this window was told that they are due for verification, and which they have not looked at."""

from PySide6.QtCore import QObject, Signal

from deskbell.model.articles import ArticleRow, SeeArticleReminders
from deskbell.model.changes import Changes
from deskbell.model.kinds import Entity
from deskbell.store.queries import articles_due
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.knowledge.words import my_language
from deskbell.ui.runner import Runner


class ArticlesDueNow(QObject):
    """Read when a change says that they are others. `begin` asks for the first time.

    Signals:
        changed: `all` is another.
        came: more of them are there than the person was told of here, `all` has them too.
    """

    changed = Signal()
    came = Signal()

    def __init__(self, runner: Runner, desk: DeskNow) -> None:
        super().__init__(desk)
        self._runner = runner
        self._desk = desk
        self.all: tuple[ArticleRow, ...] = ()
        self._told: frozenset[int] = frozenset()

    def begin(self) -> None:
        """Read what there is, and hear of what becomes of it."""
        self._desk.heard.connect(self._hear)
        self.read_again()

    def see(self) -> None:
        """The person has looked at all of them, or wants to hear no more of them."""
        if self.all:
            seen = tuple(sorted(row.id for row in self.all))
            self._show(())
            # Where it is not taken they are unseen again with the next reading.
            self._runner.do(SeeArticleReminders(agent_id=self._desk.me.id, articles=seen), failed=self._keep)

    def read_again(self) -> None:
        """Ask the database."""
        asked = (articles_due.unseen, self._desk.me.id, my_language())
        self._runner.ask(*asked, done=self._take, failed=self._keep, topic=("articles due", id(self)))

    def _hear(self, changes: Changes) -> None:
        me, known = self._desk.me.id, {row.id for row in self.all}
        mine = any(row.entity is Entity.ARTICLE_REMINDER and row.row_id == me for row in changes.rows)
        # What is verified is due no longer.
        theirs = any(row.entity is Entity.ARTICLE and row.row_id in known for row in changes.rows)
        if mine or theirs or changes.lost:
            self.read_again()

    def _take(self, found: tuple[ArticleRow, ...]) -> None:
        self._show(found)
        there = frozenset(row.id for row in found)
        new = there - self._told
        self._told = there
        if new:
            self.came.emit()

    def _show(self, found: tuple[ArticleRow, ...]) -> None:
        if found != self.all:
            self.all = found
            self.changed.emit()

    def _keep(self, _error: Exception) -> None:
        """That the database is away is the feed's to tell, which has all read again once it is back."""
