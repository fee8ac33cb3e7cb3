"""What the list of articles shows: a category, what is not published, and more of it as one goes down."""

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from building import BEGIN
from deskbell.actions.dispatch import perform
from deskbell.model.articles import ArticleHit, ArticlePage, ArticleRow, ArticleState, TitleKey, Trust, WriteArticle
from deskbell.model.errors import Trouble
from deskbell.store.desk import Desk
from deskbell.store.queries import articles
from deskbell.store.search import articles as search
from deskbell.ui.knowledge.articles_model import ArticlesModel
from deskbell.ui.knowledge.place import Kind, Place
from deskbell.ui.knowledge.settling import as_settled
from ui.knowledge.conftest import Knowledge


class Held:
    """A runner that keeps the last question, as only that is answered, and what is asked beside it."""

    def __init__(self) -> None:
        self.beside: list[tuple[tuple[Any, ...], Callable[[Any], None]]] = []
        self.question: tuple[Any, ...] = ()
        self.values: dict[str, int] = {}

    def ask(
        self, *question: Any, done: Callable[[Any], None], failed: Any, owner: Any, topic: Any = None, **values: int
    ) -> None:
        del owner
        if topic is None:
            self.beside.append((question, failed))
            return
        self.question, self.values, self.done, self.failed = question, values, done, failed


@pytest.fixture
def held() -> Held:
    return Held()


@pytest.fixture
def model(held: Held, qapp: QApplication) -> Iterator[ArticlesModel]:
    del qapp
    owner = QObject()
    made = ArticlesModel(held, 7, owner)  # type: ignore[arg-type]
    QAbstractItemModelTester(made, made)
    yield made
    delete(owner)


def rows(*ids: int) -> tuple[ArticleRow, ...]:
    return tuple(ArticleRow(n, None, f"{n:03}", "en", ArticleState.DRAFT, Trust.NEVER, BEGIN) for n in ids)


def hits(*ids: int) -> tuple[ArticleHit, ...]:
    return tuple(ArticleHit(number, "en", str(number), ArticleState.PUBLISHED) for number in ids)


def shown(model: ArticlesModel) -> list[int]:
    return [model.entry(row).id for row in range(model.rowCount())]


def test_a_place_is_read_on_from_where_it_ended_and_read_again_as_far_as_it_is_shown(
    held: Held, model: ArticlesModel
) -> None:
    model.show_place(Place(Kind.DRAFTS))
    assert held.question[0] is articles.in_state
    assert held.question[2] is ArticleState.DRAFT
    first, last = rows(*range(100)), TitleKey("099", 99)
    held.done(ArticlePage(first, last))
    model.fetchMore(QModelIndex())
    assert held.question[-1] == last
    # What came up meanwhile stands there already.
    held.done(ArticlePage(rows(99, 100, 101), None))
    assert shown(model) == list(range(102))
    assert not model.canFetchMore(QModelIndex())
    model.refresh()
    assert held.question[-2:] == (None, 102)
    held.done(ArticlePage(rows(*range(1, 103)), TitleKey("102", 102)))
    assert shown(model) == list(range(1, 103))
    model.fetchMore(QModelIndex())
    assert held.question[-1] == TitleKey("102", 102)


def test_a_page_that_is_on_its_way_comes_with_what_is_read_again(held: Held, model: ArticlesModel) -> None:
    model.show_place(Place(Kind.ARCHIVED))
    held.done(ArticlePage(rows(*range(100)), TitleKey("099", 99)))
    model.fetchMore(QModelIndex())
    model.refresh()
    assert held.question[-2:] == (None, 200)


def test_what_a_search_found_in_place_of_what_is_typed_is_read_on(held: Held, model: ArticlesModel) -> None:
    model.find("refnud")
    assert held.question[:2] == (search.found, "refnud")
    held.done(search.Found(hits(*range(20)), instead="refund"))
    model.fetchMore(QModelIndex())
    assert (held.question[1], held.values) == ("refund", {"after": 20})
    held.done(search.Found(hits(20, 21)))
    assert shown(model) == list(range(22))
    assert not model.canFetchMore(QModelIndex())
    model.refresh()
    assert (held.question[1], held.values) == ("refnud", {"limit": 22})


def test_what_mistyped_words_are_held_against_is_read_once_while_one_types(
    held: Held, model: ArticlesModel, empty_sqlite: str
) -> None:
    def typed(words: str) -> int:
        model.find(words)
        held.done(search.Found(hits(1)))
        return len(held.beside)

    model.show_place(Place(Kind.DRAFTS))
    held.done(ArticlePage(rows(1), None))
    assert held.beside == [], "nobody searches"
    assert [typed("r"), typed("re")] == [1, 1], "it is under way"
    held.beside[0][1](Trouble("db.readonly", path="desk.db"))
    assert typed("ref") == 2, "where it failed, once more"
    question, ended = held.beside[1]
    with closing(Desk.open(empty_sqlite)) as desk:
        ended(desk.read(*question))
    assert typed("refn") == 2
    model.forget_words()
    assert typed("refnu") == 3, "articles were written"


def test_what_answers_another_question_goes_where_the_new_one_fails(held: Held, model: ArticlesModel) -> None:
    model.show_place(Place(Kind.CATEGORY, 1))
    held.done(ArticlePage(rows(1, 2), None))
    model.refresh()
    held.failed(Trouble("db.readonly", path="desk.db"))
    assert shown(model) == [1, 2]
    model.show_place(Place(Kind.CATEGORY, 2))
    held.failed(Trouble("db.readonly", path="desk.db"))
    assert shown(model) == []
    model.try_again()
    held.done(ArticlePage(rows(3), None))
    assert shown(model) == [3]


def test_what_is_not_published_is_below_the_categories(knowledge: Knowledge) -> None:
    screen, until = knowledge.screen, knowledge.qtbot.waitUntil
    states = screen.places.state_list
    until(lambda: knowledge.entries(states.lines) == ["Drafts, 2", "In review, 1"])
    states.setFocus()
    until(lambda: knowledge.titles() == ["Reset a password", "The printer is offline"])
    knowledge.read("Reset a password")
    perform(knowledge.desk, as_settled(knowledge.kept(5), 1, state=ArticleState.ARCHIVED))
    until(lambda: knowledge.entries(states.lines) == ["Drafts, 1", "In review, 1", "Archived, 1"])
    until(lambda: knowledge.titles() == ["The printer is offline"])
    QTest.keyClick(states, Qt.Key.Key_End)
    until(lambda: knowledge.titles() == ["Reset a password"])
    perform(knowledge.desk, as_settled(knowledge.kept(5), 1, state=ArticleState.DRAFT))
    until(screen.listed._nothing.isVisible)
    assert knowledge.entries(states.lines) == ["Drafts, 2", "In review, 1", "Archived"]


def test_a_search_goes_on_as_one_goes_down(knowledge: Knowledge) -> None:
    for number in range(25):
        write = WriteArticle(agent_id=1, id=0, language="en", title=f"Warranty {number}", body="Seal.")
        perform(knowledge.desk, write)
    listed = knowledge.screen.listed
    listed.search.setText("warranty")
    listed.search.search_now()
    knowledge.qtbot.waitUntil(lambda: len(knowledge.titles()) >= 20)
    listed.article_list.step(len(knowledge.titles()))
    knowledge.qtbot.waitUntil(lambda: len(set(knowledge.titles())) == 25)
