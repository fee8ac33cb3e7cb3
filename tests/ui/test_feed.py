"""The feed: in order, gathered, and again after trouble."""

from collections.abc import Iterator
from queue import Empty, SimpleQueue
from threading import Event, get_ident

import pytest
from pytestqt.qtbot import QtBot

from deskbell.model.changes import Change, Changes
from deskbell.model.errors import Trouble
from deskbell.model.kinds import Activity, Entity
from deskbell.model.rows import ViewerRow
from deskbell.ui.feed import Feed


class Log:
    """A change log that a test writes."""

    def __init__(self) -> None:
        self.answers: SimpleQueue[Changes | Exception] = SimpleQueue()
        self.asked: list[int] = []
        self.all_told = Event()
        self.company = False

    def watch(self, last_id: int, seconds: float, *, company: bool = False) -> Changes:
        self.asked.append(last_id)
        self.company = company
        try:
            answer = self.answers.get(timeout=min(seconds, 0.05))
        except Empty:
            self.all_told.set()
            return Changes(())
        if isinstance(answer, Exception):
            raise answer
        return answer

    def latest(self) -> int:
        return 900


def ticket(number: int, row: int) -> Change:
    return Change(number, Entity.TICKET, row, row)


@pytest.fixture
def log() -> Log:
    return Log()


@pytest.fixture
def feed(log: Log, qapp: object) -> Iterator[Feed]:
    feed = Feed(log.watch, log.latest)
    yield feed
    feed.close()


def test_who_is_at_which_ticket_is_asked_for_where_somebody_wants_to_hear_it(
    feed: Feed, log: Log, qtbot: QtBot
) -> None:
    told: list[Changes] = []
    feed.changed.connect(told.append)
    company = (ViewerRow(3, 42, Activity.LOOKING),)
    feed.with_company = True
    with qtbot.waitSignal(feed.met) as met:
        feed.start(5)
        log.answers.put(Changes((), company=company))
    assert (met.args, told, log.company) == ([company], [], True)
    feed.with_company = False
    with qtbot.waitSignals([feed.met, feed.changed]):
        log.answers.put(Changes((ticket(6, 42),), company=()))
    assert told == [Changes((ticket(6, 42),))]
    qtbot.waitUntil(lambda: not log.company)


def test_changes_come_to_the_windows_thread(feed: Feed, log: Log, qtbot: QtBot) -> None:
    threads: list[int] = []
    feed.changed.connect(lambda _: threads.append(get_ident()))
    with qtbot.waitSignal(feed.changed) as told:
        feed.start(5)
        log.answers.put(Changes((ticket(6, 42),)))
    assert told.args == [Changes((ticket(6, 42),))]
    assert threads == [get_ident()]
    assert log.asked[0] == 5
    qtbot.waitUntil(lambda: log.asked[-1] == 6)


def test_a_burst_is_told_at_once_and_each_row_only_once(feed: Feed, log: Log, qtbot: QtBot) -> None:
    for number in range(1, 31):
        log.answers.put(Changes((ticket(number, number % 3),)))
    heard: list[Change] = []
    feed.changed.connect(lambda changes: heard.extend(changes.rows))
    feed.start(0)
    # Where the thread is late it is no burst.
    assert log.all_told.wait(20)
    qtbot.waitUntil(lambda: bool(heard))
    assert [row.id for row in heard] == [28, 29, 30]


def test_a_lost_log_is_told_and_read_from_its_newest_end(feed: Feed, log: Log, qtbot: QtBot) -> None:
    with qtbot.waitSignal(feed.changed) as told:
        feed.start(1)
        log.answers.put(Changes((), lost=True))
    assert told.args[0].lost
    qtbot.waitUntil(lambda: log.asked[-1] == 900)


def test_trouble_is_told_once_and_then_recovery(
    feed: Feed, log: Log, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deskbell.ui.feed._AFTER_TROUBLE_SECONDS", 0.01)
    troubles: list[Exception] = []
    feed.troubled.connect(troubles.append)
    for _ in range(3):
        log.answers.put(Trouble("db.unreachable", address="10.0.0.1"))
    with qtbot.waitSignal(feed.recovered):
        feed.start(0)
    assert len(troubles) == 1


def test_nothing_is_told_after_closing(feed: Feed, log: Log, qtbot: QtBot) -> None:
    feed.start(0)
    qtbot.waitUntil(lambda: bool(log.asked))
    feed.close()
    log.answers.put(Changes((ticket(1, 1),)))
    with qtbot.assertNotEmitted(feed.changed, wait=150):
        pass


def test_after_trouble_all_is_read_again_from_the_newest_end(
    feed: Feed, log: Log, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deskbell.ui.feed._AFTER_TROUBLE_SECONDS", 0.01)
    log.answers.put(Trouble("db.ended", address="10.0.0.1"))
    with qtbot.waitSignal(feed.changed) as told:
        feed.start(5)
    assert told.args[0].lost
    qtbot.waitUntil(lambda: log.asked[-1] == 900)


def test_each_reason_is_told_with_the_time_of_the_last_answer(
    feed: Feed, log: Log, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deskbell.ui.feed._AFTER_TROUBLE_SECONDS", 0.01)
    told: list[tuple[str, object]] = []
    feed.troubled.connect(lambda error: told.append((error.code, feed.away_since)))
    begun = feed._answered
    for code in ("db.ended", "db.refused", "db.refused", "db.starting"):
        log.answers.put(Trouble(code, address="10.0.0.1"))
    with qtbot.waitSignal(feed.recovered):
        feed.start(0)
    assert told == [("db.ended", begun), ("db.refused", begun), ("db.starting", begun)]
    assert feed.away_since is None


def test_a_window_that_was_busy_hears_in_order_when_it_was_away(
    feed: Feed, log: Log, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of it was over before the first of it was heard."""
    monkeypatch.setattr("deskbell.ui.feed._AFTER_TROUBLE_SECONDS", 0.01)
    told: list[object] = []
    feed.troubled.connect(lambda _: told.append(feed.away_since))
    feed.recovered.connect(lambda: told.append("recovered"))
    begun, back = feed._answered, Event()
    log.answers.put(Trouble("db.ended", address="10.0.0.1"))
    watch = log.watch

    def until_back(last_id: int, seconds: float, *, company: bool = False) -> Changes:
        if feed._answered != begun:
            back.set()
            # Nothing comes that would tell it once more.
            feed._ending.wait(20)
        return watch(last_id, seconds, company=company)

    feed._watch = until_back
    feed.start(0)
    assert back.wait(20)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told == [begun, "recovered"]


def test_silence_is_told_before_it_is_known_what_it_is(
    qapp: object, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deskbell.ui.feed._SILENT_SECONDS", 0.05)
    monkeypatch.setattr("deskbell.ui.feed._AFTER_TROUBLE_SECONDS", 0.01)
    go_on = Event()
    outcomes: SimpleQueue[Exception | None] = SimpleQueue()

    def watch(last_id: int, seconds: float, *, company: bool = False) -> Changes:
        if go_on.wait(20) and not outcomes.empty() and (error := outcomes.get()) is not None:
            raise error
        return Changes(())

    feed = Feed(watch, lambda: 0)
    feed._listen.setInterval(10)
    codes: list[str] = []
    feed.troubled.connect(lambda error: codes.append(error.code))
    with qtbot.waitSignal(feed.troubled):
        feed.start(0)
    assert codes == ["db.silent"]
    outcomes.put(Trouble("db.unreachable", address="10.0.0.1"))
    with qtbot.waitSignal(feed.recovered):
        go_on.set()
    assert codes == ["db.silent", "db.unreachable"]
    feed.close()


def test_what_fails_with_the_database_is_excused_and_read_again_when_it_was_late(
    feed: Feed, log: Log, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deskbell.ui.feed._AFTER_TROUBLE_SECONDS", 0.01)
    late = Trouble("db.unreachable", address="10.0.0.1")
    assert not feed.excuses(late), "it has not been away"
    with qtbot.waitSignals([feed.recovered, feed.changed]):
        log.answers.put(late)
        feed.start(0)
    with qtbot.waitSignal(feed.changed) as told:
        assert feed.excuses(late)
    assert told.args[0].lost
    assert not feed.excuses(Trouble("db.corrupt", path="x"))
    assert not feed.excuses(ValueError())
    monkeypatch.setattr("deskbell.ui.feed._STRAGGLING_SECONDS", -1.0)
    assert not feed.excuses(late)
