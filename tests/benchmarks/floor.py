"""The limit for an import: the same files read, parsed with compat32, decoded, their attachments written to disk, and rows with a bigram index
inserted through sqlite3, in one process.

Nothing is threaded, sanitised, cleaned of quotes, kept raw or told apart: less cannot be done by anything that still is a mail store.
"""

import email
import re
import sqlite3
import time
from email import policy
from email.header import decode_header
from pathlib import Path

BATCH = 100
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+|\w+")


def run(folder: Path, database: Path, batch: int = BATCH) -> float:
    """Import all .eml files of a folder, `batch` of them in a commit; the seconds it took."""
    began = time.perf_counter()
    base = open_base(database)
    files = files_of(database)
    for number, path in enumerate(sorted(folder.rglob("*.eml")), 1):
        insert(base, files, number, path.read_bytes())
        if number % batch == 0:
            base.commit()
    base.commit()
    base.close()
    return time.perf_counter() - began


def open_base(database: Path) -> sqlite3.Connection:
    """An empty mail store, as bare as it can be."""
    base = sqlite3.connect(database)
    base.executescript(
        """
        PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
        CREATE TABLE message (id INTEGER PRIMARY KEY, message_id TEXT UNIQUE, subject TEXT, sender TEXT, date TEXT, text TEXT, html TEXT);
        CREATE TABLE attachment (message INTEGER, name TEXT, place TEXT);
        CREATE VIRTUAL TABLE words USING fts5 (subject, body, content='');
        """
    )
    return base


def files_of(database: Path) -> Path:
    """A new folder for the attachments."""
    folder = database.with_suffix(".files")
    folder.mkdir()
    return folder


def insert(base: sqlite3.Connection, files: Path, number: int, raw: bytes) -> None:
    """Parse, decode and insert one mail; its attachments go into files."""
    mail = email.message_from_bytes(raw, policy=policy.compat32)
    subject = "".join(
        part.decode(charset or "ascii", "replace") if isinstance(part, bytes) else part
        for part, charset in decode_header(mail["Subject"] or "")
    )
    bodies = {"plain": "", "html": ""}
    for position, part in enumerate(mail.walk()):
        if part.is_multipart():
            continue
        content = part.get_payload(decode=True)
        if part.get_filename():
            place = files / f"{number}.{position}"
            place.write_bytes(content)
            base.execute("INSERT INTO attachment VALUES (?, ?, ?)", (number, part.get_filename(), place.name))
        elif part.get_content_maintype() == "text":
            bodies[part.get_content_subtype()] = content.decode(part.get_content_charset() or "utf-8", "replace")
    base.execute(
        "INSERT INTO message VALUES (?, ?, ?, ?, ?, ?, ?)",
        (number, mail["Message-ID"], subject, mail["From"], mail["Date"], bodies["plain"], bodies["html"]),
    )
    base.execute(
        "INSERT INTO words (rowid, subject, body) VALUES (?, ?, ?)",
        (number, _bigrams(subject), _bigrams(bodies["plain"])),
    )


def _bigrams(text: str) -> str:
    out = []
    for word in _WORD.findall(text.lower()):
        if word[0] >= "\u3040":
            out.extend(word[start : start + 2] for start in range(max(len(word) - 1, 1)))
        else:
            out.append(word)
    return " ".join(out)
