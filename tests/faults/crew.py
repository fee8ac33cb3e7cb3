"""Several workers on one PostgreSQL, the mailbox that they share, and a witness of every write: who wrote, and who had the leases then."""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import psutil
from psycopg import sql
from sqlalchemy import func, make_url, select

from deskbell.actions.dispatch import perform
from deskbell.model.commands import SaveAgent, SaveMailbox
from deskbell.store.desk import Desk
from deskbell.store.integrity import problems
from deskbell.store.queries.identity import establish
from deskbell.store.secrets import Secrets
from deskbell.store.tables import lease, message, raw_mail
from faults import hurried_worker
from servers.dovecot import Dovecot
from servers.postgres import Postgres
from servers.smtp import SmtpServer

T = TypeVar("T")

PATIENCE = 180
"""Seconds that anything may take on a machine that has much else to do."""

# Under which lease each table is written by a worker; each write must come from a holder of one of them.
UNDER = {
    "mailbox": {"mailbox/1", "outbox"},
    "folder": {"mailbox/1"},
    "raw_mail": {"mailbox/1", "read mail"},
    "message": {"mailbox/1", "read mail", "outbox"},
    "ticket": {"mailbox/1", "read mail", "outbox"},
    "outbox": {"outbox", "copy sent", "settle unknown"},
}
_WITNESS = """
CREATE TABLE witness (writer text, about text, holders jsonb);
CREATE FUNCTION testify() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO witness
        SELECT current_setting('application_name'), TG_TABLE_NAME, jsonb_object_agg(name, holder) FROM lease;
    RETURN NULL;
END $$;
"""


@dataclass(frozen=True)
class Member:
    """A worker of the crew; `name` is what the server knows it by."""

    name: str
    process: psutil.Popen


class Crew:
    """The workers, and what they work on. `imap_port` leads to the server's port without TLS. With `hurried` their leases last 2 seconds and not 20."""

    def __init__(
        self,
        postgres: Postgres,
        address: str,
        place: Path,
        dovecot: Dovecot,
        imap_port: int,
        smtp: SmtpServer,
        user: str,
        *,
        hurried: bool,
    ) -> None:
        self.postgres = postgres
        self.address = address
        self.database = make_url(address).database or ""
        self.place = place
        self.dovecot = dovecot
        self.user = user
        self.hurried = hurried
        self.members: list[Member] = []
        self._was: dict[str, int] = {}
        self.desk = Desk.open(address)
        self.desk.transact(establish)
        ona = perform(self.desk, SaveAgent(agent_id=None, id=0, name="Ona", email="ona@desk.example"))
        assert ona is not None
        self.ona = ona
        box = SaveMailbox(
            agent_id=None,
            id=0,
            name="Support",
            address="support@desk.example",
            imap_host=dovecot.host,
            imap_port=imap_port,
            imap_security="none",
            imap_user=user,
            smtp_host=smtp.host,
            smtp_port=smtp.tls_port,
            smtp_user="desk",
            sent_folder="Sent",
            ca_file=str(dovecot.ca_file),
            history_days=-1,
        )
        assert perform(self.desk, box) == 1
        self._passwords = {"mailbox/1/imap": dovecot.password, "mailbox/1/smtp": smtp.password}
        with postgres.connect(self.database) as connection:
            connection.execute(_WITNESS)
            for table in UNDER:
                connection.execute(
                    sql.SQL(
                        "CREATE TRIGGER testify AFTER INSERT OR UPDATE OR DELETE ON {} FOR EACH STATEMENT EXECUTE FUNCTION testify()"
                    ).format(sql.Identifier(table))
                )

    def start(self, *words: str, **environment: str) -> Member:
        """One more worker, on a data folder of its own."""
        name = f"worker-{len(self._was)}"
        folder = self.place / name
        secrets = Secrets(folder)
        for key, password in self._passwords.items():
            secrets.put(key, password)
        program = [hurried_worker.__file__] if self.hurried else ["-m", "deskbell", "worker"]
        address = make_url(self.address).update_query_dict({"application_name": name})
        with (self.place / f"{name}.txt").open("wb") as said:
            process = psutil.Popen(
                [sys.executable, *program, *words, "--data", str(folder), "--db", str(address)],
                env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)} | environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=said,
            )
        self._was[name] = process.pid
        self.members.append(Member(name, process))
        return self.members[-1]

    def held(self, name: str) -> tuple[Member | None, int]:
        """Who of the crew has a lease now, and its token."""
        with self.desk.reading() as session:
            query = select(lease.c.holder, lease.c.token).where(lease.c.name == name, lease.c.expires_at > session.now)
            row = session.connection.execute(query).first()
        if row is None:
            return None, 0
        return next((one for one in self.members if f"/{one.process.pid}/" in row.holder), None), row.token

    def wait_for_holder(self, name: str, after: int = 0) -> tuple[Member, int]:
        """Who has a lease, once somebody has it with a larger token than `after`."""

        def found() -> tuple[Member, int] | None:
            member, token = self.held(name)
            return (member, token) if member is not None and token > after else None

        return self.wait_until(found)

    def append(self, mails: Iterable[bytes]) -> None:
        """Mails come in."""
        self.dovecot.append(self.user, *mails)

    def wait_until_filed(self, count: int) -> None:
        """Until so many mails are filed, and none waits."""

        def filed() -> bool:
            with self.desk.reading() as session:
                query = select(raw_mail.c.state, func.count()).group_by(raw_mail.c.state)
                states = dict(session.connection.execute(query).all())
            return not states.get("new") and sum(states.values()) >= count

        self.wait_until(filed)

    def wait_until(self, asked: Callable[[], T | None], seconds: float = PATIENCE) -> T:
        """What `asked` gives as soon as it gives something; every worker must live meanwhile."""
        until = time.monotonic() + seconds
        while not (found := asked()):
            for one in self.members:
                assert one.process.poll() is None, self.said(one)
            assert time.monotonic() < until, "\n".join(map(self.said, self.members))
            time.sleep(0.05)
        return found

    def said(self, member: Member) -> str:
        """What a worker has printed, the last of it."""
        return f"{member.name}: {(self.place / f'{member.name}.txt').read_text('utf-8')[-3000:]}"

    def end(self, member: Member) -> int:
        """Tell a worker to end; its exit code."""
        self.members.remove(member)
        member.process.terminate()
        code: int = member.process.wait(PATIENCE)
        return code

    def close(self) -> None:
        """End all workers, however they are."""
        for member in self.members:
            member.process.resume()
            member.process.kill()
            member.process.wait(PATIENCE)
        self.members.clear()
        self.desk.close()

    @contextmanager
    def held_up(self, table: str) -> Iterator[Callable[[], set[str]]]:
        """Within this block whoever writes to a table waits; call what it gives for who does."""
        waiting = "SELECT application_name FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = %s"
        with self.postgres.connect(self.database) as holding, self.postgres.connect() as looking, holding.transaction():
            holding.execute(sql.SQL("LOCK TABLE {} IN EXCLUSIVE MODE").format(sql.Identifier(table)))
            yield lambda: {name for (name,) in looking.execute(waiting, (self.database,))}

    def must_be_whole(self, count: int) -> None:
        """Each of so many mails is there once, and each write came from whoever had the lease for it."""
        with self.desk.reading() as session:
            ids = Counter(session.connection.execute(select(message.c.message_id)).scalars())
        assert (len(ids), max(ids.values())) == (count, 1)
        assert self.desk.read(problems) == []
        stale = self.stale_writes()
        assert not stale, stale[:3]

    def stale_writes(self) -> list[tuple[str, str, dict[str, str]]]:
        """Writes of workers that had no lease for them."""
        with self.postgres.connect(self.database) as connection:
            rows = connection.execute(
                "SELECT writer, about, holders FROM witness WHERE writer LIKE 'worker-%'"
            ).fetchall()
        assert rows, "the workers have written"
        return [row for row in rows if not self._may(*row)]

    def _may(self, writer: str, about: str, holders: dict[str, str]) -> bool:
        return any(f"/{self._was[writer]}/" in holders.get(name, "") for name in UNDER[about])
