"""Articles in windows of their own: opened, read on in, changed in the main one, and there again after a start."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QByteArray, Qt, QUrl
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deskbell.actions.dispatch import perform
from deskbell.model.articles import ArticleState, WriteArticle
from deskbell.model.errors import Mistake
from deskbell.store.queries.article_figures import figures
from deskbell.ui.apart.article_window import ArticleWindow
from deskbell.ui.knowledge.settling import as_settled
from deskbell.ui.knowledge.use_of_article import UseOfArticle
from deskbell.ui.main_window import MainWindow
from ui.driven import Driven
from ui.knowledge.conftest import Knowledge, empty, knowledge

__all__ = ["empty", "knowledge"]


def title(window: ArticleWindow) -> str:
    return window.pane.article.text.title if window.pane.article is not None else ""


def opened(knowledge: Knowledge, article_id: int, name: str) -> ArticleWindow:
    knowledge.open(article_id, name)
    QTest.keyClick(knowledge.screen.pane.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    window = knowledge.window.places.article_windows.windows()[-1]
    knowledge.qtbot.waitUntil(lambda: title(window) == name and window.isActiveWindow())
    return window


def test_one_reads_on_in_it_and_the_main_window_stays(knowledge: Knowledge) -> None:
    until = knowledge.qtbot.waitUntil
    window = opened(knowledge, 2, "Shipping times")
    assert window.windowTitle() == "Shipping times"
    assert opened(knowledge, 2, "Shipping times") is window
    window.pane.view.anchorClicked.emit(QUrl("article:1#give-the-money-back"))
    until(lambda: title(window) == "Give a refund")
    assert knowledge.shown() == "Shipping times"
    QTest.keyClick(window.pane.view, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    until(lambda: title(window) == "Shipping times")
    QTest.keyClick(window.pane.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.pane.find_bar.isVisible()
    QTest.keyClick(window.pane.find_bar.field, Qt.Key.Key_Escape)
    QTest.keyClick(window.pane.view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert window.pane.view.zoomed_to() == 1.1
    assert {"print", "close", "palette", "keys"} <= {entry.id for entry in window.keys.listed()}
    perform(knowledge.desk, WriteArticle(agent_id=2, id=2, language="en", title="Times", body="Two days.", base=2))
    until(lambda: window.windowTitle() == "Times")
    QTest.keyClick(window.pane.view, Qt.Key.Key_Escape)
    assert knowledge.window.places.article_windows.windows() == ()


def of_use(window: ArticleWindow) -> str:
    bar = window.pane.use_bar
    return bar.figures.text() if bar.isVisible() else ""


def test_whether_it_was_of_use_is_said_there_too(knowledge: Knowledge) -> None:
    until = knowledge.qtbot.waitUntil
    window = opened(knowledge, 2, "Shipping times")
    until(lambda: bool(of_use(window)))
    QTest.keyClicks(window.pane.view, "+")
    until(lambda: "Of use to 1 of 1" in of_use(window))
    QTest.keyClicks(window.pane.view, "-")
    until(lambda: "Of use to 0 of 1" in of_use(window))
    QTest.keyClicks(window.pane.use_bar.why, "No +- dates")
    QTest.keyClick(window.pane.use_bar.why, Qt.Key.Key_Return)
    until(lambda: "No +- dates" in window.pane.use_bar._complaints.text())


def readings(knowledge: Knowledge, article_id: int) -> int:
    found = knowledge.desk.read(figures, 1, article_id)
    assert found is not None
    return found.week


def wait(use: UseOfArticle) -> None:
    """As if the time had gone by that makes it a reading."""
    reading = use.readings.reading
    if reading.isActive():
        reading.stop()
        reading.timeout.emit()


@pytest.mark.parametrize(("turned_to", "counted"), [(True, 1), (False, 0)])
def test_what_is_read_there_is_counted_once(
    knowledge: Knowledge, turned_to: bool, counted: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though the main window shows it, too; and not in one that only stands there again after a start."""
    until, apart = knowledge.qtbot.waitUntil, knowledge.window.places.article_windows
    perform(knowledge.desk, as_settled(knowledge.kept(2), 1, owner_id=2))
    if turned_to:
        window = opened(knowledge, 2, "Shipping times")
        until(window.use.readings.reading.isActive)
        wait(window.use)
        wait(knowledge.screen.use)
    else:
        # A platform without a screen turns to whatever is shown.
        monkeypatch.setattr(ArticleWindow, "isActiveWindow", lambda _: False)
        apart.open_again("2/en", QByteArray(), lambda: None)
        (window,) = apart.windows()
        until(lambda: bool(of_use(window)))
        wait(window.use)
    window.close()
    knowledge.window.places.go_inbox()
    until(lambda: not knowledge.screen.listed._runner.is_busy)
    assert readings(knowledge, 2) == counted


def test_what_it_says_is_changed_in_the_main_window(knowledge: Knowledge) -> None:
    screen, until = knowledge.screen, knowledge.qtbot.waitUntil
    window = opened(knowledge, 2, "Shipping times")
    knowledge.open(1, "Give a refund")
    knowledge.window.places.go_inbox()
    window.pane.edit.click()
    until(lambda: screen.isVisible() and "editor" in screen.right.__dict__)
    until(lambda: screen.right.currentWidget() is screen.right.editor)
    assert screen.right.editor.title.text() == "Shipping times"
    window.menus.settings_wanted.emit()
    until(lambda: screen.right.currentWidget() is screen.right.settings)


def test_a_double_click_opens_the_article_of_its_line(knowledge: Knowledge) -> None:
    """Also where another one is still before the person's eyes."""
    screen, until = knowledge.screen, knowledge.qtbot.waitUntil
    listed = screen.listed.articles
    row = next(row for row in range(listed.rowCount()) if listed.entry(row).title != knowledge.shown())
    screen.listed.article_list.doubleClicked.emit(listed.index(row))
    (window,) = knowledge.window.places.article_windows.windows()
    until(lambda: title(window) == listed.entry(row).title)


def test_what_was_to_be_done_with_an_article_is_done_with_no_other(knowledge: Knowledge) -> None:
    screen = knowledge.screen
    done: list[str] = []
    screen.open_to(lambda: done.append(knowledge.shown()), 1, "en")
    knowledge.read("Give a refund")
    screen.open_to(lambda: done.append(knowledge.shown()), 99, "en")
    knowledge.qtbot.waitUntil(lambda: screen.pane.article is None)
    screen.open_to(lambda: done.append("never"), 1, "en")
    knowledge.open(2, "Shipping times")
    screen.open_to(lambda: done.append("never"), 1, "en")
    screen.reader.refuse(Mistake("article.missing"))
    knowledge.read("Give a refund")
    knowledge.open(2, "Shipping times")
    assert done == ["Give a refund"]


@pytest.mark.parametrize("gone", [False, True])
def test_windows_come_back_where_they_stood(
    driven: Driven, knowledge: Knowledge, qtbot: QtBot, gone: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = driven.stage
    window = opened(knowledge, 2, "Shipping times")
    window.setGeometry(20, 30, 640, 480)
    window.reader.open(2, language="lt")
    qtbot.waitUntil(lambda: title(window) == "Pristatymo laikas")
    # Nothing is kept before it is known of which desk.
    qtbot.waitUntil(lambda: driven.window._last_time is not None and bool(driven.window._last_time._desk_id))
    driven.window.close()
    assert driven.window.places.article_windows.windows() == ()
    if gone:
        perform(knowledge.desk, as_settled(knowledge.kept(2), 1, state=ArticleState.ARCHIVED))
        monkeypatch.setattr("deskbell.ui.knowledge.reader.shown", _nothing)
    again = MainWindow(stage.theme, stage.runner, stage.feed, stage.desk, stage.settings)
    again.show()
    again.begin()
    try:
        windows: Callable[[], tuple[ArticleWindow, ...]] = again.places.article_windows.windows
        qtbot.waitUntil(lambda: again._last_time is not None and bool(again._last_time._desk_id))
        qtbot.waitUntil(lambda: again._last_time is not None and not again._last_time._to_open)
        if gone:
            qtbot.waitUntil(lambda: not windows())
        else:
            qtbot.waitUntil(lambda: [title(one) for one in windows()] == ["Pristatymo laikas"])
            qtbot.waitUntil(windows()[0].isVisible)
            assert (windows()[0].width(), windows()[0].height()) == (640, 480)
    finally:
        again.close()
        again.deleteLater()


def _nothing(*_: object) -> None:
    return None
