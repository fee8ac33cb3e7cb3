"""The first fetch of a large folder of a real Dovecot, beside a bare floor; and the same over a cable of 40 ms there and back."""

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from benchmarks import corpus, fetch_floor
from benchmarks.conftest import Table
from deskbell.actions.dispatch import perform
from deskbell.jobs.fetch_mail import MailboxFetcher
from deskbell.jobs.office import Office, take_short_turns
from deskbell.jobs.read_mail import MailReader, waiting
from deskbell.mail.pool import ParserPool
from deskbell.model.commands import SaveMailbox
from deskbell.store import lease
from deskbell.store.opening import open_desk
from deskbell.store.secrets import Secrets
from deskbell.store.tables import message, raw_mail
from servers.cable import Cable
from servers.dovecot import Dovecot

MAILS = int(os.environ.get("DESKBELL_BENCH_MAILS", "10000"))
ROUND_TRIP = 0.040

pytestmark = [pytest.mark.long, pytest.mark.servers, pytest.mark.timeout(1800)]


@pytest.fixture
def user(dovecot: Dovecot, mail_user: str) -> str:
    """A user whose INBOX holds the mails."""
    dovecot.fill(mail_user, corpus.mails(MAILS))
    # The first look at a folder builds the server's own index: nobody's to measure.
    fetch_floor.fetch_only(dovecot.tls_port, mail_user, dovecot.password, dovecot.ca_file)
    return mail_user


def desk_for(place: Path, dovecot: Dovecot, user: str, port: int, pool: ParserPool) -> tuple[Office, int]:
    """An empty desk with a mailbox for `user`, and what its jobs share."""
    desk = open_desk(f"sqlite:///{place / 'desk.db'}")
    mailbox = perform(
        desk,
        SaveMailbox(
            agent_id=None,
            id=0,
            name="Support",
            address="support@desk.example",
            imap_host="localhost",
            imap_port=port,
            imap_user=user,
            ca_file=str(dovecot.ca_file),
            history_days=-1,
        ),
    )
    assert mailbox is not None
    secrets = Secrets(place)
    secrets.put(f"mailbox/{mailbox}/imap", dovecot.password)
    return Office(desk, secrets, pool, lease.this_process()), mailbox


def fetch(office: Office, mailbox: int) -> None:
    fetcher = MailboxFetcher(office, mailbox)
    fetcher.run(wait=False)
    fetcher.close()


def test_first_fetch(table: Table, dovecot: Dovecot, user: str, tmp_path: Path) -> None:
    account = (dovecot.tls_port, user, dovecot.password, dovecot.ca_file)
    bare = fetch_floor.run(*account, tmp_path / "floor.db")
    take_short_turns()
    with ParserPool() as pool:
        office, mailbox = desk_for(tmp_path, dovecot, user, dovecot.tls_port, pool)
        reader = MailReader(office)
        reader.run()
        began, busy = time.perf_counter(), time.process_time()
        fetching = threading.Thread(target=fetch, args=(office, mailbox))
        fetching.start()
        while fetching.is_alive() or office.desk.read(waiting):
            office.news.clear()
            reader.run()
            office.news.wait(0.2)
        ours, busy = time.perf_counter() - began, time.process_time() - busy
        with office.desk.reading() as session:
            query = select(func.count(), func.count(message.c.message_id.distinct())).select_from(message)
            counted = session.connection.execute(query).one()
        office.desk.close()
    again = fetch_floor.run(*account, tmp_path / "floor2.db")
    limit = (bare + again) / 2
    goal = "0.5 of the floor or more"
    table.add("first fetch", MAILS / ours, "mails/s", limit=MAILS / limit, ratio=limit / ours, goal=goal)
    table.add("processor of the worker itself, a mail", busy / MAILS * 1000, "ms")
    assert tuple(counted) == (MAILS, MAILS), "each mail exactly once"


def test_fetch_over_a_long_cable(
    table: Table, dovecot: Dovecot, user: str, tmp_path: Path, cable: Callable[..., Cable]
) -> None:
    line = cable(dovecot.tls_port, delay=ROUND_TRIP / 2)
    limit = fetch_floor.fetch_only(line.port, user, dovecot.password, dovecot.ca_file)
    with ParserPool(workers=1) as pool:
        office, mailbox = desk_for(tmp_path, dovecot, user, line.port, pool)
        began = time.perf_counter()
        fetch(office, mailbox)
        ours = time.perf_counter() - began
        with office.desk.reading() as session:
            kept = session.connection.execute(select(func.count()).select_from(raw_mail)).scalar_one()
        office.desk.close()
    goal = "500 mails/s or more"
    table.add("fetch and keep at 40 ms", MAILS / ours, "mails/s", limit=MAILS / limit, ratio=limit / ours, goal=goal)
    assert kept == MAILS
