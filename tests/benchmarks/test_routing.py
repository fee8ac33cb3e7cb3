"""What handing out costs on a desk with many open tickets, beside the bare statements that write as much.

`DESKBELL_MILLION_TICKETS` is how many tickets there are; one in twenty is open, and somebody's.
"""

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select, text

from benchmarks.conftest import Table
from building import Builder
from deskbell.actions.dispatch import perform
from deskbell.actions.routing.hand_out import AT_ONCE, busy, hand_out
from deskbell.model.presence import TellOpen
from deskbell.model.teams import SaveTeam
from deskbell.store import migrations
from deskbell.store.desk import Desk
from deskbell.store.queries.identity import establish
from deskbell.store.queries.routing import staff
from deskbell.store.session import Session
from deskbell.store.tables import ticket
from servers.certificates import Certificates
from servers.postgres import Postgres

TICKETS = int(os.environ.get("DESKBELL_MILLION_TICKETS", "1000000"))
AGENTS, WAITING = 20, 1_000
PART = 25_000
MOST_TIMES = 10

pytestmark = [pytest.mark.long, pytest.mark.servers, pytest.mark.timeout(3_600)]

SERIES = {
    "sqlite": "WITH RECURSIVE s(n) AS (SELECT {low} UNION ALL SELECT n + 1 FROM s WHERE n < {high})",
    "postgresql": "WITH s AS (SELECT n FROM generate_series({low}, {high}) AS t(n))",
}
TICKET = f"""INSERT INTO ticket (id, mailbox_id, customer_id, subject, status, priority, shelf, created_at, activity_at, messages, assignee_id, team_id)
 {{series}} SELECT n, 1, 1, 'Parcel', CASE WHEN n % 20 = 0 THEN 1 ELSE 5 END, n % 4, CASE WHEN n % 20 = 0 THEN 0 ELSE 2 END,
 n, n, 1, 2 + (n / 20) % {AGENTS}, {{team}} FROM s"""
QUEUE = """INSERT INTO ticket (mailbox_id, customer_id, subject, status, priority, shelf, created_at, activity_at, messages, team_id)
 {series} SELECT 1, 1, 'Parcel', 0, n % 4, 0, n, n, 1, {team} FROM s"""
# What is written for each ticket, and read for each of the parts.
BARE = (
    "UPDATE ticket SET assignee_id = :agent, version = version + 1 WHERE id = :ticket",
    "INSERT INTO journal (deed_id, ticket_id, kind, at, before, after) VALUES (:deed, :ticket, 'assigned', 1, '', '2')",
    "INSERT INTO journal (deed_id, ticket_id, kind, at, before, after) VALUES (:deed, :ticket, 'handed', 1, '', '[2,\"least\",9]')",
    "INSERT INTO change (entity, row_id, ticket_id, at) VALUES ('ticket', :ticket, :ticket, 1)",
)
LOADS = (
    "SELECT assignee_id, count(*) FROM ticket WHERE assignee_id IS NOT NULL AND shelf = 0 AND status <= 1 GROUP BY 1"
)
NEXT = (
    "SELECT id FROM ticket WHERE team_id = :team AND assignee_id IS NULL AND shelf = 0 AND status <= 1"
    " ORDER BY priority DESC, id LIMIT 100"
)


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path: Path, certificates: Certificates) -> Iterator[Desk]:
    if request.param == "sqlite":
        with closing(Desk.open(f"sqlite:///{tmp_path / 'desk.db'}")) as opened:
            yield opened
        return
    server = Postgres(certificates, "shared_buffers = 512MB\nmax_wal_size = 8GB\n")
    with closing(Desk.open(server.url(server.create_database("routing")))) as opened:
        yield opened
    server.close()


def test_handing_out_on_a_large_desk(table: Table, desk: Desk) -> None:
    engine = desk.engine.dialect.name
    name = f"{TICKETS // 20} open, {engine}"
    migrations.upgrade(desk)
    desk.transact(establish)
    build = Builder(desk)
    build.customer()
    people = frozenset(build.agent(f"Agent {n}", f"agent{n}@desk.example") for n in range(AGENTS))
    team = perform(desk, SaveTeam(agent_id=None, id=0, name="Care", members=people, handing="least")) or 0
    for one in people:
        perform(desk, TellOpen(agent_id=one))
    fill(desk, team)
    known = milliseconds(lambda: desk.read(staff))
    table.add(f"routing, {name}: who has how many", known, "ms", goal="")
    idle = sorted(milliseconds(lambda: desk.read(busy)) for _ in range(200))[190]
    table.add(f"routing, {name}: nothing waits, p95", idle, "ms", goal="")
    wait(desk, team)
    floor = milliseconds(lambda: bare(desk, team))
    wait(desk, team)
    took = milliseconds(lambda: given(desk, team))
    table.add(
        f"routing, {name}: {WAITING} handed out",
        took,
        "ms",
        limit=floor,
        ratio=took / floor,
        goal="limit: the bare statements",
    )
    with desk.reading() as session:
        whose = select(ticket.c.assignee_id).where(ticket.c.id > TICKETS + WAITING)
        got = Counter(session.connection.execute(whose).scalars())
    assert sum(got.values()) == WAITING
    assert max(got.values()) - min(got.values()) <= AGENTS + 1
    assert took / floor < MOST_TIMES


def fill(desk: Desk, team: int) -> None:
    engine = desk.engine.dialect.name
    with desk.writing() as session:
        if engine == "postgresql":
            # In one transaction each ticket would leave another dead row of the counters of views.
            session.connection.execute(text("SET LOCAL session_replication_role = replica"))
        for low in range(1, TICKETS + 1, PART):
            series = SERIES[engine].format(low=low, high=min(low + PART - 1, TICKETS))
            session.connection.execute(text(TICKET.format(series=series, team=team)))
        if engine == "postgresql":
            session.connection.execute(text(f"SELECT setval(pg_get_serial_sequence('ticket', 'id'), {TICKETS})"))
    desk.transact(lambda session: session.connection.exec_driver_sql("ANALYZE"))


def wait(desk: Desk, team: int) -> None:
    series = SERIES[desk.engine.dialect.name].format(low=1, high=WAITING)
    with desk.writing() as session:
        session.connection.execute(text(QUEUE.format(series=series, team=team)))


def given(desk: Desk, team: int) -> None:
    while desk.read(busy):
        desk.transact(lambda session: hand_out(session, team))


def bare(desk: Desk, team: int) -> None:
    for part in range(WAITING // AT_ONCE):

        def work(session: Session, part: int = part) -> None:
            ask = session.connection
            loads = dict(tuple(row) for row in ask.execute(text(LOADS)))
            there = list(ask.execute(text(NEXT), {"team": team}).scalars())
            ask.execute(text("INSERT INTO deed (id, kind, at) VALUES (:id, 'assigned', 1)"), {"id": f"bare{part}"})
            rows = []
            for number in there:
                who = min(loads, key=lambda one: (loads[one], one))
                loads[who] += 1
                rows.append({"agent": who, "ticket": number, "deed": f"bare{part}"})
            for statement in BARE:
                used = [{key: row[key] for key in row if f":{key}" in statement} for row in rows]
                ask.execute(text(statement), used)

        desk.transact(work)


def milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000
