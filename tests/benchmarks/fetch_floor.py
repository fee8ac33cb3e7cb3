"""The limit for a first fetch: FETCH in hundreds, compat32 parse, decode and insert through sqlite3, in one process and one after the other."""

import imaplib
import ssl
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import floor

BATCH = 100


def run(port: int, user: str, password: str, ca_file: Path, database: Path) -> float:
    """Fetch the whole INBOX; the seconds it took."""
    began = time.perf_counter()
    base, files = floor.open_base(database), floor.files_of(database)
    number = 0
    for mails in _batches(port, user, password, ca_file):
        for raw in mails:
            number += 1
            floor.insert(base, files, number, raw)
        base.commit()
    base.close()
    return time.perf_counter() - began


def fetch_only(port: int, user: str, password: str, ca_file: Path) -> float:
    """Fetch the whole INBOX and throw it away; the seconds it took."""
    began = time.perf_counter()
    for _ in _batches(port, user, password, ca_file):
        pass
    return time.perf_counter() - began


def _batches(port: int, user: str, password: str, ca_file: Path) -> Iterator[list[bytes]]:
    context = ssl.create_default_context(cafile=str(ca_file))
    with imaplib.IMAP4_SSL("localhost", port, ssl_context=context, timeout=60) as imap:
        imap.login(user, password)
        imap.select("INBOX", readonly=True)
        uids = imap.uid("SEARCH", "ALL")[1][0].split()
        for start in range(0, len(uids), BATCH):
            part = uids[start : start + BATCH]
            _, answer = imap.uid("FETCH", f"{part[0].decode()}:{part[-1].decode()}", "(INTERNALDATE BODY.PEEK[])")
            yield [item[1] for item in answer if isinstance(item, tuple)]
