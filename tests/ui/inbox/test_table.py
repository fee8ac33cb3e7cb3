"""The ticket list as a table: its columns and its head."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from deskbell.actions.dispatch import perform
from deskbell.model import views
from deskbell.model.columns import Column
from deskbell.model.fields import FieldKind, SaveField, SetField
from deskbell.model.saved_views import SavedView
from deskbell.model.views import Sort, View, ViewKind
from deskbell.rules import columns as rules
from deskbell.store.queries import gathered, ticket_list
from deskbell.ui.inbox import cells, course_line
from deskbell.ui.inbox import ticket_list as list_module
from deskbell.ui.inbox.card_text import Badge
from deskbell.ui.inbox.cells import RISING, SORTS
from deskbell.ui.inbox.list_header import ListHeader
from deskbell.ui.inbox.table_head import ColumnName
from deskbell.ui.main_window import MainWindow
from deskbell.ui.scenes.stage import Stage
from store.test_pages import in_order
from ui.driven import Driven
from ui.inbox.table_hands import OPEN, Hands


@pytest.fixture
def hands(driven: Driven, qtbot: QtBot) -> Hands:
    return Hands(driven, qtbot)


@pytest.fixture
def another_window(stage: Stage, qtbot: QtBot) -> Iterator[Callable[[], MainWindow]]:
    made: list[MainWindow] = []

    def make() -> MainWindow:
        window = MainWindow(stage.theme, stage.runner, stage.feed, stage.desk, stage.settings)
        made.append(window)
        window.show()
        with qtbot.waitSignal(window.inbox.tickets.model.shown):
            window.begin()
        return window

    yield make
    for window in made:
        window.close()
        delete(window)


# The form.


def test_v_makes_a_table_of_the_cards_and_cards_of_the_table(driven: Driven, qtbot: QtBot) -> None:
    first = driven.open(1)
    beside = driven.window.inbox.sizes()
    driven.press("v")
    table = driven.list.table
    assert table is not None
    assert table.head.isVisible()
    assert not driven.window.pane.isVisible()
    assert driven.window.pane.ticket_id == 0, "what lies over the table is open, and nothing does"
    assert driven.list.view.current_id == first.id, "it is marked all the same"
    assert driven.list.view.rowHeight(0) == 30
    with qtbot.waitSignal(driven.window.pane.shown):
        driven.press("v")
    assert driven.list.table is None
    assert not table.head.isVisible()
    assert driven.window.pane.isVisible()
    assert driven.window.pane.ticket_id == first.id
    assert driven.window.inbox.sizes() == beside
    assert driven.list.view.rowHeight(0) == 76


def test_the_next_window_begins_with_what_this_one_had(hands: Hands, another_window: Callable[[], MainWindow]) -> None:
    head_button = hands.button(hands.list.findChildren(ListHeader)[0], "Show as cards")
    other = another_window()
    assert other.inbox.tickets.table is not None
    assert other.inbox.tickets.table.head.isVisible()
    head_button.click()
    assert another_window().inbox.tickets.table is None


def test_a_view_without_tickets_has_no_head(hands: Hands, qtbot: QtBot) -> None:
    with qtbot.waitSignal(hands.list.model.shown):
        hands.window.inbox.go_to_view(View(ViewKind.SEARCH, query="qwertz"))
    assert not hands.head.isVisible()
    with qtbot.waitSignal(hands.list.model.shown):
        hands.window.inbox.go_to_view(OPEN)
    assert hands.head.isVisible()


# The head.


def test_a_click_on_a_name_sorts_and_another_turns_it_round(hands: Hands, qtbot: QtBot) -> None:
    hands.menu()["Created"].trigger()
    assert hands.name(Column.ACTIVITY) == "Last activity, sorted, falling"
    with qtbot.waitSignal(hands.list.model.shown):
        hands.click_head(Column.ACTIVITY)
    assert hands.list.model.order is Sort.OLDEST
    assert hands.name(Column.ACTIVITY) == "Last activity, sorted, rising"
    for column in hands.names():
        for turn in range(2) if column is not Column.TAGS else ():
            with qtbot.waitSignal(hands.list.model.shown):
                hands.click_head(column)
            order = hands.list.model.order
            rising = order in RISING
            assert order is SORTS[column][turn]
            assert hands.name(column).endswith(f", sorted, {'rising' if rising else 'falling'}")
            ids = [row.id for row in hands.rows()]
            assert ids == [row.id for row in in_order(hands.rows(), order)], order
    assert hands.name(Column.ACTIVITY) == "Last activity"
    with qtbot.assertNotEmitted(hands.list.model.shown, wait=50):
        hands.click_head(Column.TAGS)


def test_what_does_not_sort_says_why(hands: Hands, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    said = hands.head.explained
    assert said(Column.TAGS) == "A ticket can have many tags: no list is sorted by them."
    assert said(Column.CUSTOMER) == said(Column.PRIORITY) == said(None) == ""
    with qtbot.waitSignal(hands.list.model.shown):
        hands.click_head(Column.CUSTOMER)
    for module in (gathered, ticket_list, views, list_module, course_line):
        monkeypatch.setattr(module, "MOST_SORTED", 5)
    with qtbot.waitSignal(hands.list.model.shown):
        hands.window.inbox.go_to_view(View(ViewKind.DONE))
    assert said(Column.CUSTOMER).startswith("This view has more than")
    with qtbot.assertNotEmitted(hands.list.model.shown, wait=50):
        hands.click_head(Column.CUSTOMER)
    with qtbot.waitSignal(hands.list.model.counted):
        hands.window.inbox.go_to_view(OPEN)
    qtbot.waitUntil(lambda: hands.list.model.order is Sort.LATEST)
    assert hands.list._line is not None
    said = hands.list._line._said.text()
    assert said.startswith("This view has more than 5 tickets: too many to be grouped, or sorted"), said
    assert hands.name(Column.ACTIVITY) == "Last activity, sorted, falling"
    with qtbot.waitSignal(hands.list.model.shown):
        hands.click_head(Column.PRIORITY)
    assert hands.list._line._said.text() == ""


def test_a_search_for_words_is_in_no_order_that_a_column_says(hands: Hands, qtbot: QtBot) -> None:
    with qtbot.waitSignal(hands.list.model.shown):
        hands.window.inbox.go_to_view(View(ViewKind.SEARCH, query="refund"))
    assert hands.name(Column.ACTIVITY) == "Last activity"
    with qtbot.waitSignal(hands.list.model.shown):
        hands.window.inbox.go_to_view(View(ViewKind.SEARCH, query="tag:refund"))
    assert hands.name(Column.ACTIVITY) == "Last activity, sorted, falling"


def test_a_name_that_is_dragged_moves_its_column(hands: Hands) -> None:
    before = hands.names()
    hands.drag(hands.middle(Column.STATUS), hands.middle(Column.NUMBER) - QPoint(20, 0))
    assert hands.names() == [Column.STATUS, *(column for column in before if column is not Column.STATUS)]
    assert hands.list.model.order is Sort.LATEST, "and sorts nothing"


@pytest.mark.parametrize(
    ("edge", "changed", "by", "then"),
    [
        (Column.CUSTOMER, Column.CUSTOMER, 40, 40),
        (Column.SUBJECT, Column.STATUS, -30, 30),
        (Column.STATUS, Column.PRIORITY, 20, -20),
        (Column.CUSTOMER, Column.CUSTOMER, -999, None),
    ],
)
def test_what_is_between_two_columns_follows_the_mouse(
    hands: Hands, edge: Column, changed: Column, by: int, then: int | None
) -> None:
    before = {column: hands.width(column) for column in hands.names()}
    at = hands.edge(edge)
    hands.drag(at, at + QPoint(by, 0))
    expected = rules.NARROWEST if then is None else before[changed] + then
    assert hands.width(changed) == expected
    assert hands.width(Column.SUBJECT) == before[Column.SUBJECT] - (expected - before[changed])
    others = set(before) - {changed, Column.SUBJECT}
    assert {column: hands.width(column) for column in others} == {column: before[column] for column in others}


def test_no_column_takes_the_subject_its_room(hands: Hands) -> None:
    at = hands.edge(Column.CUSTOMER)
    hands.drag(at, at + QPoint(2_000, 0))
    assert hands.width(Column.SUBJECT) >= rules.SUBJECT


def test_columns_are_chosen_for_each_view(hands: Hands, qtbot: QtBot, another_window: Callable[[], MainWindow]) -> None:
    hands.menu()["Mailbox"].trigger()
    hands.menu()["Number"].trigger()
    chosen = hands.names()
    assert chosen[-1] is Column.MAILBOX
    assert Column.NUMBER not in chosen
    assert not hands.menu()["Subject"].isEnabled()
    with qtbot.waitSignal(hands.list.model.shown):
        hands.window.inbox.go_to_view(View(ViewKind.MINE))
    assert Column.MAILBOX not in hands.names()
    with qtbot.waitSignal(hands.list.model.shown):
        hands.window.inbox.go_to_view(OPEN)
    assert hands.names() == chosen
    other = another_window()
    with qtbot.waitSignal(other.inbox.tickets.model.shown):
        other.inbox.go_to_view(OPEN)
    assert other.inbox.tickets.table is not None
    assert [one.column for one in other.inbox.tickets.table.columns] == chosen
    hands.menu()["The usual columns"].trigger()
    assert hands.table.columns == rules.usual(ViewKind.OPEN)


def test_a_view_is_saved_with_the_columns_of_the_table_and_everybody_who_has_it_sees_them(
    hands: Hands, qtbot: QtBot, another_window: Callable[[], MainWindow]
) -> None:
    hands.menu()["Mailbox"].trigger()
    saved = save_shown(hands, "Wide")
    assert saved.columns == hands.table.text()
    hands.menu()["Created"].trigger()
    own = hands.table.text()
    assert own != saved.columns, "what a person chooses is theirs alone"
    shown = hands.window.inbox.views.model.row_of(View(ViewKind.SAVED, saved.id))
    assert shown is not None
    assert shown.saved == saved
    hands.menu()["The usual columns"].trigger()
    assert hands.table.text() == saved.columns, "those that it was saved with"
    hands.menu()["Number"].trigger()
    hands.window.inbox.saved._change_shown()
    popup = hands.popup()
    assert not popup.with_columns.isChecked()
    popup.with_columns.setChecked(True)
    QTest.keyClick(popup.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: saved_as(hands, "Wide").columns != saved.columns)
    assert Column.NUMBER not in hands.names()
    other = another_window()
    qtbot.waitUntil(lambda: other.inbox.view == View(ViewKind.SAVED, saved.id) and bool(other.inbox.views.model.rows()))
    assert other.inbox.tickets.table is not None
    table = other.inbox.tickets.table
    qtbot.waitUntil(lambda: table.text() == saved_as(hands, "Wide").columns)


def test_among_cards_a_saved_view_keeps_the_columns_that_it_has(hands: Hands, qtbot: QtBot) -> None:
    hands.menu()["Mailbox"].trigger()
    saved = save_shown(hands, "Wide")
    hands.driven.press("v")
    hands.window.inbox.saved._change_shown()
    popup = hands.popup()
    assert popup.with_columns.isHidden()
    popup.name.setText("Wider")
    QTest.keyClick(popup.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: saved_as(hands, "Wider").columns == saved.columns)


def save_shown(hands: Hands, name: str) -> SavedView:
    """Save the view that is shown, and go to what is saved."""
    hands.window.inbox.saved.keep()
    popup = hands.popup()
    assert popup.with_columns.isChecked()
    popup.name.setText(name)
    QTest.keyClick(popup.name, Qt.Key.Key_Return)
    saved = saved_as(hands, name)
    hands.qtbot.waitUntil(lambda: hands.window.inbox.view == View(ViewKind.SAVED, saved.id))
    hands.qtbot.waitUntil(lambda: hands.table.text() == saved.columns)
    return saved


def saved_as(hands: Hands, name: str) -> SavedView:
    """The saved view of this name, once the list of views has it."""

    def found() -> list[SavedView]:
        rows = hands.window.inbox.views.model.rows()
        return [row.saved for row in rows if row.saved is not None and row.name == name]

    hands.qtbot.waitUntil(lambda: bool(found()))
    return found()[0]


# Custom fields.


def test_a_custom_field_has_a_column_that_follows_what_is_filled_in(hands: Hands, qtbot: QtBot) -> None:
    desk, ona, ticket = hands.driven.stage.database, 1, hands.id_at(2)
    weight = perform(desk, SaveField(agent_id=ona, id=0, name="Weight & size", kind=FieldKind.NUMBER)) or 0
    perform(desk, SetField(agent_id=ona, tickets=(ticket,), field_id=weight, value="12.5"))
    fields = hands.table._fields
    qtbot.waitUntil(lambda: fields.word(weight) == "Weight & size")
    assert fields.words(ticket, weight) == "", "nothing is read for a column that is not there"
    with qtbot.waitSignal(fields.filled):
        hands.menu()["Weight && size"].trigger()
    assert hands.names()[-1] == weight
    assert hands.name(weight) == "Weight & size"
    assert fields.words(ticket, weight) == "12.5"
    assert fields.words(hands.id_at(0), weight) == ""
    perform(desk, SetField(agent_id=ona, tickets=(ticket,), field_id=weight, value="13"))
    qtbot.waitUntil(lambda: fields.words(ticket, weight) == "13")
    with qtbot.waitSignal(hands.list.model.shown):
        hands.window.inbox.go_to_view(View(ViewKind.MINE))
    with qtbot.waitSignal(hands.list.model.shown):
        hands.window.inbox.go_to_view(OPEN)
    assert hands.names()[-1] == weight, "it is kept as others are"
    perform(desk, SaveField(agent_id=ona, id=weight, name="Weight", kind=FieldKind.NUMBER, retired=True, version=1))
    qtbot.waitUntil(lambda: weight not in hands.names())


# What is seen and said.


def test_a_line_is_a_sentence_and_a_name_is_a_button(hands: Hands) -> None:
    said = hands.list.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert f"#{hands.id_at(0)}" in said
    interface = QAccessible.queryAccessibleInterface(hands.list.view)
    assert interface.role() is QAccessible.Role.Table
    roles = [
        (one.role(), one.text(QAccessible.Text.Name))
        for one in map(QAccessible.queryAccessibleInterface, hands.head.findChildren(ColumnName))
    ]
    assert (QAccessible.Role.Button, "Last activity, sorted, falling") in roles


def test_a_screen_reader_hears_the_columns_above_the_lines_and_the_tickets_before_them(
    hands: Hands, qtbot: QtBot
) -> None:
    def heard(role: QAccessible.Role) -> list[str]:
        table = QAccessible.queryAccessibleInterface(hands.list.view)
        cells = [table.child(number) for number in range(min(table.childCount(), 12))]
        return [cell.text(QAccessible.Text.Name) for cell in cells if cell is not None and cell.role() is role]

    def names() -> str:
        return "; ".join(hands.name(column) for column in hands.names())

    assert "Last activity, sorted, falling" in names()
    assert heard(QAccessible.Role.ColumnHeader) == [names()]
    assert heard(QAccessible.Role.RowHeader)[:2] == [f"#{hands.id_at(row)}" for row in range(2)]
    with qtbot.waitSignal(hands.list.model.shown):
        hands.click_head(Column.ACTIVITY)
    assert "Last activity, sorted, rising" in names()
    assert heard(QAccessible.Role.ColumnHeader) == [names()]
    hands.menu()["Created"].trigger()
    assert "Created" in names()
    assert heard(QAccessible.Role.ColumnHeader) == [names()]
    hands.list.show_form(table=False)
    assert heard(QAccessible.Role.ColumnHeader) == ["Tickets"]


def test_colleagues_ticks_and_mentions_are_drawn_on_their_lines(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    # No ticket gets a minute older between two pictures of it.
    monkeypatch.setattr(cells, "age", lambda _then, _now: "4 min")

    def lines() -> list[QImage]:
        view = hands.list.view
        return [view.grab(view.visualRect(hands.list.model.index(number, 0))).toImage() for number in range(5)]

    hands.list.view.viewport().repaint()
    before = lines()
    hands.list.show_badges({hands.id_at(1): Badge("Tomas Berg", "tomas@desk.example", "Tomas is looking at this")})
    hands.list.show_mentions(frozenset({hands.id_at(2)}))
    hands.list.model.choose((hands.id_at(3),), on=True)
    assert [one == other for one, other in zip(lines(), before, strict=True)] == [True, False, False, False, True]


def test_a_jump_far_down_shows_where_tickets_will_be_until_they_are_read(hands: Hands, qtbot: QtBot) -> None:
    with qtbot.waitSignal(hands.list.model.shown):
        hands.window.inbox.go_to_view(View(ViewKind.DONE))
    last = hands.list.model.rowCount() - 1
    hands.list.view.walk_to(last)
    hands.list.view.viewport().repaint()
    qtbot.waitUntil(lambda: hands.list.model.ticket(last) is not None)
    assert hands.list.view.indexAt(QPoint(50, hands.list.view.viewport().height() - 5)).row() == last
