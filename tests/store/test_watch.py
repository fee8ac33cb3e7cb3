"""Waiting for changes: heard soon, none missed, and let go at once."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from threading import Event

import pytest
from sqlalchemy import insert, select

from building import statements
from deskbell.model.changes import Change, Changes
from deskbell.model.errors import Trouble
from deskbell.model.kinds import Entity
from deskbell.store.change_log import trim
from deskbell.store.desk import Desk
from deskbell.store.queries import changes
from deskbell.store.session import Session
from deskbell.store.tables import change
from deskbell.store.tables.base import EPOCH
from deskbell.store.watch import Watcher, _pause
from servers.cable import Cable
from servers.postgres import Postgres


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


@pytest.fixture
def long_net(monkeypatch: pytest.MonkeyPatch) -> None:
    """No look by itself, as if no time went by: what is heard of is heard of at once."""
    monkeypatch.setattr("deskbell.store.watch.NET_SECONDS", 3600.0)


@pytest.mark.usefixtures("long_net")
def test_changes_are_heard_in_order_and_soon(desk: Desk, watcher: Watcher, thread: ThreadPoolExecutor) -> None:
    last = watcher.begin()
    for number in (3, 1, 2):
        waiting = thread.submit(watcher.next, last, 20.0)
        write(desk, number, number + 10)
        found = waiting.result()
        assert [row.row_id for row in found.rows] == [number, number + 10]
        last = found.rows[-1].id
    assert changes_of(watcher.next(0, 0.0)) == [3, 13, 1, 11, 2, 12]


def changes_of(found: Changes) -> list[int]:
    assert not found.lost
    return [row.row_id for row in found.rows]


def test_what_only_a_newer_program_knows_is_heard_all_the_same(desk: Desk, watcher: Watcher) -> None:
    last = watcher.begin()
    with desk.writing() as session:
        session.connection.execute(insert(change).values(entity="rumour", row_id=7, ticket_id=3, at=EPOCH))
    found = watcher.next(last, 0.0)
    assert [(row.entity, row.row_id) for row in found.rows] == [(Entity.OTHER, 7)]
    assert found.tickets() == {3}


@pytest.mark.usefixtures("long_net")
def test_nothing_changed_is_nothing_after_the_time(desk: Desk, watcher: Watcher) -> None:
    write(desk, 1)
    began = time.monotonic()
    assert watcher.next(watcher.begin(), 0.3) == Changes(())
    assert 0.3 <= time.monotonic() - began < 30.0


@pytest.mark.usefixtures("long_net")
def test_closing_wakes_who_waits(desk: Desk, watcher: Watcher, thread: ThreadPoolExecutor) -> None:
    last = watcher.begin()
    waiting = thread.submit(watcher.next, last, 60.0)
    write(desk, 1)
    waiting.result()
    assert watcher._signal is not None
    heard, waits = watcher._signal.heard, Event()

    def hear(seconds: float) -> tuple[Change, ...] | None:
        waits.set()
        return heard(seconds)

    watcher._signal.heard = hear  # type: ignore[method-assign]
    waiting = thread.submit(watcher.next, last + 1, 60.0)
    assert waits.wait(60)
    began = time.monotonic()
    watcher.close()
    assert waiting.result() == Changes(())
    assert time.monotonic() - began < 30.0
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


def test_who_has_read_all_asks_no_more_until_something_is_heard(
    desk: Desk, watcher: Watcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(desk, 1)
    assert changes_of(watcher.next(0, 20.0)) == [1]
    last = watcher.begin()
    monkeypatch.setattr("deskbell.store.watch.NET_SECONDS", 3600.0)
    watcher.next(last, 0.0)
    with statements(desk) as sent:
        for _ in range(3):
            assert watcher.next(last, 0.01) == Changes(())
        assert sent == []
        write(desk, 2)
        assert changes_of(watcher.next(last, 20.0)) == [2]


@pytest.fixture
def server_desk(empty_postgresql: str) -> Iterator[Desk]:
    with closing(Desk.open(empty_postgresql)) as desk:
        yield desk


@pytest.fixture
def server_watcher(server_desk: Desk) -> Iterator[Watcher]:
    with closing(Watcher(server_desk)) as watcher:
        yield watcher


@contextmanager
def on_its_way(desk: Desk, ticket: int) -> Iterator[None]:
    """Within this block a change has its id and is not committed; after it it is."""
    with desk.writing() as session:
        session.changed(Entity.TICKET, ticket, ticket)
        session.flush_changes()
        # It is sent with whatever is asked next.
        session.connection.execute(select(1))
        yield


@pytest.mark.servers
@pytest.mark.parametrize("before", [True, False], ids=["before anybody watched", "meanwhile"])
def test_a_change_committed_late_is_not_skipped(server_desk: Desk, server_watcher: Watcher, before: bool) -> None:
    write(server_desk, 1)
    last = server_watcher.begin()
    with on_its_way(server_desk, 2):
        write(server_desk, 3)
        if before:
            last = server_watcher.begin()
        else:
            found = server_watcher.next(last, 20.0)
            assert changes_of(found) == [3]
            last = found.rows[-1].id
    late = server_watcher.next(last, 20.0)
    assert changes_of(late) == [2]
    assert late.rows[0].id < last
    assert server_watcher.next(last, 0.0) == Changes(())


@pytest.mark.servers
def test_a_listener_that_is_cut_misses_nothing(server_desk: Desk, server_watcher: Watcher, postgres: Postgres) -> None:
    last = server_watcher.begin()
    with postgres.connect() as connection:
        cut = connection.execute(
            "SELECT pg_terminate_backend(pid, 20000) FROM pg_stat_activity WHERE datname = %s",
            [server_desk.url.database],
        )
        assert cut.fetchall() == [(True,)] * cut.rowcount
    write(server_desk, 1)
    write(server_desk, 2)
    with pytest.raises(Trouble) as trouble:
        server_watcher.next(last, 20.0)
    assert trouble.value.code == "db.ended"
    assert changes_of(server_watcher.next(last, 20.0)) == [1, 2]


@pytest.mark.servers
def test_a_listener_whose_line_is_dead_is_left(
    server_desk: Desk, postgres: Postgres, cable: Callable[..., Cable], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the system does not tell: nothing would ever be heard there, and nobody would know."""
    line = cable(postgres.port)
    address = f"postgresql://postgres@127.0.0.1:{line.port}/{server_desk.url.database}?tcp_user_timeout=0"
    with closing(Desk.open(address)) as far, closing(Watcher(far)) as watcher:
        last = watcher.begin()
        line.freeze()
        write(server_desk, 1)
        with monkeypatch.context() as hasty:
            hasty.setattr("deskbell.store.postgresql.PING_SECONDS", 0.5)
            with pytest.raises(Trouble) as trouble:
                watcher.next(last, 20.0)
        assert trouble.value.code == "db.unreachable"
        line.thaw()
        assert changes_of(watcher.next(last, 20.0)) == [1]


@pytest.mark.servers
def test_without_a_nudge_the_net_finds_it(server_desk: Desk, server_watcher: Watcher, postgres: Postgres) -> None:
    """As behind PgBouncer in transaction mode, which passes none on."""
    last = server_watcher.begin()
    assert server_watcher.next(last, 0.0) == Changes(())
    with postgres.connect(str(server_desk.url.database)) as connection:
        connection.execute("INSERT INTO change (entity, row_id, ticket_id, at) VALUES ('ticket', 1, 1, 0)")
    assert changes_of(server_watcher.next(last, 20.0)) == [1]


@pytest.mark.servers
def test_who_listens_holds_no_transaction(server_desk: Desk, server_watcher: Watcher, postgres: Postgres) -> None:
    server_watcher.next(server_watcher.begin(), 0.0)
    with postgres.connect() as connection:
        held = connection.execute(
            "SELECT state, backend_xmin FROM pg_stat_activity WHERE datname = %s", [server_desk.url.database]
        )
        assert held.fetchall() == [("idle", None)]


@contextmanager
def looks(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """From which ids the log is read within this block."""
    asked: list[int] = []
    real = changes.since

    def since(session: Session, last_id: int) -> Changes:
        asked.append(last_id)
        return real(session, last_id)

    with monkeypatch.context() as patch:
        patch.setattr(changes, "since", since)
        yield asked


@pytest.mark.servers
@pytest.mark.usefixtures("long_net")
def test_a_nudge_says_what_it_is_about(
    server_desk: Desk, server_watcher: Watcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = server_watcher.begin()
    server_watcher.next(last, 0.0)
    with looks(monkeypatch) as asked:
        with server_desk.writing() as session:
            session.changed(Entity.TICKET, 5, 5)
            session.changed(Entity.MESSAGE, 9, 5)
        found = server_watcher.next(last, 20.0)
        assert [(row.entity, row.row_id, row.ticket_id) for row in found.rows] == [
            (Entity.TICKET, 5, 5),
            (Entity.MESSAGE, 9, 5),
        ]
        write(server_desk, 6)
        following = server_watcher.next(found.rows[-1].id, 20.0)
        assert changes_of(following) == [6]
        assert asked == []
        last = following.rows[-1].id
        assert server_watcher.next(last, 0.0) == Changes(()), "each is told once"
        assert asked == [0]
        assert server_watcher.next(last, 0.0) == Changes(())
        assert asked == [0, last], "what was read is not read again"
        assert server_watcher.begin() == last
        assert changes_of(server_watcher.next(0, 0.0)) == [5, 9, 6]


@pytest.mark.servers
@pytest.mark.usefixtures("long_net")
def test_a_long_list_is_looked_up(server_desk: Desk, server_watcher: Watcher, monkeypatch: pytest.MonkeyPatch) -> None:
    last = server_watcher.begin()
    server_watcher.next(last, 0.0)
    with looks(monkeypatch) as asked:
        write(server_desk, *range(1, 201))
        assert changes_of(server_watcher.next(last, 20.0)) == list(range(1, 201))
        assert asked == [0]


@pytest.mark.servers
@pytest.mark.usefixtures("long_net")
@pytest.mark.parametrize("nudge", ["", "x", "1 ticket 7", "1 ticket 7 7 7", "1 ticket 7 seven", ",", "9 ticket 1 1,"])
def test_a_nudge_that_says_nothing_useful_has_it_looked_up(
    server_desk: Desk, server_watcher: Watcher, postgres: Postgres, nudge: str
) -> None:
    """As one of an earlier version of the program does."""
    last = server_watcher.begin()
    server_watcher.next(last, 0.0)
    with postgres.connect(str(server_desk.url.database)) as connection:
        connection.execute("INSERT INTO change (entity, row_id, ticket_id, at) VALUES ('ticket', 1, 1, 0)")
        connection.execute("SELECT pg_notify('deskbell_change', %s)", [nudge])
    assert changes_of(server_watcher.next(last, 20.0)) == [1]


@pytest.mark.servers
def test_a_nudge_that_lies_hides_nothing(server_desk: Desk, server_watcher: Watcher, postgres: Postgres) -> None:
    """Whoever may listen may nudge, with any number."""
    last = server_watcher.begin()
    server_watcher.next(last, 0.0)
    with postgres.connect(str(server_desk.url.database)) as connection:
        connection.execute("SELECT pg_notify('deskbell_change', '999999999 ticket 7 7')")
    found = server_watcher.next(last, 20.0)
    assert changes_of(found) == [7]
    last = found.rows[-1].id
    write(server_desk, 1)
    assert changes_of(server_watcher.next(last, 20.0)) == [1]
    with postgres.connect(str(server_desk.url.database)) as connection:
        connection.execute("INSERT INTO change (entity, row_id, ticket_id, at) VALUES ('ticket', 2, 2, 0)")
    assert changes_of(server_watcher.next(last, 20.0)) == [2], "found without any nudge"


@pytest.mark.servers
@pytest.mark.usefixtures("long_net")
def test_what_was_read_before_its_nudge_came_is_not_told_again(
    server_desk: Desk, server_watcher: Watcher, postgres: Postgres
) -> None:
    last = server_watcher.begin()
    server_watcher.next(last, 0.0)
    with on_its_way(server_desk, 2):
        write(server_desk, 1)
        found = server_watcher.next(last, 0.0)
        assert changes_of(found) == [1]
        last = found.rows[-1].id
        # The nudge that came with it is still to be heard.
        assert server_watcher.next(last, 0.1) == Changes(())
    assert changes_of(server_watcher.next(last, 20.0)) == [2], "late, and told by its nudge"
    assert server_watcher.next(last, 0.0) == Changes(())


@pytest.mark.servers
def test_many_writers_and_each_change_is_told_once(
    server_desk: Desk, server_watcher: Watcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deskbell.store.watch.NET_SECONDS", 0.05)
    last = server_watcher.begin()
    heard: list[int] = []

    def work(first: int) -> None:
        for number in range(first, first + 25):
            write(server_desk, number)

    with ThreadPoolExecutor(4) as threads:
        working = [threads.submit(work, 1000 * one) for one in range(1, 5)]
        while len(heard) < 100 or not all(one.done() for one in working):
            found = server_watcher.next(last, 5.0)
            assert found.rows, "something is missing"
            assert not found.lost
            heard += [row.row_id for row in found.rows]
            last = max(last, *(row.id for row in found.rows))
    assert sorted(heard) == sorted(1000 * one + step for one in range(1, 5) for step in range(25))
    assert server_watcher.next(last, 0.0) == Changes(())


@pytest.mark.parametrize(
    ("since", "took", "least", "most"),
    [
        (9.0, 0.0, 0.0, 0.0),
        (0.02, 0.0, 0.03, 0.03),
        (9.0, 0.001, 0.0, 0.04),
        (0.01, 0.001, 0.04, 0.04),
        (9.0, 2.0, 0.0, 0.15),
    ],
)
def test_many_desktops_look_one_after_the_other(since: float, took: float, least: float, most: float) -> None:
    """A quick server is asked at once, a busy one is not asked by all in one moment."""
    pauses = [_pause(since, took) for _ in range(200)]
    assert all(least - 1e-9 <= pause <= most + 1e-9 for pause in pauses)
    assert max(pauses) - min(pauses) >= 0.8 * (most - least)
