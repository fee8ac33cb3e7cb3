"""Two clusters with synchronous streaming replication, as docs/standby.md sets them up: the primary is lost, the standby promoted, the old primary
comes back as the standby, and all of it again the other way. What was committed is kept, and who works goes on within thirty seconds.
"""

import contextlib
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from away import SOON, Office, banner, furnished, starting
from building import Builder
from deskbell.actions.dispatch import perform
from deskbell.model.commands import AddNote
from deskbell.model.errors import PASSING, Trouble
from deskbell.model.kinds import Entity, ReplyKind, Status
from deskbell.store import migrations
from deskbell.store.desk import Desk
from deskbell.store.session import Session
from deskbell.store.tables import message, ticket
from deskbell.store.watch import Watcher
from deskbell.ui.main_window import MainWindow
from servers.cable import Cable
from servers.certificates import Certificates
from servers.postgres import DURABLE, Postgres

pytestmark = [pytest.mark.long, pytest.mark.servers, pytest.mark.timeout(600)]

CLIENTS = 4
ON_SECONDS = 30.0
# Each client does so much before somebody pulls the plug, and after it.
NOTES = 20
# `pg_rewind` needs the hints, and the log as far back as the two went the same way; a commit waits for the standby only where one is asked for.
CONFIG = DURABLE + "wal_log_hints = on\nwal_keep_size = 512MB\nsynchronous_standby_names = '{standbys}'\n"


@dataclass
class Pair:
    """Who takes changes, and who stands by."""

    primary: Postgres
    standby: Postgres

    def address(self, name: str) -> str:
        return f"postgresql://postgres@/{name}?host=127.0.0.1:{self.primary.port}&host=127.0.0.1:{self.standby.port}"

    def fail_over(self) -> None:
        """The primary loses its power, and the standby is told to take its place."""
        self.primary.stop(signal.SIGQUIT)
        self.primary, self.standby = self.standby, self.primary
        with self.primary.connect() as connection:
            connection.execute("ALTER SYSTEM SET synchronous_standby_names = ''")
            connection.execute("SELECT pg_reload_conf()")
        self.primary.promote()

    def come_back(self) -> None:
        """The other one comes back as the standby, and is waited for again."""
        self.standby.follow(self.primary)
        self.wait_for_standby()

    def wait_for_standby(self) -> None:
        """Until each commit waits for the standby."""
        with self.primary.connect() as connection:
            connection.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
            connection.execute("SELECT pg_reload_conf()")
            deadline = time.monotonic() + 60
            streams = "SELECT state, sync_state FROM pg_stat_replication"
            while connection.execute(streams).fetchall() != [("streaming", "sync")]:
                assert time.monotonic() < deadline, "the standby does not stream"


@pytest.fixture
def pair(certificates: Certificates) -> Iterator[Pair]:
    primary = Postgres(certificates, CONFIG.format(standbys=""))
    standby = Postgres(certificates, CONFIG.format(standbys=""), standby_of=primary)
    both = Pair(primary, standby)
    both.wait_for_standby()
    yield both
    for one in (standby, primary):
        one.close()


@dataclass
class Writer:
    """Somebody who writes one note after the other, and does each again until it is known to be there, as the window does."""

    address: str
    agent_id: int
    ticket_id: int
    ending: threading.Event
    made: list[tuple[str, int]] = field(default_factory=list)
    longest: float = 0.0

    def work(self) -> None:
        with closing(Desk.open(self.address, small=True)) as desk:
            while not self.ending.is_set():
                note = AddNote(
                    agent_id=self.agent_id, ticket_id=self.ticket_id, text=f"{self.agent_id}/{len(self.made)}"
                )
                began = time.monotonic()
                while (made := self._try(desk, note)) is None:
                    time.sleep(0.5)
                self.longest = max(self.longest, time.monotonic() - began)
                self.made.append((note.text, made))

    def _try(self, desk: Desk, note: AddNote) -> int | None:
        try:
            return perform(desk, note)
        except Trouble as trouble:
            if trouble.code not in PASSING:
                raise
            return None


def test_what_was_committed_is_kept_and_everybody_goes_on(pair: Pair) -> None:
    name = pair.primary.create_database("desk")
    address = pair.address(name)
    with closing(Desk.open(address)) as desk:
        migrations.upgrade(desk)
        build = Builder(desk)
        agents = [build.agent(f"Agent {number}", f"{number}@desk.example") for number in range(CLIENTS)]
        ending = threading.Event()
        writers = [Writer(address, who, build.ticket(), ending) for who in agents]
        with closing(Watcher(desk)) as watcher, ThreadPoolExecutor(CLIENTS) as threads:
            watched = Watched(watcher)
            working = [threads.submit(writer.work) for writer in writers]
            try:
                _all_write_on(writers, working)
                for _ in range(2):
                    watched.look()
                    pair.fail_over()
                    _all_write_on(writers, working)
                    watched.look_after_the_loss()
                    pair.come_back()
                    _all_write_on(writers, working)
            finally:
                ending.set()
        for one in working:
            one.result()
        notes = desk.read(_notes)
    with pair.standby.connect(name) as connection:
        (behind,) = connection.execute("SELECT count(*) FROM message").fetchone() or (0,)
    print(f"{len(notes)} notes, longest wait {max(writer.longest for writer in writers):.1f} s")
    assert sorted(notes) == sorted(note for writer in writers for note in writer.made), (
        "each is there, once, and nothing else"
    )
    assert behind == len(notes)
    assert max(writer.longest for writer in writers) < ON_SECONDS


def _all_write_on(writers: list[Writer], working: list[Future[None]]) -> None:
    """Until each has written so much more."""
    goals = [len(writer.made) + NOTES for writer in writers]
    while any(len(writer.made) < goal for writer, goal in zip(writers, goals, strict=True)):
        assert not any(one.done() for one in working), [one.exception() for one in working if one.done()]
        time.sleep(0.05)


def _notes(session: Session) -> list[tuple[str, int]]:
    return [(text, number) for text, number in session.connection.execute(select(message.c.text, message.c.id))]


class Watched:
    """A watcher as a feed drives it."""

    def __init__(self, watcher: Watcher) -> None:
        self._watcher = watcher
        self._last = watcher.begin()

    def look(self) -> None:
        """Hear of something."""
        found = self._watcher.next(self._last, 20.0)
        assert found.rows
        self._last = max(row.id for row in found.rows)

    def look_after_the_loss(self) -> None:
        """The break is told: a server that took the place of another may not have all that was heard before."""
        with contextlib.suppress(Trouble):
            while True:
                self.look()
        self._last = self._watcher.begin()


@pytest.fixture
def office(pair: Pair, cable: Callable[..., Cable], tmp_path: Path) -> Iterator[Office]:
    hosts = f"127.0.0.1:{{port}}&host=127.0.0.1:{pair.standby.port}"
    yield from furnished(pair.primary, cable, tmp_path, hosts)


@pytest.fixture
def start(office: Office, qapp: QApplication, qtbot: QtBot) -> Iterator[Callable[[], MainWindow]]:
    yield from starting(office, qapp, qtbot)


def test_a_window_goes_on_with_the_standby(
    pair: Pair, office: Office, start: Callable[[], MainWindow], qtbot: QtBot
) -> None:
    window = start()
    model = window.inbox.tickets.model
    window.pane.begin(ReplyKind.NOTE)
    qtbot.keyClicks(window.pane.composer.editor, "Before and ")
    lost = time.monotonic()
    with ThreadPoolExecutor(1) as beside:
        done = beside.submit(pair.fail_over)
        qtbot.waitUntil(lambda: banner(window) != "", timeout=SOON)
        qtbot.keyClicks(window.pane.composer.editor, "after.")
        qtbot.waitUntil(done.done, timeout=SOON)
    done.result()
    qtbot.waitUntil(lambda: banner(window) == "", timeout=SOON)
    took = time.monotonic() - lost
    print(f"the window went on after {took:.1f} s")
    assert took < ON_SECONDS
    name = office.near.url.database
    with closing(Desk.open(f"postgresql://postgres@127.0.0.1:{pair.primary.port}/{name}")) as now:
        window.deeds.set_status((office.ticket - 1,), Status.SOLVED)
        qtbot.waitUntil(lambda: now.read(_status, office.ticket - 1) is Status.SOLVED, timeout=SOON)
        qtbot.waitUntil(lambda: model.rowCount() == 29, timeout=SOON)
        noted: list[int] = []
        window.pane.composer.noted.connect(noted.append)
        window.pane.composer.send()
        qtbot.waitUntil(lambda: len(noted) == 1, timeout=SOON)
        notes = [number for text, number in now.read(_notes) if text.strip() == "Before and after."]
        assert notes == noted
        with now.writing() as session:
            session.connection.execute(ticket.update().where(ticket.c.id == office.ticket).values(subject="Seen there"))
            session.changed(Entity.TICKET, office.ticket, office.ticket)
        qtbot.waitUntil(
            lambda: any(row is not None and row.subject == "Seen there" for row in map(model.ticket, range(29))),
            timeout=SOON,
        )


def _status(session: Session, number: int) -> Status:
    return Status(session.connection.execute(select(ticket.c.status).where(ticket.c.id == number)).scalar_one())
