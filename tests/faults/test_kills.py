"""kill -9 at random moments: each mail exactly once, whatever died.

The number of kills and mails comes from DESKBELL_KILLS and DESKBELL_MAILS: few in the ordinary run, many by `nox -s faults`.
"""

import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from benchmarks.corpus import mails
from deskbell.actions.dispatch import perform
from deskbell.model.commands import SaveMailbox
from deskbell.store.desk import Desk
from deskbell.store.integrity import problems
from deskbell.store.opening import open_desk
from deskbell.store.secrets import Secrets
from deskbell.store.tables import message, raw_mail
from servers.dovecot import Dovecot

KILLS = int(os.environ.get("DESKBELL_KILLS", "3"))
MAILS = int(os.environ.get("DESKBELL_MAILS", "60"))
SEED = int(os.environ.get("DESKBELL_SEED", "1"))
# Seconds; kills fall before, while and after a worker begins to fetch, file and wait.
LONGEST_LIFE = 3.0
_DIES_YOUNG = 0.2

pytestmark = [pytest.mark.servers, pytest.mark.timeout(1800)]


@pytest.fixture
def place(tmp_path: Path, dovecot: Dovecot, mail_user: str) -> Path:
    """A data folder whose desk has a mailbox on the real server."""
    desk = open_desk(f"sqlite:///{tmp_path / 'desk.db'}")
    mailbox = perform(
        desk,
        SaveMailbox(
            agent_id=None,
            id=0,
            name="Support",
            address="support@desk.example",
            imap_host=dovecot.host,
            imap_port=dovecot.tls_port,
            imap_user=mail_user,
            ca_file=str(dovecot.ca_file),
            history_days=-1,
        ),
    )
    desk.close()
    Secrets(tmp_path).put(f"mailbox/{mailbox}/imap", dovecot.password)
    return tmp_path


def start_worker(place: Path) -> subprocess.Popen[bytes]:
    """The real worker on a data folder."""
    return subprocess.Popen(
        [sys.executable, "-m", "deskbell", "worker", "--supervised", "--data", str(place)],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
    )


def live_and_die(place: Path, chance: random.Random, *, half_way: Callable[[], None] = lambda: None) -> None:
    """A worker's life until its kill -9: some die while they start, the others live from when they have begun, however slow the machine is."""
    worker = start_worker(place)
    if chance.random() > _DIES_YOUNG:
        begun, until = f"/{worker.pid}/", time.monotonic() + 60
        log = place / "logs" / "worker.log"
        while not log.exists() or not any(
            begun in line and "has begun" in line for line in log.read_text("utf-8").splitlines()[-50:]
        ):
            assert time.monotonic() < until, "a worker never begins"
            time.sleep(0.02)
    life = chance.uniform(0.1, LONGEST_LIFE)
    time.sleep(life / 2)
    half_way()
    time.sleep(life / 2)
    worker.kill()
    worker.communicate()


def test_a_killed_worker_loses_and_doubles_nothing(place: Path, dovecot: Dovecot, mail_user: str) -> None:
    chance = random.Random(SEED)
    sent = list(mails(MAILS, seed=SEED))
    feeding = threading.Thread(target=_feed, args=(dovecot, mail_user, sent))
    feeding.start()
    for _ in range(KILLS):
        live_and_die(place, chance)
    feeding.join()
    worker = start_worker(place)
    desk = open_desk(f"sqlite:///{place / 'desk.db'}")
    try:
        _wait_until_filed(desk, len(sent), worker)
        with desk.reading() as session:
            ids = session.connection.execute(select(message.c.message_id)).scalars().all()
        counted = Counter(ids)
        assert len(counted) == len(sent), "each mail is there"
        assert max(counted.values()) == 1, "and none is there twice"
        assert desk.read(problems) == []
    finally:
        worker.stdin.close()
        worker.wait(120)
        worker.stderr.close()
        desk.close()


def _feed(dovecot: Dovecot, user: str, sent: list[bytes]) -> None:
    """Mails come in all the while, in small groups."""
    for start in range(0, len(sent), 20):
        dovecot.append(user, *sent[start : start + 20])
        time.sleep(KILLS * LONGEST_LIFE / 2 / (len(sent) / 20) * 0.8)


def _wait_until_filed(desk: Desk, count: int, worker: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        assert worker.poll() is None, worker.stderr.read()
        with desk.reading() as session:
            settled = session.connection.execute(
                select(func.count()).select_from(raw_mail).where(raw_mail.c.state != "new")
            ).scalar_one()
        if settled >= count:
            return
        time.sleep(0.2)
    pytest.fail(f"{settled} of {count} mails were filed")
