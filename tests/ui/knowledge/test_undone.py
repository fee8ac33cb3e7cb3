"""What is done to articles and categories is told with a way back, which the key of undo goes, too."""

from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from deskbell.model.articles import ArticleState
from deskbell.store.queries import articles
from deskbell.ui.widgets.toast import Toast
from ui.knowledge.conftest import Knowledge


def told(knowledge: Knowledge, sentence: str) -> None:
    toasts = knowledge.window.toasts.host.findChildren
    knowledge.qtbot.waitUntil(lambda: sentence in [toast.accessibleName() for toast in toasts(Toast)])


def undo(knowledge: Knowledge) -> None:
    knowledge.screen.focus_list()
    QTest.keyClicks(knowledge.screen.listed.article_list, "z")


def of_menu(menu: QMenu, words: str) -> QAction:
    return next(action for action in menu.actions() if action.text() == words)


def test_an_article_is_archived_and_back(knowledge: Knowledge) -> None:
    knowledge.open(2, "Shipping times")
    action = knowledge.actions()["Archive"]
    assert isinstance(action, QAction)
    action.trigger()
    told(knowledge, "“Shipping times” archived")
    assert knowledge.kept(2).state is ArticleState.ARCHIVED
    undo(knowledge)
    knowledge.qtbot.waitUntil(lambda: knowledge.kept(2).state is ArticleState.PUBLISHED)


def test_another_title_is_taken_back(knowledge: Knowledge) -> None:
    knowledge.open(2, "Shipping times")
    knowledge.screen.pane.edit.click()
    editor = knowledge.screen.right.editor
    editor.title.setText("Times")
    editor.save()
    told(knowledge, "“Times” saved")
    knowledge.read("Times")
    undo(knowledge)
    knowledge.read("Shipping times")


def test_all_of_a_category_are_moved_by_one_step(knowledge: Knowledge) -> None:
    places = knowledge.screen.places
    before = {row.id: row.articles for row in knowledge.desk.read(articles.categories, 1)}
    here = places.category_id
    line = places.categories.entry(places.categories.row_of(here) or 0)
    menu = knowledge.screen.menus.of_categories(line, places.lines(), places)
    below = of_menu(menu, "Move all its articles to").menu()
    assert isinstance(below, QMenu)
    of_menu(below, "Without a category").trigger()
    told(knowledge, f"{before[here or 0]} articles moved")
    assert knowledge.desk.read(articles.in_category, 1, here, "en").rows == ()
    undo(knowledge)
    knowledge.qtbot.waitUntil(
        lambda: {row.id: row.articles for row in knowledge.desk.read(articles.categories, 1)} == before
    )
