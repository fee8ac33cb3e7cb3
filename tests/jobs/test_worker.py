"""A worker ends when it is told to, whatever its jobs are about to do, and goes by no clock that may be set."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

import pytest
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers import base

from deskbell.jobs import worker
from deskbell.jobs.office import Office
from deskbell.jobs.worker import Worker
from deskbell.mail.pool import ParserPool
from deskbell.model.errors import Trouble
from deskbell.store import lease
from deskbell.store.desk import Desk
from deskbell.store.secrets import Secrets


@pytest.fixture
def office(desk: Desk, tmp_path: Path) -> Iterator[Office]:
    with ParserPool() as pool:
        yield Office(desk, Secrets(tmp_path), pool, lease.this_process())


def test_a_worker_ends_while_it_finds_a_new_mailbox(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The scheduler waits for the job with the lock held that the job would need to add the mailbox's own."""
    waiting = threading.Event()
    end_threads = ThreadPoolExecutor.shutdown

    def tell(executor: ThreadPoolExecutor, wait: bool = True) -> None:
        waiting.set()
        end_threads(executor, wait)

    def mailboxes_in_the_end(_: object) -> list[int]:
        office.stop.set()
        assert waiting.wait(60)
        return [1]

    monkeypatch.setattr(ThreadPoolExecutor, "shutdown", tell)
    monkeypatch.setattr(worker, "active_mailboxes", mailboxes_in_the_end)
    ended = threading.Thread(target=Worker(office).run, daemon=True)
    ended.start()
    ended.join(60)
    assert not ended.is_alive()


def test_a_worker_ends_in_order_where_its_leases_cannot_be_given_back(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Told to end while the database is away, or just as a connection breaks: that is no failure, and its leases run out."""

    def away(*_: object) -> None:
        raise Trouble("db.refused", address="db")

    monkeypatch.setattr(Office, "give_up", away)
    caplog.set_level("INFO", "deskbell.jobs")
    office.stop.set()
    Worker(office).run()
    assert [record.levelname for record in caplog.records][-2:] == ["WARNING", "INFO"]


def test_its_jobs_go_on_when_the_clock_is_set_back(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The scheduler goes by the wall clock: an hour back, and each job would come an hour late."""
    back = [0.0]

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return datetime.now(tz) - timedelta(seconds=back[0])

    ran = threading.Semaphore(0)
    for module in (base, worker):
        monkeypatch.setattr(module, "datetime", Clock)
    monkeypatch.setattr(worker, "EVERY_SECOND", 0.05)
    monkeypatch.setattr(worker, "PRESENT", 0.05)
    working = threading.Thread(target=Worker(office, ran.release).run, daemon=True)
    working.start()
    try:
        assert ran.acquire(timeout=60)
        back[0] = 3600.0
        while ran.acquire(blocking=False):
            pass
        assert ran.acquire(timeout=60)
        assert ran.acquire(timeout=60)
    finally:
        office.stop.set()
        working.join(60)


def test_a_trouble_that_stays_is_told_once(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A night without the database must not fill the log."""
    answers = iter([Trouble("db.silent"), *[Trouble("db.refused", address="db")] * 3])
    well = threading.Event()

    def look(_: object) -> list[int]:
        trouble = next(answers, None)
        if trouble is not None:
            raise trouble
        if "works again" in caplog.text:
            well.set()
        return []

    monkeypatch.setattr(worker, "active_mailboxes", look)
    monkeypatch.setattr(worker, "AFTER_FAILURE", 0.01)
    monkeypatch.setattr(worker, "LOOK_FOR_MAILBOXES", 0.01)
    caplog.set_level("INFO", "deskbell.jobs")
    working = threading.Thread(target=Worker(office).run, daemon=True)
    working.start()
    try:
        assert well.wait(60)
    finally:
        office.stop.set()
        working.join(60)
    about = [record.getMessage() for record in caplog.records if record.getMessage().startswith("mailboxes: ")]
    assert len(about) == 3, about
    assert about[-1] == "mailboxes: it works again"
