"""The palette finds actions, views, numbers and tickets."""

from collections.abc import Iterator, Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from deskbell.model.views import Sort, View, ViewKind
from deskbell.sample.articles import add_articles
from deskbell.store.queries import customers_found, gaps, ticket_list
from deskbell.ui.palette.entries import Entry, Part, answers, number_in
from deskbell.ui.palette.painting import ENTRY
from deskbell.ui.palette.palette import Palette
from deskbell.ui.palette.recent import Recent
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.theme.icons import Icon


def entry(words: str, part: Part = Part.DO, key: str = "") -> Entry:
    return Entry(words, "", Icon.MAIL, lambda: None, part, key or words)


def found(typed: str, entries: list[Entry], lately: Sequence[str] = ()) -> list[str]:
    return [one.words for group in answers(typed, entries, lately) for one in group.entries]


def test_beginnings_come_first() -> None:
    assert found("re", [entry("Spare"), entry("Into reply"), entry("Reply")]) == ["Reply", "Into reply", "Spare"]


def test_of_equals_what_was_chosen_lately_comes_first() -> None:
    entries = [entry("Reply"), entry("Reply to all"), entry("Remove")]
    assert found("re", entries, ["Remove", "Reply to all"]) == ["Remove", "Reply to all", "Reply"]


def test_parts_stay_together_the_best_first() -> None:
    entries = [entry("Add tags"), entry("Tags", Part.SETTING), entry("Tags seen", Part.GO), entry("Tags…")]
    assert found("tags", entries) == ["Tags", "Tags…", "Add tags", "Tags seen"]


def test_letters_here_and_there_are_for_where_nothing_begins_so() -> None:
    entries = [entry("Send later"), entry("SLA policies", Part.SETTING), entry("Translate"), entry("Put off islands")]
    assert found("sla", entries) == ["SLA policies", "Translate", "Put off islands"]
    assert found("sla", entries[:1]) == ["Send later"]


def test_what_it_is_found_by_as_well_comes_behind() -> None:
    entries = [Entry("Refund", "", Icon.MAIL, lambda: None, also="12 Ona"), entry("Onager")]
    assert found("ona", entries) == ["Onager", "Refund"]


@pytest.mark.parametrize(
    ("typed", "number"),
    [("#1042", 1042), ("1042", 1042), (" 7 ", 7), ("#", 0), ("", 0), ("10a", 0), ("٣", 0), ("9" * 30, 0), ("-1", 0)],
)
def test_numbers(typed: str, number: int) -> None:
    assert number_in(typed) == number


class Shown:
    def __init__(self, stage: Stage, qtbot: QtBot) -> None:
        self.stage, self.qtbot = stage, qtbot
        self.host = QWidget()
        self.host.resize(1000, 700)
        self.field = QLineEdit(self.host)
        self.done: list[str] = []
        entries = [
            Entry(words, "", Icon.CHECK, lambda words=words: self.done.append(words), key=words)  # type: ignore[misc]
            for words in ("Reply", "Solve")
        ]
        self.recent = Recent(stage.settings, 1)
        self.palette = Palette(stage.theme, stage.runner, stage.desk, lambda: entries, self.recent, self.host)

    def type(self, text: str) -> None:
        QTest.keyClicks(self.palette._field, text)

    def words(self) -> list[str]:
        return [one.words for one in self.entries()]

    def entries(self) -> list[Entry]:
        items = (self.palette._list.item(number) for number in range(self.palette._list.count()))
        return [item.data(ENTRY) for item in items if item.data(ENTRY) is not None]

    def current(self) -> str:
        return self.palette._list.currentItem().text()


@pytest.fixture
def shown(stage: Stage, qtbot: QtBot) -> Iterator[Shown]:
    made = Shown(stage, qtbot)
    with qtbot.waitActive(made.host):
        made.host.show()
        made.host.activateWindow()
    made.field.setFocus()
    made.palette.open_over()
    yield made
    from shiboken6 import delete

    delete(made.host)


def test_enter_does_the_first_and_the_keyboard_goes_back(shown: Shown, qtbot: QtBot) -> None:
    qtbot.waitUntil(shown.palette._field.hasFocus)
    shown.type("sol")
    QTest.keyClick(shown.palette._field, Qt.Key.Key_Return)
    assert shown.done == ["Solve"]
    assert not shown.palette.isVisible()
    assert shown.field.hasFocus()


def test_arrows_choose_and_escape_leaves(shown: Shown) -> None:
    QTest.keyClick(shown.palette._field, Qt.Key.Key_Down)
    assert shown.current() == "Solve"
    QTest.keyClick(shown.palette._field, Qt.Key.Key_Down)
    assert shown.current() == "Reply"
    QTest.keyClick(shown.palette._field, Qt.Key.Key_Escape)
    assert shown.done == []
    assert not shown.palette.isVisible()


def test_a_number_goes_to_its_ticket(shown: Shown, qtbot: QtBot) -> None:
    shown.type("#1042")
    with qtbot.waitSignal(shown.palette.ticket_picked) as picked:
        QTest.keyClick(shown.palette._field, Qt.Key.Key_Return)
    assert picked.args == [1042]


def test_tickets_are_found_by_their_words(shown: Shown, qtbot: QtBot) -> None:
    shown.palette._field.setText("退款")
    qtbot.waitUntil(lambda: any("退款" in words for words in shown.words()))
    with qtbot.waitSignal(shown.palette.ticket_picked):
        QTest.keyClick(shown.palette._field, Qt.Key.Key_Return)


def unfound(shown: Shown) -> list[str]:
    """What nobody found, as the desk lists it."""
    quiet(shown)
    with shown.stage.database.reading() as session:
        return [one.written for one in gaps.listed(session, 1)]


def quiet(shown: Shown) -> None:
    shown.qtbot.waitUntil(lambda: not shown.palette._runner.is_busy)


def test_words_for_which_nothing_at_all_is_found_lack_an_article(shown: Shown) -> None:
    """And neither what is typed on the way there, nor what finds a customer or something to do."""
    # However long the machine takes from one to the next.
    shown.palette._unfound.settled.setInterval(24 * 3_600_000)
    for typed in ("qzqz", "qzqz wxwx", "repl", "退款", "qzqz wxwx vkvk"):
        shown.palette._field.setText(typed)
        shown.palette._find()
        quiet(shown)
    assert unfound(shown) == []
    QTest.keyClick(shown.palette._field, Qt.Key.Key_Escape)
    assert unfound(shown) == ["qzqz wxwx vkvk"]
    shown.palette.open_over()
    for typed in ("repl", "退款"):
        shown.palette._field.setText(typed)
        shown.palette._find()
        quiet(shown)
        shown.palette._unfound._mean()
    QTest.keyClick(shown.palette._field, Qt.Key.Key_Escape)
    assert unfound(shown) == ["qzqz wxwx vkvk"]


def test_where_nothing_is_found_that_is_said(shown: Shown) -> None:
    shown.palette.look_for("qzqz wxwx")
    shown.palette._find()
    quiet(shown)
    assert shown.entries() == []
    assert shown.palette._list.item(0).text() == "Nothing found"
    shown.palette._field.setText("sol")
    assert shown.words() == ["Solve"]


def test_a_late_answer_does_not_come_into_other_words(shown: Shown) -> None:
    shown.palette._field.setText("退款")
    shown.palette._find()
    shown.palette._field.setText("sol")
    shown.palette._find()
    assert shown.words()[0] == "Solve"
    quiet(shown)
    assert not any("退款" in words for words in shown.words())


@pytest.mark.parametrize(
    "typed",
    ['"', "tag:", "(((", "-", "before:yesterdayish", "%_\\", "\U0001f600" * 40, "a" * 2000, "# 12", "é\u0301\u0301"],
)
def test_odd_words_are_no_error(shown: Shown, typed: str, qtbot: QtBot) -> None:
    shown.palette.look_for(typed)
    shown.palette._find()
    qtbot.waitUntil(lambda: not shown.palette._runner.is_busy)
    assert shown.palette.isVisible()


def test_customers_are_found_by_the_beginning_of_their_names(shown: Shown, stage: Stage, qtbot: QtBot) -> None:
    names = [one for one in stage.database.read(lambda session: customers_found.of(session, range(1, 15))) if one.name]
    one = names[0]
    shown.palette.look_for(one.name[:4].lower())
    qtbot.waitUntil(lambda: one.name in shown.words())
    listed = [entry.words for entry in shown.entries() if entry.part is Part.CUSTOMER]
    assert one.name in listed
    item = next(
        item
        for item in shown.palette._list.findItems(one.name, Qt.MatchFlag.MatchExactly)
        if item.data(ENTRY).part is Part.CUSTOMER
    )
    with qtbot.waitSignal(shown.palette.customer_picked) as picked:
        shown.palette._choose(item)
    assert picked.args == [one.id]
    shown.palette.open_over()
    qtbot.waitUntil(lambda: shown.words()[0] == one.name)


def test_articles_are_found_opened_and_remembered(shown: Shown, stage: Stage, qtbot: QtBot) -> None:
    stage.database.transact(lambda session: add_articles(session, 1))
    shown.palette.look_for("gift voucher")
    title = "A gift voucher is not accepted"
    qtbot.waitUntil(lambda: title in shown.words())
    (one,) = (entry for entry in shown.entries() if entry.words == title)
    assert one.part is Part.ARTICLE
    (item,) = shown.palette._list.findItems(title, Qt.MatchFlag.MatchExactly)
    with qtbot.waitSignal(shown.palette.article_picked) as picked:
        shown.palette._choose(item)
    assert one.key == f"article:{picked.args[0]}"
    shown.palette.open_over()
    qtbot.waitUntil(lambda: shown.words()[0] == title)


def test_what_was_chosen_comes_first_the_next_time(shown: Shown) -> None:
    shown.type("sol")
    QTest.keyClick(shown.palette._field, Qt.Key.Key_Return)
    shown.palette.open_over()
    assert shown.words() == ["Solve", "Reply"]
    assert shown.entries()[0].part is Part.RECENT


def test_tickets_opened_lately_are_there_before_anything_is_typed(shown: Shown, stage: Stage, qtbot: QtBot) -> None:
    rows = stage.database.read(ticket_list.page, View(ViewKind.OPEN), Sort.LATEST, 1, limit=3).rows
    first, second, third = (row.id for row in rows)
    for number in (third, first, second, first):
        shown.recent.open(number)
    assert shown.recent.opened == [first, second, third]
    shown.palette.open_over()
    qtbot.waitUntil(lambda: len(shown.words()) > 2)
    opened = [one for one in shown.entries() if one.part is Part.OPENED]
    assert [one.key for one in opened] == [f"ticket:{number}" for number in (first, second, third)]
    shown.palette.look_for(rows[1].subject[:7])
    assert rows[1].subject in shown.words(), "known before the search has answered"


def test_the_line_one_went_to_stays_when_others_come(shown: Shown, qtbot: QtBot) -> None:
    shown.palette.look_for("re")
    QTest.keyClick(shown.palette._field, Qt.Key.Key_Up)
    QTest.keyClick(shown.palette._field, Qt.Key.Key_Down)
    before = shown.current()
    qtbot.waitUntil(lambda: any(one.part is Part.TICKET for one in shown.entries()))
    assert shown.current() == before


def test_it_is_as_high_as_its_lines(shown: Shown, qtbot: QtBot) -> None:
    palette = shown.palette
    around = palette.height() - palette._list.height()
    shown.palette.look_for("re")
    qtbot.waitUntil(lambda: any(one.part is Part.TICKET for one in shown.entries()))
    assert palette.height() - palette._list.height() == around
    shown.palette.look_for("solve")
    assert palette.height() - palette._list.height() == around


def test_letters_that_answer_are_marked(shown: Shown) -> None:
    shown.type("slv")
    only = shown.entries()[0]
    assert (only.words, only.marks) == ("Solve", (0, 2, 3))


def test_each_person_has_their_own(stage: Stage) -> None:
    Recent(stage.settings, 1).choose("do:solve")
    Recent(stage.settings, 1).open(7)
    assert (Recent(stage.settings, 2).chosen, Recent(stage.settings, 2).opened) == ([], [])
    stage.settings.setValue("palette/opened-2", "7\nx\n-1\n8")
    assert Recent(stage.settings, 2).opened == [7, 8]
    stage.settings.setValue("palette/opened-2", 5)
    assert Recent(stage.settings, 2).opened in ([], [5])
