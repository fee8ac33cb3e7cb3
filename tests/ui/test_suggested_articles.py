"""Articles at hand in the window: suggested once a ticket has been read for a moment, looked at, put in, opened; and made of a ticket."""

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from deskbell.model.articles import ArticleState
from deskbell.rules.markdown.reading import Target
from deskbell.sample.articles import add_articles
from deskbell.store.search.suggest import suggested
from deskbell.store.tables import article
from deskbell.ui.answering.peek import ArticlePeek
from deskbell.ui.answering.suggested_box import SuggestedLine
from ui.driven import Driven


@pytest.fixture
def filled(driven: Driven) -> Driven:
    driven.stage.database.transact(lambda session: add_articles(session, 1))
    return driven


def lines(driven: Driven) -> list[SuggestedLine]:
    return [line for line in driven.window.pane.side.findChildren(SuggestedLine) if line.isVisible()]


def peek(driven: Driven, qtbot: QtBot) -> ArticlePeek:
    """The first of them, read."""
    qtbot.waitUntil(lambda: bool(lines(driven)))
    lines(driven)[0].click()
    (found,) = lines(driven)[0].findChildren(ArticlePeek)
    qtbot.waitUntil(found.excerpt.isEnabled)
    return found


def test_they_are_there_with_why_and_go_with_the_ticket(filled: Driven, qtbot: QtBot) -> None:
    row = filled.open(0)
    found = filled.stage.database.read(suggested, row.id, 1, "en")
    assert found
    qtbot.waitUntil(lambda: [line.row for line in lines(filled)] == list(found))
    assert all(word in lines(filled)[0].accessibleName() for word in found[0].words)
    filled.window.pane.clear()
    qtbot.waitUntil(lambda: not lines(filled))


def test_one_is_looked_at_and_put_into_the_answer(filled: Driven, qtbot: QtBot) -> None:
    filled.open(0)
    looked = peek(filled, qtbot)
    begins = looked.view.toPlainText().split("\n")[0]
    looked.excerpt.click()
    qtbot.waitUntil(lambda: begins in filled.window.pane.composer.editor.toPlainText())


@pytest.mark.parametrize("state", [ArticleState.DRAFT, ArticleState.ARCHIVED])
def test_no_customer_gets_what_is_not_published(filled: Driven, qtbot: QtBot, state: ArticleState) -> None:
    filled.open(0)
    looked = peek(filled, qtbot)
    changed = update(article).values(state=state.value, sendable=True)
    filled.stage.database.transact(lambda session: session.connection.execute(changed) and None)
    composer = filled.window.pane.composer
    begun = composer.editor.toPlainText()
    looked.excerpt.click()
    qtbot.waitUntil(composer.notice.isVisible)
    assert composer.editor.toPlainText() == begun


def test_of_a_link_that_leads_nowhere_nothing_can_be_put_in(filled: Driven, qtbot: QtBot) -> None:
    filled.open(0)
    looked = peek(filled, qtbot)
    looked.view.target_wanted.emit(Target("article", 99_999))
    qtbot.waitUntil(lambda: not looked.excerpt.isEnabled())
    assert looked.view.toPlainText() == ""
    assert not looked.open_button.isEnabled()


def test_one_is_opened_in_the_knowledge_base(filled: Driven, qtbot: QtBot) -> None:
    filled.open(0)
    looked = peek(filled, qtbot)
    assert looked._shown is not None
    number = looked._shown.article.id
    looked.open_button.click()
    screen = filled.window.places.knowledge
    assert screen is not None

    def there() -> bool:
        article = screen.pane.article
        return article is not None and article.id == number

    qtbot.waitUntil(there)


def test_a_ticket_becomes_the_beginning_of_an_article_and_loses_nothing_begun_before(
    filled: Driven, qtbot: QtBot
) -> None:
    row = filled.open(0)
    places = filled.window.places

    def make() -> None:
        places.go_inbox()
        filled.window.pane.errands.article_wanted.emit(row.id)
        qtbot.waitUntil(lambda: places.knowledge is not None and places.knowledge.isVisible())

    make()
    assert places.knowledge is not None
    editor = places.knowledge.right.editor
    qtbot.waitUntil(lambda: "##" in editor.body.toPlainText())
    body = editor.body.toPlainText()
    assert row.customer.split()[0] not in body
    assert editor.title.text()
    editor.body.setPlainText("Mine.")
    make()
    qtbot.waitUntil(lambda: "##" in editor.body.toPlainText())
    assert editor.body.toPlainText() == f"Mine.\n\n{body}"
