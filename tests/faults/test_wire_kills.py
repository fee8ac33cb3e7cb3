"""Mail through a cable that does harm, into a worker that is killed at random moments, from folders whose UIDs change: each mail exactly once.

How much of it comes from DESKBELL_WIRE_KILLS, DESKBELL_WIRE_MAILS and DESKBELL_RENUMBERINGS: little in the ordinary run, much by `nox -s faults`. A worker
is killed before, while and after it begins to fetch, file and wait.
"""

import os
import random
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from functools import partial
from hashlib import sha256
from imaplib import MapCRLF
from pathlib import Path

import pytest
from sqlalchemy import func, select

from benchmarks.corpus import mails
from deskbell.actions.dispatch import perform
from deskbell.model.commands import SaveMailbox, SaveSettings
from deskbell.store.desk import Desk
from deskbell.store.integrity import problems
from deskbell.store.opening import open_desk
from deskbell.store.secrets import Secrets
from deskbell.store.tables import message, raw_mail
from faults.test_kills import LONGEST_LIFE, SEED, live_and_die, start_worker
from servers.cable import Cable, Harm, Kind
from servers.dovecot import Dovecot

KILLS = int(os.environ.get("DESKBELL_WIRE_KILLS", "4"))
MAILS = int(os.environ.get("DESKBELL_WIRE_MAILS", "200"))
RENUMBERINGS = int(os.environ.get("DESKBELL_RENUMBERINGS", "2"))
# From so many on it would be a wonder if none of them had filed anything.
MANY_KILLS = 20
POLL = 2
# From within the greeting to far into the mails.
FARTHEST_HARM = 300_000
GARBAGE = b"* 1 EXPUNGE\r\n* 3 FETCH (UID 2 BODY[] {5}\r\nabcde)\r\n* OK \x00\xff\r\n"

pytestmark = [pytest.mark.servers, pytest.mark.timeout(7200)]


class Office:
    """Two mailboxes of one desk: one behind TLS, one in plain text, where what is put in is not noticed by TLS."""

    def __init__(self, place: Path, dovecot: Dovecot, user: str, lay: Callable[[int], Cable]) -> None:
        self.place = place
        self.dovecot = dovecot
        self.cables = (lay(dovecot.tls_port), lay(dovecot.plain_port))
        self.users = (f"{user}a", f"{user}b")
        desk = open_desk(f"sqlite:///{place / 'desk.db'}")
        for user, cable, security in zip(self.users, self.cables, ("tls", "none"), strict=True):
            mailbox = perform(
                desk,
                SaveMailbox(
                    agent_id=None,
                    id=0,
                    name=user,
                    address=f"{user}@desk.example",
                    imap_host=dovecot.host,
                    imap_port=cable.port,
                    imap_security=security,
                    imap_user=user,
                    ca_file=str(dovecot.ca_file),
                    folders=("INBOX", "Junk"),
                    history_days=-1,
                ),
            )
            Secrets(place).put(f"mailbox/{mailbox}/imap", dovecot.password)
        perform(desk, SaveSettings(agent_id=None, values=(("mail.poll_seconds", POLL),)))
        desk.close()

    def feed(self, sent: list[bytes], seconds: float) -> None:
        """Mails come in all the while, in groups, into either mailbox and either folder."""
        groups = [sent[start : start + 20] for start in range(0, len(sent), 20)]
        for number, group in enumerate(groups):
            self.dovecot.append(self.users[number % 2], *group, folder=("INBOX", "Junk")[number // 2 % 2])
            time.sleep(seconds / len(groups))

    def arm(self, chance: random.Random) -> None:
        """What the next connections will suffer: half of the first ones nothing, or no worker would get anywhere before it is killed."""
        for cable in self.cables:
            cable.harms[:] = [
                Harm(chance.choice(list(Kind)), int(FARTHEST_HARM ** chance.random()), what=GARBAGE)
                for _ in range(chance.choice((0, 0, 1, 3)))
            ]

    def renumber(self, chance: random.Random, validity: int) -> None:
        """As after a restore: new UIDs in a folder that may be in the midst of being fetched."""
        folder = chance.choice(("INBOX", "Junk"))
        user = chance.choice(self.users)
        self.dovecot.doveadm("mailbox", "update", "-u", user, "--uid-validity", str(validity), folder)


def _nothing() -> None:
    """Most lives see no new UIDs."""


@pytest.fixture
def office(tmp_path: Path, dovecot: Dovecot, mail_user: str, cable: Callable[[int], Cable]) -> Office:
    return Office(tmp_path, dovecot, mail_user, cable)


def test_harm_kills_and_new_uids_lose_and_double_nothing(office: Office) -> None:
    chance = random.Random(SEED)
    sent = list(mails(MAILS, seed=SEED))
    feeding = threading.Thread(target=office.feed, args=(sent, KILLS * LONGEST_LIFE / 2 * 0.8))
    feeding.start()
    renumbered = sorted(chance.sample(range(KILLS), min(KILLS, RENUMBERINGS)))
    for number in range(KILLS):
        office.arm(chance)
        renumber = partial(office.renumber, chance, 1_900_000_000 + number)
        live_and_die(office.place, chance, half_way=renumber if number in renumbered else _nothing)
    feeding.join()
    with closing(open_desk(f"sqlite:///{office.place / 'desk.db'}")) as desk, desk.reading() as session:
        filed = session.connection.execute(select(func.count()).select_from(message)).scalar_one()
    assert filed or KILLS < MANY_KILLS, "what those workers did before they were killed is what is tried here"
    for cable in office.cables:
        cable.harms.clear()
    worker = start_worker(office.place)
    desk = open_desk(f"sqlite:///{office.place / 'desk.db'}")
    try:
        _wait_until_filed(desk, len(sent), worker)
        with desk.reading() as session:
            ids = session.connection.execute(select(message.c.message_id)).scalars().all()
            query = select(raw_mail.c.sha256).where(raw_mail.c.state == "filed")
            kept = Counter(bytes(digest) for digest in session.connection.execute(query).scalars())
            doubted = session.connection.execute(
                select(func.count()).select_from(raw_mail).where(raw_mail.c.state == "unreadable")
            ).scalar_one()
        # imaplib sends every line's end as CR and LF.
        lying_there = Counter(sha256(MapCRLF.sub(b"\r\n", mail)).digest() for mail in sent)
        assert kept == lying_there, "each mail byte for byte, once"
        assert (len(ids), len(set(ids)), doubted) == (len(sent), len(sent), 0)
        assert desk.read(problems) == []
    finally:
        worker.stdin.close()
        worker.wait(60)
        worker.stderr.close()
        desk.close()


def _wait_until_filed(desk: Desk, count: int, worker: subprocess.Popen[bytes]) -> None:
    """Until each mail is filed and nothing has come in for a while: a second one may be on its way."""
    last, still, filed = -1, time.monotonic(), 0
    while time.monotonic() - still < 120:
        assert worker.poll() is None, worker.stderr.read()
        with desk.reading() as session:
            counts = dict(
                session.connection.execute(select(raw_mail.c.state, func.count()).group_by(raw_mail.c.state)).all()
            )
        filed, total = counts.get("filed", 0), sum(counts.values())
        if total != last:
            last, still = total, time.monotonic()
        if filed >= count and not counts.get("new") and time.monotonic() - still > 4 * POLL:
            return
        time.sleep(0.2)
    pytest.fail(f"{filed} of {count} mails were filed")
