"""The screen of the knowledge base, and hands on it."""

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deskbell.model.articles import Article
from deskbell.store.queries import article_drafts_kept, articles
from deskbell.ui.knowledge.lines import LinesModel, tree
from deskbell.ui.knowledge.screen import KnowledgeScreen
from deskbell.ui.scenes.knowledge import fill
from ui.driven import Driven

_NEVER_MS = 24 * 3_600_000


class Knowledge:
    """The screen, and hands on it."""

    def __init__(self, driven: Driven, qtbot: QtBot) -> None:
        self.driven, self.qtbot, self.window = driven, qtbot, driven.window
        self.desk = driven.stage.database
        QTest.keyClicks(driven.list.view, "gk")
        assert self.window.places.knowledge is not None
        self.screen: KnowledgeScreen = self.window.places.knowledge
        self.drafts = self.screen.right.drafts
        # However long the machine takes: what is searched for is meant, and an article is read, when a test says so.
        for waits in (self.screen.listed.unfound.settled, self.screen.use.readings.reading):
            waits.setInterval(_NEVER_MS)
        qtbot.waitUntil(lambda: self.drafts.is_ready)

    def read(self, title: str) -> None:
        """Until this one is shown."""
        self.qtbot.waitUntil(lambda: self.shown() == title)

    def shown(self) -> str:
        article = self.screen.pane.article
        return article.text.title if article is not None else ""

    def entries(self, model: LinesModel) -> list[str]:
        return [model.sentence(model.entry(row)) for row in range(model.rowCount())]

    def titles(self) -> list[str]:
        return [self.screen.listed.articles.entry(row).title for row in range(self.screen.listed.articles.rowCount())]

    def open(self, article_id: int, title: str) -> None:
        self.screen.open_article(article_id)
        self.read(title)

    def kept(self, article_id: int, language: str = "en") -> Article:
        found = self.desk.read(articles.read, 1, article_id, language)
        assert found is not None
        return found

    def drafted(self, article_id: int) -> list[str]:
        """What the desk keeps of what is written in an article, once all of it is there."""
        self.qtbot.waitUntil(lambda: not self.drafts.is_busy())
        found = self.desk.read(article_drafts_kept.of_agent, 1).drafts
        return [one.body for one in found if one.article_id == article_id]

    def actions(self) -> dict[str, object]:
        article = self.screen.pane.article
        assert article is not None
        menu = self.screen.menus.of_article(article, tree(self.desk.read(articles.categories, 1)), self.screen.pane)
        return {action.text(): action for action in menu.actions() if action.text()}


@pytest.fixture
def empty(driven: Driven, qtbot: QtBot) -> Knowledge:
    return Knowledge(driven, qtbot)


@pytest.fixture
def knowledge(driven: Driven, qtbot: QtBot) -> Knowledge:
    fill(driven.stage.database)
    made = Knowledge(driven, qtbot)
    made.read("A parcel that got lost")
    return made
