"""Fields and lists that drop down."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.choice import Choice
from deskbell.ui.widgets.choice_list import ChoiceList
from deskbell.ui.widgets.property_button import PropertyButton
from deskbell.ui.widgets.search_box import SearchBox

NAMES = ["Ona Kazlauskaitė", "Tomas Berg", "Mei Lin", "李娜", "Анна Смирнова", "Nobody", "Someone", "Third"]


@pytest.fixture
def host(theme: ThemeSource, qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    return made


def opened(
    theme: ThemeSource, host: QWidget, *, new: str = "", new_first: bool = False, names: list[str] = NAMES
) -> ChoiceList:
    choices = [Choice(name, name) for name in names]
    words = (lambda text: "" if text == "!" else new.replace("%1", text)) if new else None
    made = ChoiceList(theme, choices, new=words, new_first=new_first, parent=host)
    made.open_below(host)
    return made


def shown(dropped: ChoiceList) -> list[str]:
    rows = dropped._list
    return [rows.item(n).text() for n in range(rows.count()) if not rows.item(n).isHidden()]


def test_the_longest_choice_is_read_whole(theme: ThemeSource, host: QWidget) -> None:
    longest = "Until somebody who has the key to the room answers"
    offered = opened(theme, host, names=["Now", longest, "Later"])._list
    assert offered.viewport().width() > offered.fontMetrics().horizontalAdvance(longest) + theme.px(14)


@pytest.mark.parametrize(("anchor", "as_wide"), [(400, True), (700, False)])
def test_it_is_as_wide_as_its_button_but_not_as_a_pane(
    theme: ThemeSource, host: QWidget, anchor: int, as_wide: bool
) -> None:
    host.resize(anchor, 40)
    assert (opened(theme, host).width() >= anchor) is as_wide


def test_no_choice_makes_it_wider_than_is_read_at_a_glance(theme: ThemeSource, host: QWidget) -> None:
    assert opened(theme, host, names=["word " * 60]).width() < 500


@pytest.mark.parametrize("count", [1, 2, 3, 9])
def test_a_list_is_as_high_as_its_choices(theme: ThemeSource, host: QWidget, count: int) -> None:
    dropped = opened(theme, host, names=[str(number) for number in range(count)])
    assert dropped.height() == dropped.sizeHint().height()


@pytest.mark.parametrize(
    ("typed", "left"),
    [("", NAMES), ("om", ["Tomas Berg", "Someone"]), ("анна", ["Анна Смирнова"]), ("李", ["李娜"]), ("zzz", [])],
)
def test_typing_narrows_down(theme: ThemeSource, host: QWidget, typed: str, left: list[str]) -> None:
    dropped = opened(theme, host)
    dropped._search.setText(typed)
    assert shown(dropped) == left


def test_it_is_no_higher_than_what_is_left(theme: ThemeSource, host: QWidget) -> None:
    dropped = opened(theme, host, new="Add “%1”")
    whole, top = dropped.height(), dropped.y()
    dropped._search.setText("ber")
    assert (shown(dropped), whole - dropped.height()) == (["Tomas Berg", "Add “ber”"], 6 * theme.px(30))
    dropped._search.setText("")
    assert (dropped.height(), dropped.y()) == (whole, top)
    dropped.close()
    above = ChoiceList(theme, [Choice(name, name) for name in NAMES], parent=host)
    host.move(200, 400)
    above.open_above(host)
    bottom = above.geometry().bottom()
    above._search.setText("berg")
    assert (shown(above), above.geometry().bottom()) == (["Tomas Berg"], bottom)


def test_down_and_enter_choose_what_is_shown(theme: ThemeSource, host: QWidget, qtbot: QtBot) -> None:
    dropped = opened(theme, host)
    dropped._search.setText("om")
    QTest.keyClick(dropped._search, Qt.Key.Key_Down)
    with qtbot.waitSignal(dropped.chosen) as chosen:
        QTest.keyClick(dropped._search, Qt.Key.Key_Return)
    assert chosen.args == ["Someone"]


def test_enter_on_nothing_chooses_nothing(theme: ThemeSource, host: QWidget, qtbot: QtBot) -> None:
    dropped = opened(theme, host)
    with qtbot.assertNotEmitted(dropped.chosen), qtbot.assertNotEmitted(dropped.typed):
        dropped.choose_text("zzz")


@pytest.mark.parametrize(
    ("typed", "left", "chosen"),
    [
        ("refun", ["refunds", "refund", "New: refun"], "refunds"),
        ("REFUND", ["refunds", "refund"], "refund"),
        ("parcel", ["New: parcel"], "typed parcel"),
        ("!", [], ""),
        ("", ["refunds", "refund"], "refunds"),
    ],
)
@pytest.mark.parametrize("first", [False, True])
def test_what_is_typed_stands_there_itself(
    theme: ThemeSource, host: QWidget, typed: str, left: list[str], chosen: str, first: bool
) -> None:
    dropped = opened(theme, host, new="New: %1", new_first=first, names=["refunds", "refund"])
    taken: list[object] = []
    dropped.chosen.connect(taken.append)
    dropped.typed.connect(lambda text: taken.append(f"typed {text}"))
    dropped._search.setText(f"{typed} ")
    assert shown(dropped) == left
    QTest.keyClick(dropped._search, Qt.Key.Key_Return)
    wanted = "typed refun" if first and typed == "refun" else chosen
    assert taken == ([wanted] if wanted else [])


def test_a_new_word_is_reached_by_the_arrows_and_by_a_click(theme: ThemeSource, host: QWidget, qtbot: QtBot) -> None:
    for click in (False, True):
        dropped = opened(theme, host, new="New: %1", names=["refunds", "refund"])
        dropped._search.setText("refun")
        with qtbot.waitSignal(dropped.typed) as typed, qtbot.assertNotEmitted(dropped.chosen):
            if click:
                dropped._list.itemClicked.emit(dropped._list.item(2))
            else:
                for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
                    QTest.keyClick(dropped._search, key)
        assert typed.args == ["refun"]


def test_short_lists_have_no_search(theme: ThemeSource, host: QWidget) -> None:
    assert not opened(theme, host, names=["a", "b"])._search.isVisibleTo(host)


def test_property_button_says_what_and_value(theme: ThemeSource, host: QWidget, qtbot: QtBot) -> None:
    button = PropertyButton(theme, "Status", parent=host)
    button.set_value("Open", dot="accent")
    button.set_choices(lambda: [Choice(1, "Open", checked=True), Choice(2, "Solved")])
    button.show()
    assert button.accessibleName() == "Status: Open"
    assert button.sizeHint().height() == 26
    button.click()
    dropped = button.findChild(ChoiceList)
    assert dropped is not None
    assert dropped._list.currentRow() == 0
    QTest.keyClick(dropped._list, Qt.Key.Key_Down)
    with qtbot.waitSignal(button.chosen) as chosen:
        QTest.keyClick(dropped._list, Qt.Key.Key_Return)
    assert chosen.args == [2]
    assert button.text() == "Open", "it shows the old value until it is told"


def test_a_long_value_is_elided(theme: ThemeSource, host: QWidget) -> None:
    button = PropertyButton(theme, "Assignee", parent=host)
    button.set_value("x" * 300)
    assert button.sizeHint().width() < 260


def test_search_rests_before_it_asks(theme: ThemeSource, host: QWidget, qtbot: QtBot) -> None:
    box = SearchBox(theme, "Search", host)
    said: list[str] = []
    box.searched.connect(said.append)
    QTest.keyClicks(box, "refund ")
    assert said == []
    qtbot.waitUntil(lambda: bool(said))
    assert said == ["refund"]


def test_search_asks_at_once_on_enter_and_only_once(theme: ThemeSource, host: QWidget, qtbot: QtBot) -> None:
    box = SearchBox(theme, "Search", host)
    said: list[str] = []
    box.searched.connect(said.append)
    box.setText("退款")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert said == ["退款"]
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert said == ["退款"]


def test_escape_clears_then_leaves(theme: ThemeSource, host: QWidget, qtbot: QtBot) -> None:
    box = SearchBox(theme, "Search", host)
    said: list[str] = []
    box.searched.connect(said.append)
    box.setText("x")
    QTest.keyClick(box, Qt.Key.Key_Return)
    with qtbot.assertNotEmitted(box.left):
        QTest.keyClick(box, Qt.Key.Key_Escape)
    assert (said, box.text()) == (["x", ""], "")
    with qtbot.waitSignal(box.left):
        QTest.keyClick(box, Qt.Key.Key_Escape)


def test_heads_stand_above_their_groups_and_cannot_be_chosen(theme: ThemeSource, host: QWidget, qtbot: QtBot) -> None:
    groups = {"vip": "", "invoice": "Money", "refund": "Money", "late": "Parcels"}
    dropped = ChoiceList(theme, [Choice(name, name, group=group) for name, group in groups.items()], parent=host)
    dropped.open_below(host)
    assert shown(dropped) == ["vip", "MONEY", "invoice", "refund", "PARCELS", "late"]
    dropped._search.setText("re")
    assert shown(dropped) == ["MONEY", "refund"]
    dropped._search.setText("money")
    assert shown(dropped) == []
    dropped._search.clear()
    for _ in range(3):
        QTest.keyClick(dropped._search, Qt.Key.Key_Down)
    with qtbot.waitSignal(dropped.chosen) as chosen:
        QTest.keyClick(dropped._search, Qt.Key.Key_Return)
    assert chosen.args == ["late"]


def test_where_the_first_has_a_head_it_is_the_first_that_is_chosen(
    theme: ThemeSource, host: QWidget, qtbot: QtBot
) -> None:
    dropped = ChoiceList(theme, [Choice(1, "refund", group="Money")], parent=host)
    dropped.open_below(host)
    with qtbot.waitSignal(dropped.chosen) as chosen:
        QTest.keyClick(dropped._list, Qt.Key.Key_Return)
    assert chosen.args == [1]
