"""An office: fifty desktops on one PostgreSQL with durable commits, each a process with the window's own data layer, and an agent who reads and writes.

`DESKBELL_OFFICE_SECONDS` is how long they work (600), `DESKBELL_OFFICE_TICKETS` how large the desk is, `DESKBELL_OFFICE_DESKTOPS` how many there are,
`DESKBELL_OFFICE_THINK` how many seconds an agent takes from one thing to the next on average.
"""

import contextlib
import multiprocessing
import os
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from datetime import UTC, datetime

import psutil
import pytest

from benchmarks.clerk import Report, Task, work
from benchmarks.conftest import Table
from deskbell.actions.dispatch import perform
from deskbell.model.commands import SaveAgent
from deskbell.sample import library
from deskbell.sample.fill import fill
from deskbell.sample.generate import generate
from deskbell.store import migrations
from deskbell.store.desk import Desk
from serial_order import Acknowledged, lost
from servers.certificates import Certificates
from servers.postgres import DURABLE, Postgres

SECONDS = float(os.environ.get("DESKBELL_OFFICE_SECONDS", "600"))
TICKETS = int(os.environ.get("DESKBELL_OFFICE_TICKETS", "20000"))
DESKTOPS = int(os.environ.get("DESKBELL_OFFICE_DESKTOPS", "50"))
THINK = float(os.environ.get("DESKBELL_OFFICE_THINK", "12"))
ACTION_MS = 200
SEEN_MS = 300

pytestmark = [pytest.mark.long, pytest.mark.servers, pytest.mark.timeout(7200)]


# The program's code is loaded once for all; then each opens its desk.
START_SECONDS = 10 + 0.4 * DESKTOPS


@pytest.fixture
def server(certificates: Certificates) -> Iterator[Postgres]:
    """A server that keeps what it has said to keep."""
    postgres = Postgres(certificates, DURABLE + "max_connections = 400\n")
    yield postgres
    postgres.close()


@pytest.fixture
def office(server: Postgres) -> str:
    """The address of a desk that has been in use for long."""
    address = server.url(server.create_database("office"))
    with closing(Desk.open(address)) as desk:
        migrations.upgrade(desk)
        fill(desk, generate(library.load(), tickets=TICKETS, seed=1, now=datetime(2026, 3, 2, 9, tzinfo=UTC)))
        with desk.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.exec_driver_sql("ANALYZE")
    return address


def test_fifty_desktops(table: Table, office: str, server: Postgres) -> None:
    with closing(Desk.open(office)) as desk:
        people = tuple(
            perform(desk, SaveAgent(agent_id=None, id=0, name=f"Agent {number}", email=f"a{number}@desk.example")) or 0
            for number in range(DESKTOPS)
        )
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["benchmarks.clerk"])
        begin = time.monotonic() + START_SECONDS
        tasks = [Task(office, who, people, begin, SECONDS, THINK) for who in people]
        used = _processor_seconds(server)
        with ProcessPoolExecutor(DESKTOPS, context) as processes:
            reports = list(processes.map(work, tasks))
        used = _processor_seconds(server) - used
        told = Acknowledged()
        for report in reports:
            told.add(report.told)
        gone = lost(desk, told)
    errors = [error for report in reports for error in report.errors]
    slow = _note(table, reports, len(gone), len(errors))
    table.add(f"{DESKTOPS} desktops: processors that the server kept busy", used / (SECONDS + START_SECONDS), "")
    assert errors == []
    assert gone == []
    assert slow == []


def _note(table: Table, reports: list[Report], gone: int, errors: int) -> list[str]:
    """Write the table; what is over its limit."""
    name = f"{DESKTOPS} desktops"
    slow = []
    took: dict[str, list[float]] = {}
    for report in reports:
        for action, times in report.took.items():
            took.setdefault(action, []).extend(times)
    for action, times in sorted(took.items()):
        p95 = _share(times, 0.95)
        table.add(f"{name}: {action} p95", p95, "ms", limit=ACTION_MS, goal=f"under {ACTION_MS}; {len(times)} times")
        slow += [action] if p95 > ACTION_MS else []
    said = {subject: at for report in reports for subject, at in report.said.items()}
    seen = [
        1000 * (at - said[subject])
        for report in reports
        for subject, at in report.seen.items()
        if subject not in report.said
    ]
    p50, p95 = _share(seen, 0.5), _share(seen, 0.95)
    table.add(f"{name}: a colleague's change in the list p50", p50, "ms")
    table.add(
        f"{name}: a colleague's change in the list p95",
        p95,
        "ms",
        limit=SEEN_MS,
        goal=f"under {SEEN_MS}; {len(seen)} times",
    )
    slow += ["seeing a colleague's change"] if p95 > SEEN_MS else []
    table.add(f"{name}: actions", sum(map(len, took.values())) / SECONDS, "1/s")
    table.add(f"{name}: errors", errors, "", limit=0, goal="0")
    table.add(f"{name}: lost updates", gone, "", limit=0, goal="0")
    table.add(f"{name}: refused because somebody was first", sum(report.conflicts for report in reports), "")
    busy = sum(report.processor_seconds for report in reports) / SECONDS
    table.add(f"{name}: processors that they kept busy", busy, "")
    table.add(f"{name}: memory of one", max(report.megabytes for report in reports), "MB")
    return slow


def _share(values: list[float], share: float) -> float:
    """What this share of the values is at most."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def _processor_seconds(server: Postgres) -> float:
    """What the server's processes have used up to now, also those that have ended."""
    head = psutil.Process(server.process_id)
    own = head.cpu_times()
    alive = []
    for one in head.children():
        # It may have ended since, and is then among those that have.
        with contextlib.suppress(psutil.NoSuchProcess):
            alive.append(one.cpu_times())
    return own.user + own.system + own.children_user + own.children_system + sum(one.user + one.system for one in alive)
