"""Three versions of the program on one desk while an administrator brings it to a new schema under the hands of all of them.

`DESKBELL_UPGRADES` is how often: once in the ordinary run.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from queue import Queue
from threading import Thread
from time import monotonic

import pytest
from sqlalchemy import make_url, select, text

from building import Builder
from deskbell.store.desk import Desk
from deskbell.store.opening import upgrade_desk
from deskbell.store.tables import message
from later_steps import GROW, GROWN, SHRINK, SHRUNK, knowing, write_step

UPGRADES = int(os.environ.get("DESKBELL_UPGRADES", "1"))
SECONDS = 120
PROGRAM = Path(__file__).with_name("client_of_age.py")

pytestmark = pytest.mark.timeout(600)

# In the same transaction it is noted which was the last message then. On PostgreSQL that is done once two clients stand at the lock that keeps them out.
_NOTE = """
    import sqlalchemy as sa
    import time

    kept_out = sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'schema_step'::regclass")
    while op.get_bind().dialect.name == "postgresql" and op.get_bind().execute(kept_out).scalar() < 2:
        time.sleep(0.01)
    op.execute("CREATE TABLE noted AS SELECT max(id) AS last FROM message")
"""


class Client:
    """A desktop of some age, and all that it has said."""

    def __init__(self, *words: str) -> None:
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        self._process = subprocess.Popen(
            [sys.executable, "-u", str(PROGRAM), *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        self._lines: Queue[str] = Queue()
        self.said: list[list[str]] = []
        self._ear = Thread(target=self._listen, daemon=True)
        self._ear.start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line)
        self._lines.put("ended")

    def hear(self, wanted: Callable[[list[str]], bool]) -> None:
        """Listen until it says this."""
        until = monotonic() + SECONDS
        while True:
            assert monotonic() < until, self.said[-5:]
            line = self._lines.get(timeout=SECONDS).split()
            assert line != ["ended"], self.said[-5:]
            self.said.append(line)
            if wanted(line):
                return

    def hear_later(self, wanted: Callable[[list[str]], bool]) -> None:
        """Listen until it says this of something that it begins from now on."""
        while not self._lines.empty():
            self.said.append(self._lines.get().split())
        self.hear(lambda line: line[0] == "read")
        self.hear(wanted)

    def end(self) -> int:
        """Let it end, and hear the rest; its exit code."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        code = self._process.wait(SECONDS)
        self._ear.join(SECONDS)
        while (line := self._lines.get()) != "ended":
            self.said.append(line.split())
        return code

    def close(self) -> None:
        self._process.kill()
        self._process.wait(SECONDS)
        self._ear.join(SECONDS)
        for end in (self._process.stdin, self._process.stdout):
            assert end is not None
            end.close()

    def told(self, word: str) -> list[str]:
        """What followed this word each time."""
        return [line[1] for line in self.said if line[0] == word]


def wrote(line: list[str]) -> bool:
    return line[0] == "wrote"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.servers)])
def office(request: pytest.FixtureRequest) -> Iterator[tuple[Desk, dict[str, str]]]:
    """A desk, and the address of each of three agents: of an office on PostgreSQL with a login each, of a file on SQLite.

    Nobody gives up waiting for a lock: how long the step that shuts somebody out holds one tells of the machine.
    """
    engine = request.param
    address = request.getfixturevalue("empty_office" if engine == "postgresql" else "empty_sqlite")
    if engine == "postgresql":
        patient = make_url(address).update_query_dict({"options": "-c lock_timeout=0"})
        address = patient.render_as_string(hide_password=False)
    desk = Desk.open(address)
    logins = ("of_admin", "of_manager", "of_agent")
    yield desk, {login: address.replace("postgres@", f"{login}@") for login in logins}
    desk.close()


@pytest.mark.parametrize("again", range(UPGRADES))
def test_three_versions_and_an_upgrade(office: tuple[Desk, dict[str, str]], tmp_path: Path, again: int) -> None:
    del again
    desk, addresses = office
    build = Builder(desk)
    agents = {
        login: build.agent(login, f"{login}@desk.example", role=login.removeprefix("of_"), login=login)
        for login in addresses
    }
    ticket = build.ticket("Printer offline")
    older = write_step(tmp_path / "older", GROWN, GROW)
    newest = write_step(tmp_path / "newest", SHRUNK, SHRINK + _NOTE)

    with ExitStack() as running:

        def start(login: str, *steps: str) -> Client:
            client = Client(addresses[login], str(agents[login]), str(ticket), *steps)
            running.callback(client.close)
            return client

        with knowing(older):
            assert [step.number for step in upgrade_desk(desk)] == [GROWN]
        oldest, old, new = start("of_agent"), start("of_manager", older), start("of_admin", older, newest)
        # The newest does not come in yet: only an administrator changes the schema, not whoever has the newest program.
        new.hear(lambda line: line == ["waits", "db.older"])
        for client in (oldest, old):
            client.hear(wrote)
            client.hear_later(wrote)

        with knowing(older, newest):
            assert [step.number for step in upgrade_desk(desk)] == [SHRUNK]
        with desk.reading() as session:
            last = session.connection.execute(text("SELECT last FROM noted")).scalar_one()

        for client in (old, new):
            client.hear_later(wrote)
        oldest.hear(lambda line: line[0] == "not")
        # It goes on reading what the others write.
        oldest.hear_later(lambda line: line[0] == "read" and int(line[1]) > last + 1)
        oldest.hear_later(lambda line: line[0] == "not")
        assert [client.end() for client in (oldest, old, new)] == [0, 0, 0]

    assert set(oldest.told("not")) == {"db.outgrown"}
    assert set(old.told("not") + new.told("not")) == set()
    with desk.reading() as session:
        kept = {row.id: row.agent_id for row in session.connection.execute(select(message.c.id, message.c.agent_id))}
    for login, client in (("of_agent", oldest), ("of_manager", old), ("of_admin", new)):
        acknowledged = {int(number) for number in client.told("wrote")}
        there = {number for number, agent in kept.items() if agent == agents[login]}
        assert acknowledged == there, f"what {login} heard of is there, and nothing else"
        if client is oldest:
            assert max(acknowledged) <= last, "nothing came in after the step that shut it out"
        else:
            assert max(acknowledged) > last
