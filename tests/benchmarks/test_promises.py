"""What promises cost on a desk of a million tickets, 50,000 of them open: the sweep, a backlog, warnings, and counting all clocks anew.

`DESKBELL_MILLION_TICKETS` is how many tickets there are.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from benchmarks.conftest import Table
from building import Builder
from deskbell.actions import recount
from deskbell.actions.dispatch import perform
from deskbell.actions.due_clocks import anything_due, do_due
from deskbell.actions.steps import letters, warned
from deskbell.model.calendars import OFFICE_WEEK, SaveCalendar
from deskbell.model.held_collector import held_collector
from deskbell.model.kinds import Priority
from deskbell.model.sla import SavePolicy, Targets
from deskbell.model.sla_steps import Step
from deskbell.store import migrations
from deskbell.store.desk import Desk
from deskbell.store.queries.identity import establish
from deskbell.store.session import Session
from deskbell.store.tables import policy, sla_state
from servers.certificates import Certificates
from servers.postgres import Postgres

TICKETS = int(os.environ.get("DESKBELL_MILLION_TICKETS", "1000000"))
OPEN = TICKETS // 20
PART = 25_000
SWEEP_MS = {"sqlite": 5, "postgresql": 20}
NOTED_MS = {"sqlite": 20, "postgresql": 40}
BACKLOG, BACKLOG_MS, ANEW_SECONDS, WAIT_MS = 1_500, 100, 20, 100
HOUR = 3_600_000

pytestmark = [pytest.mark.long, pytest.mark.servers, pytest.mark.timeout(3_600)]

SERIES = {
    "sqlite": "WITH RECURSIVE s(n) AS (SELECT {low} UNION ALL SELECT n + 1 FROM s WHERE n < {high})",
    "postgresql": "WITH s AS (SELECT n FROM generate_series({low}, {high}) AS t(n))",
}
# Every twentieth is open; its customer wrote within the last days, we answered, the customer wrote again.
TICKET = """INSERT INTO ticket (id, mailbox_id, customer_id, subject, status, priority, shelf, created_at, activity_at, messages)
 {series} SELECT n, 1, 1, 'Parcel', CASE WHEN n % 20 = 0 THEN 1 ELSE 5 END, n % 4, CASE WHEN n % 20 = 0 THEN 0 ELSE 2 END,
 {begun}, {begun}, 3 FROM s"""
MESSAGE = """INSERT INTO message (ticket_id, kind, agent_id, from_name, from_email, "to", cc, subject, at, message_id, text)
 {series} SELECT n * 20, {kind}, {agent}, '', '', '[]', '[]', '', {begun} + {later}, '', 'It has not come.' FROM s"""
DEED = "INSERT INTO deed (id, kind, at, tickets) SELECT 'd' || id, 'received', at, 1 FROM message"
LINES = """INSERT INTO journal (deed_id, ticket_id, kind, at, before, after)
 SELECT 'd' || id, ticket_id, CASE kind WHEN 0 THEN 'received' ELSE 'replied' END, at, '', CAST(id AS text) FROM message"""


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path: Path, certificates: Certificates) -> Iterator[Desk]:
    if request.param == "sqlite":
        with closing(Desk.open(f"sqlite:///{tmp_path / 'desk.db'}")) as opened:
            yield opened
        return
    server = Postgres(certificates, "shared_buffers = 512MB\nmax_wal_size = 8GB\n")
    with closing(Desk.open(server.url(server.create_database("promises")))) as opened:
        yield opened
    server.close()


def test_promises_on_a_large_desk(table: Table, desk: Desk) -> None:
    engine = desk.engine.dialect.name
    name = f"{TICKETS} tickets, {engine}"
    migrations.upgrade(desk)
    desk.transact(establish)
    build = Builder(desk)
    build.customer()
    fill(desk)
    perform(desk, SaveCalendar(agent_id=build.me, id=0, name="Office", zone="Europe/Vilnius", week=OFFICE_WEEK, country="LT"))  # fmt: skip
    targets = (Targets(86_400, 28_800, 864_000),) * 4
    policy = perform(desk, SavePolicy(agent_id=build.me, id=0, name="All", targets=targets)) or 0
    anew, _ = counted(desk)
    table.add(f"promises, {name}: {OPEN} open tickets counted first", anew, "s", goal="")
    targets = (Targets(43_200, 14_400, 432_000),) * 4
    steps = (Step(percent=75, assignee=True, agents=(build.me,)), Step(agents=(build.me,), priority=Priority.HIGH))
    perform(desk, SavePolicy(agent_id=build.me, id=policy, name="All", targets=targets, version=1, steps=steps))
    anew, longest = counted(desk)
    table.add(f"promises, {name}: {OPEN} open counted anew", anew, "s", limit=ANEW_SECONDS, goal="under 20 s")
    table.add(f"promises, {name}: longest of its transactions", longest, "ms", limit=WAIT_MS, goal="under 100 ms")
    settle(desk)
    desk.transact(note_all)
    desk.transact(lambda session: session.connection.exec_driver_sql("ANALYZE"))
    steady = sorted(milliseconds(lambda: one_second(desk)) for _ in range(200))[190]
    bare = sorted(milliseconds(lambda: desk.read(nothing)) for _ in range(200))[190]
    table.add(f"promises, {name}: sweep, p95", steady, "ms", limit=SWEEP_MS[engine], ratio=steady / bare, goal="ratio: to SELECT 1")  # fmt: skip
    one = sorted(milliseconds(lambda: desk.transact(do_due)) for _ in range(20) if late(desk, 1))[18]
    table.add(f"promises, {name}: one that is late", one, "ms", limit=NOTED_MS[engine], goal="")
    late(desk, BACKLOG)
    backlog(
        table, desk, f"promises, {name}: a backlog of {BACKLOG}", "due_at", "under 100 ms; ratio: to bare statements"
    )
    one = sorted(milliseconds(lambda: desk.transact(do_due)) for _ in range(20) if come(desk, 1))[18]
    table.add(f"promises, {name}: one step that came", one, "ms", limit=NOTED_MS[engine], goal="")
    come(desk, BACKLOG)
    backlog(table, desk, f"promises, {name}: {BACKLOG} steps that came", "warn_at", "ratio: to bare statements")
    told = milliseconds(lambda: desk.transact(warned.tell))
    table.add(f"promises, {name}: one agent is told of {BACKLOG} at once", told, "ms", goal="")
    assert steady < SWEEP_MS[engine]


def fill(desk: Desk) -> None:
    engine = desk.engine.dialect.name
    with desk.writing() as session:
        ask = session.connection
        if engine == "postgresql":
            # The counters of views are not asked here; in one transaction each ticket would leave another dead row of them.
            ask.execute(text("SET LOCAL session_replication_role = replica"))
        now = session.now.timestamp() * 1000 // 1
        begun = f"{int(now)} - (n % 200) * {HOUR}"
        # In parts: a statement may not take long.
        for low in range(1, TICKETS + 1, PART):
            series = SERIES[engine].format(low=low, high=min(low + PART - 1, TICKETS))
            ask.execute(text(TICKET.format(series=series, begun=begun)))
        of_open = SERIES[engine].format(low=1, high=OPEN)
        for kind, agent, later in ((0, "NULL", 0), (1, "1", HOUR // 2), (0, "NULL", HOUR // 4 * 3)):
            words = MESSAGE.format(
                series=of_open, kind=kind, agent=agent, later=later, begun=begun.replace("n %", "(n * 20) %")
            )
            ask.execute(text(words))
        ask.execute(text(DEED))
        ask.execute(text(LINES))
    desk.transact(lambda session: session.connection.exec_driver_sql("ANALYZE"))


def settle(desk: Desk) -> None:
    """Let the policies have been as they are for a while, and the newest tickets be looked at once more, as is done then."""

    def long_ago(session: Session) -> None:
        session.connection.execute(update(sla_state).values(changed_at=session.now - recount.SETTLED))

    desk.transact(long_ago)
    in_parts(desk, recount.go_on)


def counted(desk: Desk) -> tuple[float, float]:
    """How long all of it takes, in seconds, and the longest transaction in milliseconds."""
    began = time.perf_counter()
    parts = in_parts(desk, recount.go_on)
    return time.perf_counter() - began, max(parts)


def in_parts(desk: Desk, work: Callable[[Session], object]) -> list[float]:
    """How long each transaction takes, in milliseconds, until there is nothing left to do; as a worker's hold has them, Python collects between them."""
    parts: list[float] = []
    more: object = True

    def once() -> None:
        nonlocal more
        more = desk.transact(work)

    while more:
        with held_collector():
            parts.append(milliseconds(once))
    return parts


def backlog(table: Table, desk: Desk, what: str, column: str, goal: str) -> None:
    """All of a backlog, the longest of its transactions, and what the statements take that it cannot be without."""
    bare = min(milliseconds(lambda: written_bare(desk, column)) for _ in range(3))
    parts = in_parts(desk, do_due)
    table.add(f"{what}, as a whole in {len(parts) - 1}", sum(parts), "ms", limit=BACKLOG_MS, ratio=sum(parts) / bare, goal=goal)  # fmt: skip
    table.add(f"{what}, the bare statements", bare, "ms")
    table.add(f"{what}, longest transaction", max(parts), "ms", limit=WAIT_MS, goal="under 100 ms")


def written_bare(desk: Desk, column: str) -> None:
    """Read what counts of the tickets that are due, and write what comes of it, each for all at once and with nothing looked at; it is rolled back."""
    with desk.engine.connect() as connection:
        asked = f"SELECT ticket_id FROM clock WHERE stopped_at IS NULL AND {column} <= {int(time.time() * 1000)}"
        asked += " AND breached_at IS NULL" if column == "due_at" else ""
        run = connection.exec_driver_sql
        ids = ", ".join(str(row[0]) for row in run(f"{asked} ORDER BY {column} LIMIT {BACKLOG}"))
        for name in ("message", "journal", "clock", "ticket_tag"):
            run(f"SELECT * FROM {name} WHERE ticket_id IN ({ids})").fetchall()
        run(f"SELECT * FROM ticket WHERE id IN ({ids})").fetchall()
        set_to = "breached_at = due_at" if column == "due_at" else "warn_at = NULL"
        run(f"UPDATE clock SET {set_to} WHERE ticket_id IN ({ids}) AND stopped_at IS NULL")
        run("INSERT INTO deed (id, kind, at, tickets) VALUES ('bare', 'breached', 0, 1)")
        words = f"FROM ticket WHERE id IN ({ids})"
        run(
            f"INSERT INTO journal (deed_id, ticket_id, kind, at, before, after) SELECT 'bare', id, 'x', 0, '', '' {words}"
        )
        run(f"INSERT INTO change (entity, row_id, ticket_id, at) SELECT 'ticket', id, id, 0 {words}")
        connection.rollback()


def one_second(desk: Desk) -> None:
    if desk.read(anything_due):
        desk.transact(do_due)
    desk.read(letters.any_letter)


def nothing(session: Session) -> None:
    session.connection.exec_driver_sql("SELECT 1").scalar()


def note_all(session: Session) -> None:
    while do_due(session):
        pass


def late(desk: Desk, count: int) -> bool:
    """Let so many clocks that have run out not be noted yet."""

    def work(session: Session) -> None:
        session.connection.execute(
            text(
                "UPDATE clock SET breached_at = NULL WHERE id IN (SELECT id FROM clock WHERE breached_at IS NOT NULL"
                " AND stopped_at IS NULL ORDER BY id LIMIT :count)"
            ),
            {"count": count},
        )

    desk.transact(work)
    return True


def come(desk: Desk, count: int) -> bool:
    """Let so many clocks have come to steps that were not done at them."""

    def work(session: Session) -> None:
        kept = session.connection.execute(select(policy.c.steps)).scalar_one()
        ever = [{name: value for name, value in step.items() if name != "since"} for step in kept]
        session.connection.execute(update(policy).values(steps=ever))
        session.connection.execute(
            text(
                "UPDATE clock SET warn_at = 1 WHERE id IN (SELECT clock.id FROM clock WHERE stopped_at IS NULL"
                " AND breached_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM step_done WHERE step_done.ticket_id = clock.ticket_id)"
                " ORDER BY clock.id LIMIT :count)"
            ),
            {"count": count},
        )

    desk.transact(work)
    return True


def milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000
