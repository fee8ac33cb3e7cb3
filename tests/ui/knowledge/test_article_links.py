"""Links between articles are chosen from a list of titles, so that nobody need know a number."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from deskbell.store.queries.article_targets import targets
from ui.knowledge.conftest import Knowledge


def _begin(knowledge: Knowledge) -> None:
    knowledge.open(2, "Shipping times")
    knowledge.screen.pane.edit.click()
    knowledge.screen.right.editor.body.setPlainText("")


def test_what_is_offered(knowledge: Knowledge) -> None:
    found = knowledge.desk.read(targets, "refund", 1, "en", 2)
    assert [(one.id, one.line) for one in found][:1] == [(1, "Orders and parcels")]
    newest = [one.id for one in knowledge.desk.read(targets, "", 1, "en", 2)]
    assert newest == sorted(newest, reverse=True)
    assert 2 not in newest


def test_brackets_offer_the_others(knowledge: Knowledge) -> None:
    _begin(knowledge)
    body, popup = knowledge.screen.right.editor.body, knowledge.screen.right.editor.links.popup
    QTest.keyClicks(body, "See [[refund")
    knowledge.qtbot.waitUntil(lambda: popup.isVisible() and popup.current() is not None and popup.current().id == 1)
    QTest.keyClick(body, Qt.Key.Key_Return)
    assert body.toPlainText() == "See [Give a refund](article:1)"
    assert not popup.isVisible()
    QTest.keyClicks(body, ".")
    assert body.toPlainText().endswith("(article:1).")


def test_the_button_looks_for_what_is_selected_and_leaves_no_brackets(knowledge: Knowledge) -> None:
    _begin(knowledge)
    editor = knowledge.screen.right.editor
    body, popup = editor.body, editor.links.popup
    body.setPlainText("password")
    body.selectAll()
    editor.bar.article.click()
    knowledge.qtbot.waitUntil(lambda: popup.isVisible() and popup.current() is not None and popup.current().id == 5)
    QTest.keyClick(body, Qt.Key.Key_Escape)
    assert body.toPlainText() == "password"
    assert body.isVisible()
