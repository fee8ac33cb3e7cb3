"""Workers and desktops on one PostgreSQL while promises run out, workers are killed, and a clock is an hour off: each warning exactly once.

How much of it comes from DESKBELL_WARNED (tickets): few in the ordinary run, ten thousand by `nox -s faults`.
"""

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from actions.conftest import mail
from deskbell.actions.dispatch import VERBS, perform
from deskbell.actions.due_clocks import anything_due
from deskbell.actions.intake.arrival import Arrival, Policy
from deskbell.actions.keep_raw import RawMail, keep_raw
from deskbell.actions.receive import receive
from deskbell.model.commands import SaveAgent
from deskbell.model.kinds import Deed, Priority
from deskbell.model.sla import ALWAYS, Metric, SavePolicy, Targets
from deskbell.model.sla_steps import Step
from deskbell.store.integrity import problems
from deskbell.store.session import Session
from deskbell.store.tables import journal, raw_mail, step_done, warning
from faults import warned_desktop
from faults.crew import Crew
from faults.test_kills import SEED
from faults.test_one_works import FAKETIME
from servers.dovecot import Dovecot
from servers.postgres import Postgres
from servers.smtp import SmtpServer

TICKETS = int(os.environ.get("DESKBELL_WARNED", "240"))
MANY = TICKETS > 1_000
KILLS = 20 if MANY else 3
DESKTOPS = 5 if MANY else 2
PART = 500
HOUR = 3600
FIRST = (Metric.FIRST_REPLY,)

pytestmark = [pytest.mark.servers, pytest.mark.timeout(3600)]


@pytest.fixture
def crew(
    postgres: Postgres,
    empty_postgresql: str,
    tmp_path: Path,
    dovecot: Dovecot,
    smtp_server: SmtpServer,
    mail_user: str,
) -> Iterator[Crew]:
    """A desk, and nobody at work yet."""
    port = dovecot.plain_port
    made = Crew(postgres, empty_postgresql, tmp_path, dovecot, port, smtp_server, mail_user, hurried=True)
    yield made
    made.close()


def test_each_warning_exactly_once(crew: Crew) -> None:
    chance = random.Random(SEED)
    people = [add_agent(crew, f"Agent {number}") for number in range(DESKTOPS)]
    half = Step(percent=50, metrics=FIRST, agents=tuple(people[1:]))
    whole = Step(percent=100, metrics=FIRST, agents=(people[0],), priority=Priority.HIGH)
    promise(crew, half, whole)
    late = ask(crew, TICKETS // 2, minutes=70)
    due = ask(crew, TICKETS // 4, minutes=40)
    # Of these the time comes while it all goes on.
    soon = ask(crew, TICKETS - len(late) - len(due), minutes=30, back=timedelta(seconds=-3))
    desktops = [desktop(crew, agent, seed, an_hour_off=not seed) for seed, agent in enumerate(people)]
    hours = {"LD_PRELOAD": str(FAKETIME), "FAKETIME": "+1h", "DONT_FAKE_MONOTONIC": "1"} if FAKETIME and MANY else {}
    crew.start(**hours)
    crew.start()
    for _ in range(KILLS):
        time.sleep(chance.uniform(0.3, 1.5))
        member = chance.choice(crew.members)
        crew.members.remove(member)
        member.process.kill()
        member.process.wait(60)
        crew.start()
    crew.wait_until(lambda: len(done(crew)) >= 2 * len(late) + len(due) + len(soon) and nothing_left(crew), 1_800)
    told = [heard(one) for one in desktops]
    ids = {step.rank: step.id for step in steps(crew)}
    expected = {(number, ids[rank]) for number in late for rank in (half.rank, whole.rank)}
    expected |= {(number, ids[half.rank]) for number in (*due, *soon)}
    assert {(row.ticket_id, row.step_id) for row in done(crew)} == expected
    assert len(done(crew)) == len(expected)
    lines = Counter(journal_lines(crew))
    # Of what was late already the last step alone tells, or the one after the other where a worker came between: each once.
    assert set(lines.values()) == {1}
    raised = {number for number, kind, _ in lines if kind == Deed.PRIORITY}
    assert raised == set(late)
    assert {number for number, kind, before in lines if kind == Deed.WARNED and before.endswith("/100/0")} == set(late)
    for agent, heard_of in zip(people, told, strict=True):
        assert set(heard_of) == warned_of(crew, agent)
    assert set(told[0]) == set(late)
    assert set(told[1]) >= {*due, *soon}
    assert crew.desk.read(problems) == []


def add_agent(crew: Crew, name: str) -> int:
    email = f"{name.replace(' ', '')}@desk.example"
    return perform(crew.desk, SaveAgent(agent_id=None, id=0, name=name, email=email)) or 0


def promise(crew: Crew, *steps: Step) -> None:
    """A first answer within an hour, day and night, for two hours now."""

    def work(session: Session) -> None:
        session.__dict__["now"] = session.now - timedelta(hours=2)
        command = SavePolicy(
            agent_id=crew.ona, id=0, name="All", targets=(Targets(HOUR),) * 4, calendar_id=ALWAYS, steps=steps
        )
        VERBS[SavePolicy](session, command)

    crew.desk.transact(work)


def ask(crew: Crew, count: int, minutes: int, back: timedelta = timedelta(0)) -> list[int]:
    """So many questions that came so many minutes ago."""
    found: list[int] = []
    then = crew.desk.read(lambda session: session.now) - timedelta(minutes=minutes) - back
    for start in range(0, count, PART):
        found += crew.desk.transact(
            lambda session, start=start: part(session, then, minutes, start, min(PART, count - start))
        )
    return found


def part(session: Session, then: datetime, minutes: int, start: int, count: int) -> list[int]:
    session.__dict__["now"] = then
    uids = [minutes * 1_000_000 + start + number for number in range(count)]
    keep_raw(session, 1, "Asked", 1, [RawMail(uid, then, f"raw {uid}".encode()) for uid in uids])
    rows = session.connection.execute(select(raw_mail).where(raw_mail.c.uid.in_(uids))).all()
    arrivals = [
        Arrival(
            row.id, row.blob_id, 1, then, "Asked", mail(f"{row.uid}@mail.example", sender=f"{row.uid}@mail.example")
        )
        for row in rows
    ]
    return [placed.ticket_id for placed in receive(session, arrivals, Policy())]


def desktop(crew: Crew, agent: int, seed: int, *, an_hour_off: bool) -> subprocess.Popen[str]:
    hours = (
        {"LD_PRELOAD": str(FAKETIME), "FAKETIME": "-1h", "DONT_FAKE_MONOTONIC": "1"} if FAKETIME and an_hour_off else {}
    )
    return subprocess.Popen(
        [sys.executable, warned_desktop.__file__, crew.address, str(agent), str(seed)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)} | hours,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def heard(one: subprocess.Popen[str]) -> list[int]:
    """What a desktop was told of, now that it is to end."""
    said, _ = one.communicate(timeout=120)
    assert one.returncode == 0
    found: list[int] = json.loads(said)
    return found


def nothing_left(crew: Crew) -> bool:
    return not crew.desk.read(anything_due)


def done(crew: Crew) -> list[Any]:
    with crew.desk.reading() as session:
        return list(session.connection.execute(select(step_done)))


def steps(crew: Crew) -> tuple[Step, ...]:
    from deskbell.store.queries import policies

    return crew.desk.read(policies.rows)[0].steps


def journal_lines(crew: Crew) -> list[tuple[int, str, str]]:
    with crew.desk.reading() as session:
        kinds = [Deed.WARNED.value, Deed.PRIORITY.value]
        asked = select(journal.c.ticket_id, journal.c.kind, journal.c.before).where(journal.c.kind.in_(kinds))
        return [tuple(row) for row in session.connection.execute(asked)]


def warned_of(crew: Crew, agent: int) -> set[int]:
    with crew.desk.reading() as session:
        asked = select(warning.c.ticket_id).where(warning.c.agent_id == agent, warning.c.told_at.is_not(None))
        return set(session.connection.execute(asked).scalars())
