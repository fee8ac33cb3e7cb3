"""A worker ends when it is told to, whatever its jobs are about to do."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from apscheduler.executors.pool import ThreadPoolExecutor

from deskbell.jobs import worker
from deskbell.jobs.office import Office
from deskbell.jobs.worker import Worker
from deskbell.mail.pool import ParserPool
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
