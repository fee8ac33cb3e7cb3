"""A worker whose desk is upgraded under it: it writes nothing more, says why once, and its leases are free for a newer one."""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from deskbell.jobs import worker as worker_module
from deskbell.jobs.office import Office
from deskbell.jobs.worker import Worker
from deskbell.mail.pool import ParserPool
from deskbell.store import lease, migrations
from deskbell.store.desk import Desk
from deskbell.store.opening import open_desk
from deskbell.store.queries.desk_state import holder_of
from deskbell.store.queries.identity import establish
from deskbell.store.secrets import Secrets
from later_steps import GROW, GROWN, SHRINK, SHRUNK, knowing, write_step


def test_it_stops_writing(
    empty_sqlite: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(worker_module, "PRESENT", 0.05)
    monkeypatch.setattr(worker_module, "AFTER_FAILURE", 0.05)
    caplog.set_level(logging.WARNING, "deskbell.jobs")
    write_step(tmp_path / "steps", GROWN, GROW)
    steps = write_step(tmp_path / "steps", SHRUNK, SHRINK)
    beat, stop = threading.Event(), threading.Event()
    with closing(Desk.open(empty_sqlite)) as admin, ThreadPoolExecutor(1) as threads, ExitStack() as last:
        last.callback(stop.set)
        admin.transact(establish)
        with closing(open_desk(empty_sqlite)) as desk, ParserPool() as pool:
            office = Office(desk, Secrets(tmp_path), pool, lease.this_process(), stop)
            working = threads.submit(Worker(office, beat.set).run)

            def wait_for_beats() -> None:
                for _ in range(3):
                    beat.clear()
                    assert beat.wait(60)

            wait_for_beats()
            with knowing(steps):
                migrations.upgrade(admin)
            wait_for_beats()
            held = admin.read(holder_of, lease.WORKER)
            wait_for_beats()
            later = admin.read(holder_of, lease.WORKER)
            assert held is not None
            assert later is not None
            assert later.expires_at == held.expires_at, "the lease is not renewed any more"
            stop.set()
            working.result(60)
    said = [record.getMessage() for record in caplog.records]
    assert [one.partition(": ")[0] for one in said] == ["present", "not all leases were given back"]
    for one in said:
        assert "A newer Deskbell has upgraded this desk" in one
