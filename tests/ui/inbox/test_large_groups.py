"""Large lists that are sorted whole, on the screen: how seldom they are sorted, how high their heads are, and what is said of those that are cut."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import delete

from building import statements
from deskbell.actions.dispatch import perform
from deskbell.model.commands import SetPriority
from deskbell.model.grouping import Group
from deskbell.model.kinds import Priority, Status
from deskbell.model.views import Sort, View, ViewKind
from deskbell.store.queries import kept_lines, ticket_list
from deskbell.store.search import whole
from deskbell.store.tables import ticket
from deskbell.ui.inbox import group_rows, patience
from deskbell.ui.inbox.group_rows import GroupRows
from deskbell.ui.inbox.patience import Patience
from ui.driven import Driven

ME = 1
COLLEAGUE = 2
OPEN = View(ViewKind.OPEN)


@pytest.fixture
def large(driven: Driven, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Driven:
    """The sample's open tickets by customer, taken for many."""
    monkeypatch.setattr(kept_lines, "SORTED_EACH_TIME", 10)
    with qtbot.waitSignal(driven.list.model.shown):
        driven.window.inbox.go_to_view(OPEN)
    with qtbot.waitSignal(driven.list.model.shown):
        driven.list.header.sorted_by.emit(Sort.CUSTOMER)
    return driven


def test_far_down_nothing_is_sorted_again(large: Driven, qtbot: QtBot) -> None:
    model = large.list.model
    with statements(large.stage.database) as sent:
        large.list.view.verticalScrollBar().setValue(large.list.view.verticalScrollBar().maximum())
        qtbot.waitUntil(lambda: model.ticket(model.rowCount() - 1) is not None)
    assert [words for words, _ in sent if "AS said" in words] == [], "nothing is gathered"
    names = [row.customer for number in range(model.rowCount()) if (row := model.ticket(number)) is not None]
    assert names[-1] > "M"


def test_what_colleagues_change_waits_and_what_one_does_oneself_does_not(
    large: Driven, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "_PAUSES", 1_000_000)
    monkeypatch.setattr(patience, "_LONGEST_PAUSE_MS", 3_600_000)
    model = large.list.model
    with qtbot.waitSignal(model.settled):
        model.refresh()
    first, second = model.ids()[:2]
    perform(large.stage.database, SetPriority(agent_id=COLLEAGUE, tickets=(second,), priority=Priority.URGENT))
    qtbot.waitUntil(lambda: second in model._touched)
    assert model._refresh_soon.remainingTime() > 100_000
    with qtbot.waitSignal(model.settled):
        large.window.deeds.set_status((first,), Status.TRASH)
    assert first not in model.ids()
    assert not model._touched


@pytest.mark.parametrize(
    ("touched", "seen", "large", "waits"),
    [
        ({7}, True, False, False),
        ({7}, False, False, True),
        ({7}, True, True, True),
        ({1}, True, True, False),
        ({1}, False, False, False),
    ],
)
def test_what_waits(monkeypatch: pytest.MonkeyPatch, touched: set[int], seen: bool, large: bool, waits: bool) -> None:
    monkeypatch.setattr(patience, "_PAUSES", 1_000_000)
    one = Patience()
    assert one.left(touched, seen=seen, finding=False) == 0, "what was never read is read at once"
    one.begin_reading(())
    while not one._read.elapsed():
        pass
    one.end_reading(large=large)
    one.expect({1})
    assert bool(one.left(touched, seen=seen, finding=False)) is waits
    one.begin_reading({7})
    assert one.left({1}, seen=seen, finding=False) == 0, "what is still under way is waited for"
    one.begin_reading({1})
    assert bool(one.left({1}, seen=seen, finding=False)) is (large or not seen), "what one did was read"
    one.hurry()
    assert one.left(touched, seen=seen, finding=False) == 0
    one.begin_reading(())
    one.begin_list()
    assert bool(one.left({7}, seen=seen, finding=False)) is not seen


def test_groups_are_folded_at_once_while_something_else_is_read(
    large: Driven, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "_PAUSES", 1_000_000)
    monkeypatch.setattr(patience, "_LONGEST_PAUSE_MS", 3_600_000)
    model = large.list.model
    with qtbot.waitSignal(model.shown):
        large.list.header.grouped_by.emit(Group.STATUS)
    there = model.rowCount()
    with qtbot.waitSignals([model.settled, model.settled]):
        model.refresh()
        large.list.view.fold_wanted.emit(next(iter(model.heads.values())), True)
    assert model.rowCount() < there


def test_what_is_gone_from_a_kept_list_leaves_no_row_that_is_read_for_ever(
    large: Driven, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "_PAUSES", 1_000_000)
    monkeypatch.setattr(patience, "_LONGEST_PAUSE_MS", 3_600_000)
    model, bar = large.list.model, large.list.view.verticalScrollBar()
    with qtbot.waitSignal(model.settled):
        model.refresh()
    last = large.stage.database.read(ticket_list.numbers, OPEN, Sort.CUSTOMER, ME, limit=1_000)[-1]
    there = model.rowCount()
    assert model.number_of(last) is None
    with large.stage.database.writing() as session:
        session.connection.execute(delete(ticket).where(ticket.c.id == last))
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: model.rowCount() == there - 1 and model.ticket(there - 2) is not None)
    qtbot.waitUntil(lambda: not model._reading)


def heights(driven: Driven) -> Iterator[int]:
    header = driven.list.view.verticalHeader()
    return (header.sectionSize(number) for number in range(driven.list.model.rowCount()))


@pytest.mark.parametrize("few", [60, 1])
def test_heads_are_low_in_long_lists_where_they_are_few(
    large: Driven, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(group_rows, "_LOOKED_THROUGH", 20)
    monkeypatch.setattr(group_rows, "_FEW_HEADS", few)
    view, model = large.list.view, large.list.model
    low, high = view._rows.head_height, view._rows.height
    for by in (Group.STATUS, Group.TEAM, None):
        with qtbot.waitSignal(model.shown):
            large.list.header.grouped_by.emit(by)
        wanted = [low if number in model.heads and few == 60 else high for number in range(model.rowCount())]
        assert list(heights(large)) == wanted
        assert view.verticalHeader().length() == sum(wanted)


def test_rows_that_come_and_go_leave_no_head_high(large: Driven, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_rows, "_LOOKED_THROUGH", 20)
    view, model = large.list.view, large.list.model
    with qtbot.waitSignal(model.shown):
        large.list.header.grouped_by.emit(Group.STATUS)
    for head in list(model.heads.values())[:2]:
        with qtbot.waitSignal(model.settled):
            view.fold_wanted.emit(head, True)
        low, high = view._rows.head_height, view._rows.height
        assert list(heights(large)) == [low if number in model.heads else high for number in range(model.rowCount())]


def test_only_what_is_wrong_is_made_another_height(
    large: Driven, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_rows, "_LOOKED_THROUGH", 20)
    with qtbot.waitSignal(large.list.model.shown):
        large.list.header.grouped_by.emit(Group.STATUS)
    looked_at: list[int] = []
    plain = GroupRows._set

    def note(self: GroupRows, numbers: range, low: frozenset[int], height: int, head_height: int) -> None:
        looked_at.append(len(numbers))
        plain(self, numbers, low, height, head_height)

    monkeypatch.setattr(GroupRows, "_set", note)
    with qtbot.waitSignal(large.list.model.settled):
        large.list.model.refresh()
    assert looked_at == [2 * len(large.list.model.heads)]


def test_that_only_the_newest_are_sorted_is_said(driven: Driven, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole, "MOST_SORTED", 5)
    monkeypatch.setattr(whole, "MOST_TICKETS", 20)
    listed = driven.list
    with qtbot.waitSignal(listed.model.shown):
        driven.window.inbox.go_to_view(View(ViewKind.SEARCH, query="is:open"))
    assert listed._line is None or listed._line._said.text() == ""
    with qtbot.waitSignal(listed.model.shown):
        listed.header.sorted_by.emit(Sort.CUSTOMER)
    assert listed._line is not None
    assert listed._line._said.text().startswith("More tickets may be found than are shown: the newest 20 are sorted")
    assert not listed._line.isHidden()
    with qtbot.waitSignal(listed.model.shown):
        driven.window.inbox.go_to_view(OPEN)
    assert listed._line.isHidden()
