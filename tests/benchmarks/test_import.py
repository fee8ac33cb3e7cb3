"""Import of mixed mails, beside a bare floor that reads, parses, decodes and inserts the same files; and the memory that it takes."""

import base64
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import psutil
import pytest
from sqlalchemy import func, select

from benchmarks import corpus, floor
from benchmarks.conftest import Table
from deskbell.actions.dispatch import perform
from deskbell.actions.keep_raw import RawMail
from deskbell.jobs import mail_sources
from deskbell.jobs.ahead import ahead
from deskbell.jobs.office import Office, take_short_turns
from deskbell.jobs.read_mail import LEASE
from deskbell.jobs.take_in import FEW, Answers, Taken, read_few, take_in
from deskbell.mail.pool import ParserPool
from deskbell.model.commands import SaveMailbox
from deskbell.model.errors import DeskError
from deskbell.store import blobs
from deskbell.store.opening import open_desk
from deskbell.store.secrets import Secrets
from deskbell.store.session import Session
from deskbell.store.tables import message

MAILS = int(os.environ.get("DESKBELL_BENCH_MAILS", "10000"))
LARGE_BYTES = 50 << 20
LOOK = 10.0

pytestmark = [pytest.mark.long, pytest.mark.timeout(1800)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mails")
    corpus.write_folder(folder, MAILS)
    return folder


def test_import(table: Table, folder: Path, tmp_path: Path) -> None:
    bare = floor.run(folder, tmp_path / "floor.db")
    with _program(folder, tmp_path / "data") as importing:
        said, _ = importing.communicate()
    ours: float = json.loads(said)["seconds"]
    again = floor.run(folder, tmp_path / "floor2.db")
    _note(table, "import of mixed mails", (bare + again) / 2, ours, "0.6 of the floor or more")
    assert _counts(tmp_path / "data") == (MAILS, MAILS), "each mail exactly once"


def test_a_commit_for_each_mail(table: Table, folder: Path, tmp_path: Path) -> None:
    bare = floor.run(folder, tmp_path / "floor.db", batch=1)
    ours = _one_by_one(folder, tmp_path / "data")
    again = floor.run(folder, tmp_path / "floor2.db", batch=1)
    _note(table, "import, each mail a durable commit", (bare + again) / 2, ours, "0.35 of the floor or more")
    assert _counts(tmp_path / "data") == (MAILS, MAILS), "each mail exactly once"


def test_memory_with_a_large_mail(table: Table, folder: Path, tmp_path: Path) -> None:
    large = folder / "000" / "000500large.eml"
    large.write_bytes(_large())
    try:
        with _program(folder, tmp_path / "data") as importing:
            peak = max(_proportional_megabytes(psutil.Process(importing.pid)))
    finally:
        large.unlink()
    table.add("worker and pool, a mail of 50 MB among many", peak, "MB", limit=400, goal="under 400")
    assert _counts(tmp_path / "data") == (MAILS + 1, MAILS + 1), "each mail exactly once"


def _note(table: Table, what: str, limit: float, ours: float, goal: str) -> None:
    table.add(what, MAILS / ours, "mails/s", limit=MAILS / limit, ratio=limit / ours, goal=goal)


def _program(folder: Path, data: Path) -> "subprocess.Popen[str]":
    """The import command, at work; it says at its end how many seconds it took."""
    command = ["import", "eml", str(folder), "--mailbox", "Support", "--create", "support@desk.example"]
    return subprocess.Popen(
        [sys.executable, "-m", "deskbell", *command, "--data", str(data), "--json"],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
    )


def _one_by_one(folder: Path, data: Path) -> float:
    """Seconds to take in mails that come one at a time: each is read while the one before it is committed, as from a server."""
    data.mkdir()
    take_short_turns()
    with closing(open_desk(f"sqlite:///{data / 'desk.db'}")) as desk, ParserPool() as pool:
        mailbox = perform(desk, SaveMailbox(agent_id=None, id=0, name="S", address="s@desk.example", active=False))
        assert mailbox is not None
        office = Office(desk, Secrets(data), pool, "bench")
        # Before a reader has ever run here, mails are left to it.
        token = office.take(LEASE)
        assert token is not None
        office.release(LEASE, token)

        def read() -> Generator[tuple[RawMail, Answers | None], None, None]:
            settings = office.settings()
            for uid, (at, content) in enumerate(mail_sources.eml(folder, _refuse), 1):
                # As often as a mailbox is looked at for so few mails that each may be filed at once.
                if uid % FEW == 0:
                    settings = office.settings()
                yield RawMail(uid, at, content), read_few(office, settings, "", {uid: content})

        def commit(session: Session, mail: RawMail, answers: Answers | None) -> Taken:
            contents = {mail.uid: blobs.prepared(mail.content)}
            return take_in(session, office, (mailbox, "INBOX", 1), [mail], contents, answers)

        began = time.perf_counter()
        with ahead(read(), lambda: None, LOOK) as mails:
            for mail, answers in mails:
                assert desk.transact(partial(commit, mail=mail, answers=answers)) == Taken(1, 0)
        return time.perf_counter() - began


def _refuse(error: DeskError) -> None:
    raise error


def _counts(data: Path) -> tuple[int, int]:
    """Messages, and how many different Message-IDs they have."""
    with closing(open_desk(f"sqlite:///{data / 'desk.db'}")) as desk, desk.reading() as session:
        query = select(func.count(), func.count(message.c.message_id.distinct())).select_from(message)
        counted, distinct = session.connection.execute(query).one()
        return counted, distinct


def _large() -> bytes:
    """A mail of 50 MB: a film."""
    film = base64.encodebytes(random.Random(1).randbytes(LARGE_BYTES * 19 // 26)).replace(b"\n", b"\r\n")
    return (
        b"From: li.na@mail.example\r\nTo: support@desk.example\r\nSubject: Film\r\nMessage-ID: <film@mail.example>\r\n"
        b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nThe film.\r\n--x\r\nContent-Type: video/mp4\r\n"
        b"Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=film.mp4\r\n\r\n"
        + film
        + b"--x--\r\n"
    )


def _proportional_megabytes(process: psutil.Process) -> Iterator[float]:
    """What a program and its children take, again and again until it ends: what they share counts once (PSS)."""
    yield 0.0
    while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
        sizes = 0
        for one in (process, *process.children(recursive=True)):
            try:
                rollup = Path(f"/proc/{one.pid}/smaps_rollup").read_text("ascii")
            except OSError:
                continue
            sizes += sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
        yield sizes / 1024
        time.sleep(0.03)
