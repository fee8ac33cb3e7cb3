"""The list has a row for every ticket, holds those near the screen, and ends up as the database is whatever happens."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from PySide6.QtCore import QObject
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from building import statements
from deskbell.actions.dispatch import perform
from deskbell.model.changes import Change, Changes
from deskbell.model.commands import Command, SaveDraft, SetDue, SetPriority, SetStatus, new_deed
from deskbell.model.following import Follow
from deskbell.model.kinds import Entity, Priority, ReplyKind, Status
from deskbell.model.rows import TicketRow
from deskbell.model.views import Sort, View, ViewKind
from deskbell.store.queries import ticket_list
from deskbell.ui.inbox import merging, patience
from deskbell.ui.inbox.ticket_model import CHOSEN, TICKET, TicketListModel
from deskbell.ui.scenes.stage import Stage

DONE = View(ViewKind.DONE)
OPEN = View(ViewKind.OPEN)
ME = 1


class Listed:
    """A model on a stage, watched by Qt's tester, beside what the database says."""

    def __init__(self, stage: Stage, qtbot: QtBot, parent: QObject) -> None:
        self.stage = stage
        self.qtbot = qtbot
        self.model = TicketListModel(stage.runner, ME, parent)
        self.tester = QAbstractItemModelTester(self.model, QAbstractItemModelTester.FailureReportingMode.Warning)
        stage.feed.changed.connect(self.model.hear)

    def show(self, view: View, sort: Sort = Sort.LATEST) -> None:
        with self.qtbot.waitSignal(self.model.shown):
            self.model.show_view(view, sort)

    def truth(self) -> tuple[TicketRow, ...]:
        model = self.model
        return self.stage.database.read(ticket_list.page, model.view, model.order, ME, limit=10_000).rows

    def loaded(self) -> dict[int, TicketRow]:
        rows = ((number, self.model.ticket(number)) for number in range(self.model.rowCount()))
        return {number: row for number, row in rows if row is not None}

    def agrees(self) -> bool:
        truth = self.truth()
        return self.model.rowCount() == len(truth) and all(
            truth[number] == row for number, row in self.loaded().items()
        )

    def scroll(self, first: int, last: int) -> None:
        """Show these rows, and wait until they are there."""
        self.model.need(first, last)
        last = min(last, self.model.rowCount() - 1)
        self.qtbot.waitUntil(lambda: all(self.model.ticket(n) is not None for n in range(first, last + 1)))


@pytest.fixture
def listed(stage: Stage, qtbot: QtBot) -> Listed:
    return Listed(stage, qtbot, stage.runner)


def test_all_tickets_have_a_row_and_the_first_are_there(listed: Listed) -> None:
    listed.show(DONE)
    truth = listed.truth()
    assert len(truth) > 150, "the sample must be longer than what is read at once"
    assert listed.model.rowCount() == len(truth)
    assert list(listed.loaded()) == list(range(50))
    assert listed.agrees()


@pytest.mark.parametrize("sort", Sort)
def test_every_order_agrees_with_the_database(listed: Listed, sort: Sort) -> None:
    listed.show(OPEN, sort)
    assert listed.agrees()


def test_what_becomes_due_comes_first_and_goes_back(listed: Listed, qtbot: QtBot) -> None:
    listed.show(OPEN, Sort.DUE)
    third, ninth = listed.model.ticket(2), listed.model.ticket(8)
    assert third is not None
    assert ninth is not None
    for ticket, days in ((third, 9), (ninth, 2), (third, None)):
        due_at = None if days is None else datetime.now(UTC).replace(microsecond=0) + timedelta(days=days)
        with qtbot.waitSignal(listed.model.settled):
            perform(listed.stage.database, SetDue(agent_id=ME, tickets=(ticket.id,), due_at=due_at))
        qtbot.waitUntil(listed.agrees)
        first = listed.model.ticket(0)
        assert first is not None
        assert first.id == (third.id if days == 9 else ninth.id)


def test_scrolling_down_and_up_reads_on(listed: Listed) -> None:
    listed.show(DONE)
    count = listed.model.rowCount()
    for first in [*range(0, count, 9), *range(count, 0, -9)]:
        listed.scroll(max(0, first - 9), min(count - 1, first))
    assert listed.agrees()


def test_a_jump_reads_there_at_once(listed: Listed) -> None:
    listed.show(DONE)
    count = listed.model.rowCount()
    for first in (count - 10, 3, count // 2, 0, count - 1):
        listed.scroll(first, min(count - 1, first + 9))
        assert listed.agrees()


def test_what_is_in_memory_stays_small(listed: Listed) -> None:
    listed.show(DONE)
    count = listed.model.rowCount()
    for first in range(0, count, 10):
        listed.scroll(first, min(count - 1, first + 9))
    assert len(listed.loaded()) <= 400


def test_rows_that_are_not_there_yet_are_nothing(listed: Listed) -> None:
    listed.show(DONE)
    index = listed.model.index(listed.model.rowCount() - 1)
    assert index.isValid()
    assert index.data(TICKET) is None
    assert index.data(CHOSEN) is False


def command(random: Random, ticket: int) -> Command:
    if random.random() < 0.7:
        return SetStatus(
            agent_id=ME,
            tickets=(ticket,),
            status=random.choice([Status.OPEN, Status.SOLVED, Status.SPAM, Status.PENDING]),
            deed=new_deed(),
        )
    return SetPriority(agent_id=ME, tickets=(ticket,), priority=random.choice(list(Priority)), deed=new_deed())


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("place", ["top", "middle", "end"])
def test_it_ends_up_as_the_database_whatever_happens(listed: Listed, qtbot: QtBot, seed: int, place: str) -> None:
    random = Random(seed)
    listed.show(DONE, random.choice(list(Sort)))
    count = listed.model.rowCount()
    first = {"top": 0, "middle": count // 2, "end": count - 8}[place]
    listed.scroll(first, first + 7)
    everything = [row.id for row in listed.truth()] + [
        row.id for row in listed.stage.database.read(ticket_list.page, OPEN, Sort.LATEST, ME, limit=999).rows
    ]
    for _ in range(12):
        for _ in range(random.randrange(1, 6)):
            perform(listed.stage.database, command(random, random.choice(everything)))
        if random.random() < 0.5:
            # Not by its signal: what was drawn may have changed nothing.
            qtbot.waitUntil(listed.agrees)
    qtbot.waitUntil(listed.agrees)
    assert listed.loaded()


def test_the_same_rows_again_move_nothing(listed: Listed, qtbot: QtBot) -> None:
    listed.show(DONE)
    moved: list[str] = []
    listed.model.rowsInserted.connect(lambda *_: moved.append("in"))
    listed.model.rowsRemoved.connect(lambda *_: moved.append("out"))
    listed.model.modelReset.connect(lambda: moved.append("reset"))
    solved = listed.model.ticket(5)
    assert solved is not None
    with qtbot.waitSignal(listed.model.settled):
        perform(listed.stage.database, SetPriority(agent_id=ME, tickets=(solved.id,), priority=Priority.URGENT))
    assert moved == []
    after = listed.model.ticket(5)
    assert after is not None
    assert after.priority is Priority.URGENT


def test_one_that_leaves_is_taken_out_alone(listed: Listed, qtbot: QtBot) -> None:
    listed.show(DONE)
    third = listed.model.ticket(2)
    assert third is not None
    taken: list[tuple[int, int]] = []
    listed.model.rowsRemoved.connect(lambda _parent, first, last: taken.append((first, last)))
    with qtbot.waitSignal(listed.model.settled):
        perform(listed.stage.database, SetStatus(agent_id=ME, tickets=(third.id,), status=Status.TRASH))
    assert taken[0] == (2, 2)
    assert listed.agrees()


@pytest.mark.parametrize("of", [kind for kind in ViewKind if merging.told_by_card(View(kind))])
def test_a_card_says_whether_its_ticket_is_in_a_view(stage: Stage, of: ViewKind) -> None:
    view = View(of, 1)
    for kind in (ViewKind.OPEN, ViewKind.DONE):
        page = stage.database.read(ticket_list.page, View(kind), Sort.LATEST, ME, limit=3)
        numbers = tuple(row.id for row in page.rows)
        perform(stage.database, Follow(agent_id=ME, tickets=numbers, add=(ME,)))
    everything = tuple(
        row
        for kind in (ViewKind.OPEN, ViewKind.SNOOZED, ViewKind.DONE, ViewKind.SPAM, ViewKind.TRASH)
        for row in stage.database.read(ticket_list.page, View(kind), Sort.LATEST, ME, limit=10_000).rows
    )
    there = stage.database.read(ticket_list.page, view, Sort.LATEST, ME, limit=10_000).rows
    assert {row.id for row in everything if merging.belongs(view, row, ME)} == {row.id for row in there}
    assert of is ViewKind.TRASH or 0 < len(there) < len(everything)


def test_of_a_change_only_the_card_is_read(listed: Listed, qtbot: QtBot) -> None:
    listed.show(DONE)
    solved = listed.model.ticket(5)
    assert solved is not None
    perform(listed.stage.database, SetPriority(agent_id=ME, tickets=(solved.id,), priority=Priority.URGENT))
    with statements(listed.stage.database) as sent, qtbot.waitSignal(listed.model.settled):
        pass
    assert sum(" JOIN customer " in words for words, _ in sent) == 1
    assert not any("ORDER BY ticket" in words for words, _ in sent), "no page"
    assert listed.agrees()


def test_a_search_is_made_again_at_once_for_what_it_shows_and_later_for_what_it_does_not(
    listed: Listed, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "_FOUND_MS", 3_600_000)
    listed.show(View(ViewKind.SEARCH, query="is:closed priority:normal"))
    (elsewhere,) = listed.stage.database.read(ticket_list.page, OPEN, Sort.LATEST, ME, limit=1).rows
    perform(listed.stage.database, SetStatus(agent_id=ME, tickets=(elsewhere.id,), status=Status.TRASH))
    qtbot.waitUntil(lambda: elsewhere.id in listed.model._touched)
    assert listed.model._refresh_soon.remainingTime() > 1_000_000
    shown = listed.model.ticket(2)
    assert shown is not None
    with qtbot.waitSignal(listed.model.settled):
        perform(listed.stage.database, SetPriority(agent_id=ME, tickets=(shown.id,), priority=Priority.URGENT))
    assert listed.model.number_of(shown.id) is None
    assert not listed.model._touched, "what waited was read along with it"


def test_what_a_colleague_drafts_is_not_asked_for(listed: Listed, qtbot: QtBot) -> None:
    listed.show(DONE)
    row = listed.model.ticket(0)
    assert row is not None
    with qtbot.assertNotEmitted(listed.model.settled):
        draft = SaveDraft(agent_id=ME, ticket_id=row.id, kind=ReplyKind.REPLY, mailbox_id=1, text="Well")
        with qtbot.waitSignal(listed.stage.feed.changed):
            perform(listed.stage.database, draft)
        assert not listed.model._refresh_soon.isActive()


def test_own_change_is_shown_before_it_is_confirmed(listed: Listed) -> None:
    listed.show(OPEN)
    row = listed.model.ticket(0)
    assert row is not None

    def urgent(row: TicketRow) -> TicketRow:
        from msgspec.structs import replace

        return replace(row, priority=Priority.URGENT, tags=("now",))

    listed.model.show_as((row.id, 999_999), urgent)
    assert listed.model.index(0).data(TICKET) == urgent(row)
    listed.model.refresh()
    listed.qtbot.waitUntil(lambda: listed.model.ticket(0) == row)


def test_ticked_ones_stay_ticked_while_rows_move(listed: Listed, qtbot: QtBot) -> None:
    listed.show(DONE)
    ids = tuple(row.id for row in listed.loaded().values())[3:6]
    listed.model.choose(ids, on=True)
    with qtbot.waitSignal(listed.model.settled):
        perform(listed.stage.database, SetStatus(agent_id=ME, tickets=(ids[0] + 0,), status=Status.SOLVED))
        perform(
            listed.stage.database,
            SetStatus(agent_id=ME, tickets=(listed.truth()[0].id,), status=Status.TRASH),
        )
    assert listed.model.chosen() == ids
    numbers = [listed.model.number_of(ticket) for ticket in ids]
    assert all(number is not None and listed.model.index(number).data(CHOSEN) for number in numbers)


def test_a_late_answer_of_another_view_is_dropped(listed: Listed, qtbot: QtBot) -> None:
    shown: list[View] = []
    listed.model.shown.connect(lambda: shown.append(listed.model.view))
    for view in (OPEN, DONE, View(ViewKind.SPAM)):
        listed.model.show_view(view, Sort.LATEST)
    qtbot.waitUntil(lambda: bool(shown))
    with qtbot.waitSignal(listed.stage.runner.busy, check_params_cb=lambda busy: not busy, raising=False, timeout=500):
        pass
    assert shown == [View(ViewKind.SPAM)]
    assert listed.agrees()


@pytest.mark.parametrize("words", ["退款", "order", "status:solved"])
def test_a_search_lists_its_hits(listed: Listed, words: str) -> None:
    listed.show(View(ViewKind.SEARCH, query=words))
    assert listed.model.rowCount() > 0
    first = listed.model.ticket(0)
    assert first is not None
    assert listed.loaded() == dict(enumerate(listed.truth()[: len(listed.loaded())]))


def test_a_search_that_finds_nothing_is_empty(listed: Listed, qtbot: QtBot) -> None:
    counts: list[tuple[int, bool]] = []
    listed.model.counted.connect(lambda count, more: counts.append((count, more)))
    listed.show(View(ViewKind.SEARCH, query="qqqqqqqqqq"))
    assert counts == [(0, False)]


def test_what_is_changed_of_tickets_that_are_not_seen_waits_for_nothing_twice(
    listed: Listed, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits a moment; and where another reading has come before, there is nothing left to ask for."""
    monkeypatch.setattr(patience, "_UNSEEN_MS", 3_600_000)
    listed.show(OPEN)
    listed.model.hear(Changes((Change(1, Entity.TICKET, 4711, 4711),)))
    assert listed.model._refresh_soon.remainingTime() > 1_000_000
    listed.show(DONE)
    with statements(listed.stage.database) as sent:
        listed.model._refresh_soon.start(0)
        qtbot.waitUntil(lambda: not listed.model._refresh_soon.isActive())
        qtbot.waitUntil(lambda: not listed.stage.runner.is_busy)
    # The feed looks for changes all the while.
    assert [words for words, *_ in sent if "FROM ticket" in words] == []
    assert listed.agrees()
