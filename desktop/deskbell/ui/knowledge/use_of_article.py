"""How much the article that is read is used, and what the person thinks of it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QSettings, Signal

from deskbell.model.article_figures import Figures, SayUseful
from deskbell.model.articles import Article, ArticleState
from deskbell.rules.articles import answers
from deskbell.store.queries.article_figures import figures
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.knowledge.article_pane import ArticlePane
from deskbell.ui.knowledge.readings import Readings
from deskbell.ui.runner import Runner


class UseOfArticle(QObject):
    """Reads the figures once the article is in sight, keeps opinions, and has readings counted. `looks_after` says whether somebody goes through articles to
    look after them, which is no reading.

    Signals:
        failed(Exception): an opinion could not be kept.
    """

    failed = Signal(object)

    def __init__(
        self, runner: Runner, desk: DeskNow, kept: QSettings, pane: ArticlePane, looks_after: Callable[[], bool]
    ) -> None:
        super().__init__(pane)
        self._runner = runner
        self._desk = desk
        self._pane = pane
        self._looks_after = looks_after
        self.readings = Readings(runner, desk, kept, self)
        pane.use_bar.said.connect(self._say)

    def show_figures(self) -> None:
        """Another article is in sight, or it was read again."""
        article, bar = self._pane.article, self._pane.use_bar
        self.readings.begin(article.id if article is not None and self._counts(article) else 0)
        if article is None:
            return
        done = partial(self._show, article)
        # What cannot be read is not shown; of the article itself that was said already.
        topic = ("figures", id(self))
        self._runner.ask(
            figures, self._desk.me.id, article.id, done=done, failed=lambda _: bar.hide(), owner=self, topic=topic
        )

    def leave(self) -> None:
        """The knowledge base is out of sight."""
        self.readings.begin(0)
        self.readings.write()

    def _counts(self, article: Article) -> bool:
        """Whoever has to do with it looks after it."""
        theirs = self._desk.me.id in (article.owner_id, article.verifier_id)
        return article.state is ArticleState.PUBLISHED and not theirs and not self._looks_after()

    def _show(self, article: Article, found: Figures | None) -> None:
        if found is None or self._pane.article is None or self._pane.article.id != article.id:
            return
        me = self._desk.me
        owns = answers(me.role, me.id, article.owner_id, article.verifier_id)
        self._pane.use_bar.show_figures(article.id, found, self._name, owns=owns)

    def _name(self, agent_id: int) -> str:
        agent = self._desk.agent(agent_id)
        return agent.name if agent is not None else f"#{agent_id}"

    def _say(self, useful: bool, why: str) -> None:
        if self._pane.article is not None:
            said = SayUseful(agent_id=self._desk.me.id, id=self._pane.article.id, useful=useful, why=why)
            self._runner.do(said, failed=self.failed.emit, owner=self)
