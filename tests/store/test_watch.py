"""Waiting for changes: heard soon, none missed, and let go at once."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from deskbell.model.changes import Changes
from deskbell.model.errors import Trouble
from deskbell.model.kinds import Entity
from deskbell.store.change_log import trim
from deskbell.store.desk import Desk
from deskbell.store.queries import changes
from deskbell.store.watch import NET_SECONDS, POLL_SECONDS, Watcher


@pytest.fixture
def watcher(desk: Desk) -> Iterator[Watcher]:
    made = Watcher(desk)
    yield made
    made.close()


@pytest.fixture
def thread() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as executor:
        yield executor


def write(desk: Desk, *tickets: int) -> None:
    with desk.writing() as session:
        for number in tickets:
            session.changed(Entity.TICKET, number, number)


def test_changes_are_heard_in_order_and_soon(desk: Desk, watcher: Watcher, thread: ThreadPoolExecutor) -> None:
    last = watcher.begin()
    for number in (3, 1, 2):
        waiting = thread.submit(watcher.next, last, 20.0)
        began = time.monotonic()
        write(desk, number, number + 10)
        found = waiting.result()
        assert time.monotonic() - began < 1.0
        assert [row.row_id for row in found.rows] == [number, number + 10]
        last = found.rows[-1].id
    assert changes_of(watcher.next(0, 0.0)) == [3, 13, 1, 11, 2, 12]


def changes_of(found: Changes) -> list[int]:
    assert not found.lost
    return [row.row_id for row in found.rows]


def test_nothing_changed_is_nothing_after_the_time(desk: Desk, watcher: Watcher) -> None:
    write(desk, 1)
    began = time.monotonic()
    assert watcher.next(watcher.begin(), 0.3) == Changes(())
    assert 0.3 <= time.monotonic() - began < 0.3 + NET_SECONDS


def test_closing_wakes_who_waits(desk: Desk, watcher: Watcher, thread: ThreadPoolExecutor) -> None:
    last = watcher.begin()
    waiting = thread.submit(watcher.next, last, 60.0)
    write(desk, 1)
    waiting.result()
    waiting = thread.submit(watcher.next, last + 1, 60.0)
    began = time.monotonic()
    watcher.close()
    assert waiting.result() == Changes(())
    assert time.monotonic() - began < 10 * POLL_SECONDS
    assert watcher.next(0, 60.0) == Changes(())


def test_a_cut_log_says_that_it_is(desk: Desk, watcher: Watcher) -> None:
    write(desk, 1, 2)
    with desk.writing() as session:
        assert trim(session, session.now.replace(year=2000)) == 0
    assert changes_of(watcher.next(0, 0.0)) == [1, 2]
    with desk.writing() as session:
        assert trim(session, session.now.replace(year=9999)) == 2
    assert watcher.next(1, 0.0).lost
    last = watcher.begin()
    assert watcher.next(last, 0.0) == Changes(())
    write(desk, 3)
    assert changes_of(watcher.next(last, 0.0)) == [3]


def test_too_many_changes_are_not_told_one_by_one(desk: Desk, watcher: Watcher) -> None:
    last = watcher.begin()
    write(desk, *range(1, changes.MOST + 1))
    assert len(watcher.next(last, 0.0).rows) == changes.MOST
    write(desk, 1)
    assert watcher.next(last, 0.0) == Changes((), lost=True)
    assert watcher.next(watcher.begin(), 0.0) == Changes(())


@pytest.mark.servers
def test_a_change_committed_late_is_not_skipped(empty_postgresql: str) -> None:
    desk = Desk.open(empty_postgresql)
    watcher = Watcher(desk)
    flushed, committing = threading.Event(), threading.Event()

    def slow() -> None:
        with desk.writing() as session:
            session.changed(Entity.TICKET, 1, 1)
            session.flush_changes()
            flushed.set()
            assert committing.wait(20)

    last = watcher.begin()
    with ThreadPoolExecutor(1) as executor:
        running = executor.submit(slow)
        assert flushed.wait(20)
        write(desk, 2)
        found = watcher.next(last, 5.0)
        assert changes_of(found) == [2]
        last = found.rows[-1].id
        committing.set()
        running.result()
    late = watcher.next(last, 5.0)
    assert changes_of(late) == [1]
    assert late.rows[0].id < last
    assert watcher.next(last, 0.0) == Changes(())
    watcher.close()
    desk.close()


@pytest.mark.servers
def test_a_lost_connection_is_told_and_mended(empty_postgresql: str) -> None:
    desk = Desk.open(empty_postgresql)
    watcher = Watcher(desk)
    last = watcher.begin()
    assert watcher.next(last, 0.0) == Changes(())
    with desk.reading() as session:
        session.connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    with pytest.raises(Trouble) as trouble:
        watcher.next(last, 5.0)
    assert trouble.value.code == "db.ended"
    write(desk, 1)
    assert changes_of(watcher.next(last, 5.0)) == [1]
    watcher.close()
    desk.close()
