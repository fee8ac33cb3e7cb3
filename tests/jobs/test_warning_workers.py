"""Several workers, and one that ends half way: each step is done once, and each person told once."""

import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import func, select, update

from actions.conftest import SmallDesk, mail, people_come
from actions.stepping import FIRST, Stepping
from deskbell.actions import due_clocks
from deskbell.actions.due_clocks import anything_due, do_due
from deskbell.actions.steps import warned
from deskbell.jobs.office import Office
from deskbell.jobs.promises import LEASE, sweep
from deskbell.mail.pool import ParserPool
from deskbell.model.commands import new_deed
from deskbell.model.kinds import Deed, Entity, Priority
from deskbell.model.sla import Targets
from deskbell.model.sla_steps import Step
from deskbell.store.desk import Desk
from deskbell.store.secrets import Secrets
from deskbell.store.session import Session
from deskbell.store.tables import change, clock, journal, step_done, warning

STEPS = 20
"""Of one transaction."""


class Workers:
    """A desk whose policy warns Ona at half an hour, raises the priority with it, and has been kept for a day; and its worker."""

    def __init__(self, desk: Desk, office: Office) -> None:
        self.desk, self.office = desk, office
        self.stepping = Stepping(SmallDesk(desk, *people_come(desk)))
        self.ona = self.stepping.small.ona
        now = desk.read(lambda session: session.now)
        step = Step(percent=50, metrics=FIRST, agents=(self.ona,), priority=Priority.HIGH)
        self.stepping.save(step, now=now - timedelta(days=1), targets=(Targets(3600),) * 4)

    def ask(self, count: int, minutes: int = 40) -> list[int]:
        """So many questions, so many minutes ago."""
        then = self.desk.read(lambda session: session.now) - timedelta(minutes=minutes)
        mails = [mail(f"{new_deed()}@mail.example", sender=f"{place}@mail.example") for place in range(count)]
        first = self.stepping.arrive(then, *mails)
        return list(range(first, first + count))

    def told(self) -> int:
        """How often Ona's windows were told that she is warned."""
        with self.desk.reading() as session:
            asked = select(func.count()).select_from(change).where(change.c.entity == Entity.WARNING)
            return int(session.connection.execute(asked).scalar_one())

    def must_be_done_once(self, numbers: list[int]) -> None:
        """At these tickets, and no others."""
        with self.desk.reading() as session:
            ask = session.connection.execute
            assert sorted(ask(select(step_done.c.ticket_id)).scalars()) == numbers
            for kind in (Deed.WARNED, Deed.PRIORITY):
                lines = select(journal.c.ticket_id).where(journal.c.kind == kind).order_by(journal.c.ticket_id)
                assert list(ask(lines).scalars()) == numbers
            rows = ask(select(warning)).all()
        assert sorted(row.ticket_id for row in rows) == numbers
        assert all(row.told_at is not None for row in rows)


@pytest.fixture
def workers(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workers]:
    for name, count in (("AT_ONCE", 50), ("STEPS_AT_ONCE", STEPS), ("CALLS_AT_ONCE", 5)):
        monkeypatch.setattr(due_clocks, name, count)
    with closing(ParserPool(1)) as pool:
        yield Workers(desk, Office(desk, Secrets(tmp_path), pool, "here/1/a"))


def test_a_late_start_goes_on_until_all_is_done_and_tells_it_at_once(workers: Workers) -> None:
    numbers = workers.ask(2 * STEPS + 7)
    assert sweep(workers.office) == len(numbers)
    workers.must_be_done_once(numbers)
    assert workers.told() == 1
    assert sweep(workers.office) == 0


def test_a_part_has_fewer_where_more_is_done_at_each(workers: Workers) -> None:
    workers.ask(2 * STEPS + 7)
    parts = [workers.desk.transact(do_due) for _ in range(4)]
    assert parts == [STEPS, STEPS, 7, 0]
    # Its only step is done: what runs out now is noted and no more.
    with workers.desk.writing() as session:
        session.connection.execute(update(clock).values(due_at=session.now))
    assert [workers.desk.transact(do_due) for _ in range(2)] == [2 * STEPS + 7, 0]


def test_two_workers_at_once_do_each_once(workers: Workers) -> None:
    """Even without the lease."""
    numbers = workers.ask(2 * STEPS)
    together = threading.Barrier(4)

    def work() -> None:
        together.wait()
        for _ in range(3):
            workers.desk.transact(do_due)
            workers.desk.transact(warned.tell)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sweep(workers.office)
    workers.must_be_done_once(numbers)


def test_one_that_ends_before_its_commit_has_done_nothing(workers: Workers) -> None:
    numbers = workers.ask(3)

    def work(session: Session) -> None:
        do_due(session)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        workers.desk.transact(work)
    workers.must_be_done_once([])
    sweep(workers.office)
    workers.must_be_done_once(numbers)


def test_where_one_ends_before_it_tells_another_does(workers: Workers) -> None:
    numbers = workers.ask(3)
    workers.desk.transact(do_due)
    assert workers.told() == 0
    assert workers.desk.read(anything_due)
    other = replace(workers.office, holder="there/2/b")
    sweep(other)
    workers.must_be_done_once(numbers)
    assert workers.told() == 1
    assert not workers.desk.read(anything_due)


def test_one_that_has_lost_its_lease_does_nothing(workers: Workers) -> None:
    numbers = workers.ask(2)
    other = replace(workers.office, holder="there/2/b")
    assert other.take(LEASE) is not None
    assert sweep(workers.office) == 0
    workers.must_be_done_once([])
    assert sweep(other) == 2
    workers.must_be_done_once(numbers)


def test_a_desk_whose_clock_is_wrong_asks_the_database_what_time_it_is(
    workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On one computer there is one clock; on PostgreSQL what a computer shows is nothing to go by."""
    early = workers.ask(1, minutes=20)
    if workers.desk.engine.dialect.name == "sqlite":
        pytest.skip("the clock of this computer is the database's")
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + 3600)
    monkeypatch.setattr(time, "time_ns", lambda: int((now() + 3600) * 1_000_000_000))
    assert sweep(workers.office) == 0
    monkeypatch.undo()
    assert sweep(workers.office) == 0
    workers.must_be_done_once([])
    assert early
