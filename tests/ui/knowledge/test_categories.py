"""The categories of the knowledge base: folded, remembered so, and moved by mouse and menu."""

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest

from deskbell.model.articles import CategoryRow
from deskbell.ui.knowledge.carried import article_of, carried, category_of
from deskbell.ui.knowledge.kept_folds import KeptFolds
from deskbell.ui.knowledge.lines import CategoryLine, inside, tree
from deskbell.ui.knowledge.place import Kind, Place
from ui.knowledge.conftest import Knowledge

ROWS = (
    CategoryRow(1, "Parcels", None, 0, articles=1),
    CategoryRow(2, "Lost", 1, 0, articles=2),
    CategoryRow(3, "Abroad", 2, 0, articles=3),
    CategoryRow(4, "Accounts", None, 1),
)
FORMS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def test_what_is_folded_counts_all_that_is_in_it() -> None:
    def told(*folded: int) -> list[tuple[str, int, int, bool, bool]]:
        return [(one.name, one.depth, one.articles, one.holds, one.folded) for one in tree(ROWS, folded)]

    accounts = ("Accounts", 0, 0, False, False)
    whole = [("Parcels", 0, 1, True, False), ("Lost", 1, 2, True, False), ("Abroad", 2, 3, False, False), accounts]
    assert told() == whole
    assert told(3, 4, 99) == whole
    assert told(2) == [whole[0], ("Lost", 1, 5, True, True), accounts]
    assert told(1, 2) == [("Parcels", 0, 6, True, True), accounts]


def test_what_lies_in_a_category() -> None:
    assert [inside(ROWS, number) for number in (1, 2, 3, 4)] == [{1, 2, 3}, {2, 3}, {3}, {4}]


def names(knowledge: Knowledge) -> list[str]:
    return [name.partition(",")[0] for name in knowledge.entries(knowledge.screen.places.categories)]


def test_they_are_folded_by_key_and_click_and_stay_so(knowledge: Knowledge) -> None:
    places, until = knowledge.screen.places, knowledge.qtbot.waitUntil
    view, settings = places.category_list, knowledge.driven.stage.settings
    whole = ["Orders and parcels", "Accounts", "Sign-in", "Devices", "Without a category"]
    assert names(knowledge) == whole
    view.setFocus()
    view.step(2)
    knowledge.read("Reset a password")
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.currentIndex().row() == 1
    until(lambda: not knowledge.titles())
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert names(knowledge) == [name for name in whole if name != "Sign-in"]
    assert knowledge.entries(places.categories)[1] == "Accounts, 1, folded"
    assert KeptFolds(settings, 1).folded == {2}
    assert KeptFolds(settings, 2).folded == frozenset()
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert names(knowledge) == whole
    view.step(1)
    knowledge.read("Reset a password")
    sign = view.visualRect(places.categories.index(1, 0)).topLeft() + QPoint(8, 8)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=sign)
    # What was chosen has gone out of sight with it.
    assert places.category_id == 2
    assert view.currentIndex().row() == 1
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=sign)
    assert names(knowledge) == whole
    settings.setValue("knowledge/folded-1", "nonsense")
    assert KeptFolds(settings, 1).folded == frozenset()


def test_articles_and_categories_are_dropped_on_a_category(knowledge: Knowledge) -> None:
    screen, until = knowledge.screen, knowledge.qtbot.waitUntil
    view, lines = screen.places.category_list, screen.places.categories
    article = carried(screen.listed.articles.entry(0))
    assert article is not None
    assert article_of(article) == 3

    def event(kind: type[QDragMoveEvent] | type[QDropEvent], data: QMimeData, row: int) -> QDropEvent:
        at = view.visualRect(lines.index(row, 0)).center()
        place = QPointF(at) if kind is QDropEvent else at
        made = kind(place, Qt.DropAction.MoveAction, data, *FORMS)  # type: ignore[arg-type]
        (view.dropEvent if kind is QDropEvent else view.dragMoveEvent)(made)  # type: ignore[operator]
        return made

    assert event(QDragMoveEvent, article, 3).isAccepted()
    event(QDropEvent, article, 3)
    until(lambda: knowledge.kept(3).category_id == 4)
    accounts, sign_in = (carried(lines.entry(row)) for row in (1, 2))
    assert accounts is not None
    assert sign_in is not None
    assert category_of(sign_in) == 3
    # Not into what lies in it.
    assert not event(QDragMoveEvent, accounts, 2).isAccepted()
    event(QDropEvent, sign_in, 0)
    until(lambda: names(knowledge)[:2] == ["Orders and parcels", "Sign-in"])
    event(QDropEvent, sign_in, 4)
    until(lambda: names(knowledge)[2:4] == ["Devices", "Sign-in"])
    assert carried(CategoryLine(None, "Without a category")) is None
    assert not event(QDragMoveEvent, QMimeData(), 0).isAccepted()


def test_a_category_is_moved_by_its_menu(knowledge: Knowledge) -> None:
    places = knowledge.screen.places
    (line,) = [one for one in places.lines() if one.name == "Accounts"]
    menu = knowledge.screen.menus.of_categories(line, places.lines(), places)
    below = next(one.menu() for one in menu.actions() if one.text() == "Move “Accounts” into")
    offered = {action.text().strip(): action for action in below.actions()}  # type: ignore[union-attr]
    assert list(offered) == ["Orders and parcels", "Devices"]
    offered["Devices"].trigger()
    knowledge.qtbot.waitUntil(lambda: names(knowledge)[1:4] == ["Devices", "Accounts", "Sign-in"])


def test_the_first_category_is_chosen_though_a_change_comes_in_between(knowledge: Knowledge) -> None:
    places = knowledge.screen.places
    places.place = Place(Kind.CATEGORY)
    places.begin()
    places.read_again()
    knowledge.qtbot.waitUntil(lambda: places.category_id is not None)
