"""Several workers on one PostgreSQL, one of which is stopped, cut off, wrong about the time, or told to end: the work goes on, and is done once.

How much of it comes from DESKBELL_STOPPED (for how many seconds a worker is stopped; 0: the workers are hurried), DESKBELL_TERMINATIONS and
DESKBELL_QUITS: little in the ordinary run, much by `nox -s faults`.
"""

import os
import random
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import func, select

from benchmarks.corpus import mails
from deskbell.actions.dispatch import perform
from deskbell.model.commands import SendReply
from deskbell.model.kinds import ReplyKind
from deskbell.model.mail import Mailbox
from deskbell.store.tables import message, message_span, metadata, outbox
from deskbell.store.tables.base import Moment
from faults.crew import PATIENCE, Crew, Member
from faults.test_kills import SEED
from servers.cable import Cable
from servers.dovecot import Dovecot
from servers.postgres import Postgres
from servers.smtp import SmtpServer

STOPPED = int(os.environ.get("DESKBELL_STOPPED", "0"))
TERMINATIONS = int(os.environ.get("DESKBELL_TERMINATIONS", "10"))
QUITS = int(os.environ.get("DESKBELL_QUITS", "1"))
WORKERS = 5 if STOPPED else 2
TAKE_OVER = 30.0
FAKETIME = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)

pytestmark = [pytest.mark.servers, pytest.mark.timeout(3600)]


class Line:
    """The way to the mailbox, which can be held up when a mail is on it."""

    def __init__(self, port: int, lay: Callable[..., Cable]) -> None:
        self.carries_mail = threading.Event()
        self._hold = False
        self.cable = lay(port, edit=self._see)

    def hold_the_next_mail(self) -> None:
        self._hold = True

    def let_go(self) -> None:
        self._hold = False
        self.cable.thaw()

    def _see(self, data: bytes) -> bytes:
        if self._hold and b"BODY[]" in data:
            self.cable.stop_here()
            self.carries_mail.set()
        return data


@pytest.fixture
def line(dovecot: Dovecot, cable: Callable[..., Cable]) -> Line:
    return Line(dovecot.plain_port, cable)


@pytest.fixture
def crew(
    postgres: Postgres,
    empty_postgresql: str,
    tmp_path: Path,
    dovecot: Dovecot,
    line: Line,
    smtp_server: SmtpServer,
    mail_user: str,
) -> Iterator[Crew]:
    """A desk, its mailbox, and nobody at work yet."""
    made = Crew(
        postgres,
        empty_postgresql,
        tmp_path,
        dovecot,
        line.cable.port,
        smtp_server,
        mail_user,
        hurried=not STOPPED,
    )
    yield made
    made.close()


def stop_idle(crew: Crew, line: Line, member: Member, mail: bytes) -> None:
    """While it waits for news."""
    del line
    crew.wait_until(lambda: not busy(crew, member))
    member.process.suspend()
    crew.append([mail])


def stop_in_transaction(crew: Crew, line: Line, member: Member, mail: bytes) -> None:
    """When it has looked at its lease and written the mail, and has not committed."""
    del line
    with crew.held_up("folder") as waiting:
        crew.append([mail])
        crew.wait_until(lambda: member.name in waiting())
        member.process.suspend()


def stop_in_fetch(crew: Crew, line: Line, member: Member, mail: bytes) -> None:
    """When a mail is on its way to it: it will have that in its hand when it wakes, and another has filed it."""
    line.hold_the_next_mail()
    crew.append([mail])
    crew.wait_until(line.carries_mail.is_set)
    member.process.suspend()
    line.let_go()


def busy(crew: Crew, member: Member) -> bool:
    query = "SELECT 1 FROM pg_stat_activity WHERE application_name = %s AND state <> 'idle' AND datname = %s"
    with crew.postgres.connect() as connection:
        return connection.execute(query, (member.name, crew.database)).fetchone() is not None


@pytest.mark.parametrize(
    "stop",
    [
        stop_in_transaction,
        pytest.param(stop_idle, marks=pytest.mark.long),
        pytest.param(stop_in_fetch, marks=pytest.mark.long),
    ],
)
def test_a_stopped_worker_is_followed_and_writes_nothing_stale(
    crew: Crew, line: Line, stop: Callable[[Crew, Line, Member, bytes], None]
) -> None:
    sent = list(mails(40, seed=SEED))
    for _ in range(WORKERS):
        crew.start()
    crew.append(sent[:10])
    crew.wait_until_filed(10)
    member, token = crew.wait_for_holder("mailbox/1")
    stop(crew, line, member, sent[10])
    began = time.monotonic()
    other, _ = crew.wait_for_holder("mailbox/1", after=token)
    took = time.monotonic() - began
    print(f"{stop.__name__}: followed after {took:.1f} s")
    assert other is not member
    assert took < TAKE_OVER
    crew.append(sent[11:20])
    crew.wait_until_filed(20)
    time.sleep(max(0.0, STOPPED - (time.monotonic() - began)))
    member.process.resume()
    crew.append(sent[20:30])
    crew.wait_until_filed(30)
    # It is well: it works when the others have gone.
    assert [crew.end(one) for one in list(crew.members) if one is not member] == [0] * (WORKERS - 1)
    crew.append(sent[30:])
    crew.wait_until_filed(len(sent))
    assert crew.end(member) == 0
    crew.must_be_whole(len(sent))


def test_cut_off_from_the_database_they_lose_and_double_nothing(crew: Crew, smtp_server: SmtpServer) -> None:
    chance = random.Random(SEED)
    sent = list(mails(max(20, TERMINATIONS), seed=SEED))
    crew.start()
    crew.append(sent[:1])
    crew.wait_until_filed(1)
    done = threading.Event()
    cut = threading.Thread(target=cut_off, args=(crew, chance, done))
    cut.start()
    answers = [answer(crew, f"Answer {number}") for number in range(len(sent) // 10)]
    for start in range(1, len(sent), 5):
        crew.append(sent[start : start + 5])
        time.sleep(0.1)
    cut.join()
    crew.wait_until_filed(len(sent))
    states = crew.wait_until(partial(fates, crew))
    print(f"{TERMINATIONS} backends ended; of {len(answers)} answers: {states}")
    assert [crew.end(one) for one in list(crew.members)] == [0]
    arrived = [mail.content for mail in smtp_server.mails]
    assert len({content.partition(b"Message-ID:")[2].partition(b"\r\n")[0] for content in arrived}) == len(arrived)
    assert states.get("sent", 0) <= len(arrived) <= sum(states.values()) == len(answers)
    crew.must_be_whole(len(sent) + len(answers))


def cut_off(crew: Crew, chance: random.Random, done: threading.Event) -> None:
    """End the server's side of one connection after another."""
    end = """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'worker-%%' AND datname = %s
        ORDER BY state = 'idle', random() LIMIT 1
    """
    with crew.postgres.connect() as connection:
        ended = 0
        while ended < TERMINATIONS:
            ended += connection.execute(end, (crew.database,)).rowcount
            done.wait(chance.uniform(0.0, 0.1))


def answer(crew: Crew, text: str) -> int:
    """Ona answers the first ticket; the mail is due at once."""
    command = SendReply(
        agent_id=crew.ona,
        ticket_id=1,
        kind=ReplyKind.REPLY,
        mailbox_id=1,
        to=(Mailbox("Li Na", "li.na@mail.example"),),
        text=text,
        undo_seconds=0,
    )
    made = perform(crew.desk, command)
    assert made is not None
    return made


def fates(crew: Crew) -> dict[str, int] | None:
    """What has become of the answers, once none waits any more."""
    with crew.desk.reading() as session:
        query = select(outbox.c.state, func.count()).group_by(outbox.c.state)
        states = dict(session.connection.execute(query).all())
    return None if {"waiting", "sending"} & states.keys() else states


@pytest.mark.long
@pytest.mark.skipif(FAKETIME is None, reason="libfaketime is not here")
def test_an_hour_off_changes_nothing(crew: Crew) -> None:
    """One worker is an hour behind, another one an hour ahead: each works, follows the other, and every time that they write is the database's."""
    sent = list(mails(30, seed=SEED))
    known = set(times(crew))
    before = now(crew)
    for hours in ("-1h", "+1h"):
        crew.start("--service", LD_PRELOAD=str(FAKETIME), FAKETIME=hours, DONT_FAKE_MONOTONIC="1")
    crew.append(sent[:15])
    crew.wait_until_filed(15)
    first, token = crew.wait_for_holder("mailbox/1")
    answer(crew, "At once")
    crew.wait_until(partial(fates, crew))
    first.process.kill()
    first.process.wait(PATIENCE)
    crew.members.remove(first)
    began = time.monotonic()
    crew.wait_for_holder("mailbox/1", after=token)
    took = time.monotonic() - began
    print(f"followed after {took:.1f} s")
    assert took < TAKE_OVER
    crew.append(sent[15:])
    crew.wait_until_filed(len(sent))
    answer(crew, "And once more")
    crew.wait_until(partial(fates, crew))
    assert crew.end(crew.members[0]) == 0
    off = [
        (name, at) for name, at in set(times(crew)) - known if not -60_000 <= at - before <= now(crew) - before + 60_000
    ]
    assert off == []
    crew.must_be_whole(len(sent) + 2)


def now(crew: Crew) -> int:
    """The database's time, in milliseconds."""
    return crew.desk.read(lambda session: int(session.now.timestamp() * 1000))


def times(crew: Crew) -> Iterator[tuple[str, int]]:
    """Every time that stands in the database, but what senders say of theirs, and whole days."""
    with crew.postgres.connect(crew.database) as connection:
        for table in set(metadata.sorted_tables) - {message_span}:
            for column in table.columns:
                if isinstance(column.type, Moment) and column is not message.c.sent_at:
                    rows = connection.execute(
                        f'SELECT DISTINCT "{column.name}" FROM "{table.name}"'.encode()
                    ).fetchall()
                    yield from ((f"{table.name}.{column.name}", at) for (at,) in rows if at is not None)


def test_told_to_end_it_ends_in_order_whatever_it_is_at(crew: Crew) -> None:
    chance = random.Random(SEED)
    sent = list(mails(QUITS * 10, seed=SEED))
    codes = []
    for number in range(QUITS):
        with ready_worker(crew, str(number), sent[number * 10 : number * 10 + 10]) as worker:
            time.sleep(chance.uniform(0.0, 2.5))
            codes.append(crew.end(worker))
    assert codes == [0] * QUITS
    # What it has to do may be done already: it is told to end when it can be told.
    with ready_worker(crew, "last", ()) as worker:
        crew.wait_until_filed(len(sent))
        assert crew.end(worker) == 0
    crew.must_be_whole(len(sent))


@contextmanager
def ready_worker(crew: Crew, name: str, sent: Sequence[bytes]) -> Iterator[Member]:
    """A worker as a service, that has said that it works; meanwhile these mails came."""
    with manager(crew.place / f"manager-{name}") as told:
        worker = crew.start("--service", NOTIFY_SOCKET=str(crew.place / f"manager-{name}"))
        if sent:
            crew.append(sent)
        assert told.recv(100) == b"READY=1"
        yield worker


@contextmanager
def manager(path: Path) -> Iterator[socket.socket]:
    """What systemd listens at."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.settimeout(PATIENCE)
        listening.bind(str(path))
        yield listening
