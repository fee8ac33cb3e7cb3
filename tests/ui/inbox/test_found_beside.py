"""What a search finds besides tickets stands below these, and leads there."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deskbell.model.answering import ArticleChoice
from deskbell.model.customer_list import CustomerLine
from deskbell.model.found_beside import Beside
from deskbell.model.views import View, ViewKind
from deskbell.sample.articles import add_articles
from deskbell.store.queries.found_beside import beside
from deskbell.ui.inbox.found_beside import FoundBeside, FoundLine
from deskbell.ui.scenes.stage import Stage
from ui.driven import Driven

SOMEBODY = CustomerLine(7, "Ona Petraitė", "ona@acme.example", "Acme", False, 2, None)
NAMELESS = CustomerLine(8, "", "info@mail.example", "", False, 0, None)
ARTICLE = ArticleChoice(3, "en", "Refunds", True, "within 14 days")


@pytest.fixture
def place(stage: Stage, qtbot: QtBot) -> FoundBeside:
    made = FoundBeside(stage.theme, stage.runner, 1)
    qtbot.addWidget(made)
    return made


def shown(place: FoundBeside) -> list[FoundLine]:
    return [line for line in place.lines if not line.isHidden()]


def test_each_says_what_it_is_and_leads_there(place: FoundBeside) -> None:
    picked: list[object] = []
    place.customer_wanted.connect(picked.append)
    place.article_wanted.connect(picked.append)
    place.show_found(Beside((SOMEBODY, NAMELESS), (ARTICLE,), more_articles=True))
    assert [line.accessibleName() for line in shown(place)] == [
        "Customer Ona Petraitė, ona@acme.example · Acme",
        "Customer info@mail.example",
        "Article Refunds, within 14 days",
    ]
    for line in shown(place):
        line.click()
    assert picked == [7, 8, 3]
    assert (place.more_customers.isHidden(), place.more_articles.isHidden()) == (True, False)
    place.show_found(Beside((), (ARTICLE,)))
    assert [line.accessibleName() for line in shown(place)] == ["Article Refunds, within 14 days"]
    shown(place)[0].click()
    assert picked[-1] == 3
    place.show_found(Beside())
    assert place.isHidden()
    place.show_found(Beside(more_customers=True))
    assert (place.isHidden(), place.more_customers.isHidden(), shown(place)) == (False, False, [])


def test_only_what_is_searched_for_by_words(place: FoundBeside, qtbot: QtBot) -> None:
    place.show_found(Beside((SOMEBODY,)))
    for view in (View(ViewKind.MINE), View(ViewKind.SEARCH, query="is:mine"), View(ViewKind.SAVED, 1, "refund")):
        place.follow(view)
        assert place.isHidden()


def test_the_search_of_tickets_leads_to_customers_and_articles(driven: Driven, qtbot: QtBot) -> None:
    window = driven.window
    driven.stage.database.transact(lambda session: add_articles(session, 1))
    found = driven.stage.database.read(beside, "refund", 1, "en")
    window.search("refund is:open")
    qtbot.waitUntil(lambda: window.places.beside is not None and window.places.beside.isVisible())
    place = window.places.beside
    assert place is not None
    line = shown(place)[len(found.customers)]
    assert found.articles[0].title in line.accessibleName()
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Space)
    knowledge = window.places.knowledge
    assert knowledge is not None
    qtbot.waitUntil(lambda: knowledge.pane.article is not None)
    assert knowledge.pane.article is not None
    assert knowledge.pane.article.id == found.articles[0].id
    place.articles_wanted.emit("refund")
    qtbot.waitUntil(lambda: knowledge.listed.search.text() == "refund")
    place.customers_wanted.emit("petrait")
    customers = window.places.customers
    assert customers is not None
    assert customers.people.head.filter.words == "petrait"
