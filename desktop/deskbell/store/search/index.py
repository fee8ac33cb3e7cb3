"""The index over messages: FTS5 tables on SQLite (`store.search.parts`), weighted tsvectors on PostgreSQL, both filled with our own terms."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import delete, text

from deskbell.store import plain
from deskbell.store.search.parts import part_of, parts, room_for
from deskbell.store.search.terms import indexed
from deskbell.store.session import Session

# A body's first part is what is searched; a pasted log of megabytes is not.
INDEXED_CHARACTERS = 100_000

# PostgreSQL takes 1,048,575 bytes of lexemes in one tsvector, and per lexeme some more for its place.
_TSVECTOR_BYTES = 1_000_000
_PLACE_BYTES = 4

_TSVECTORS = "INSERT INTO message_search (message_id, words) VALUES (%(id)s, CAST(%(words)s AS tsvector))"
_DELETE = text("DELETE FROM message_search WHERE message_id = :id")


class Entry(Struct, frozen=True):
    """What is to be found of one message: `people` are the names and addresses of sender and recipients, `files` attachments' names. `terms` are those of
    the body, where somebody has cut it already."""

    message_id: int
    subject: str
    body: str
    people: str
    files: str = ""
    terms: str = ""


def add(session: Session, entries: Sequence[Entry]) -> None:
    """Index messages that are not in the index yet."""
    if entries and session.engine_name == "sqlite":
        numbers = [entry.message_id for entry in entries]
        there = room_for(session, min(numbers), max(numbers))
        rows = defaultdict(list)
        for entry in entries:
            rows[part_of(there, entry.message_id)].append(fields(entry))
        for part, of_part in rows.items():
            plain.insert(session.connection, part.table, of_part)
    elif entries:
        plain.put(
            session.connection, _TSVECTORS, [{"id": entry.message_id, "words": words_of(entry)} for entry in entries]
        )


def replace(session: Session, entry: Entry) -> None:
    """Index a message anew."""
    remove(session, entry.message_id)
    add(session, [entry])


def remove(session: Session, message_id: int) -> None:
    """Take a message out of the index."""
    if session.engine_name == "sqlite":
        of_part = part_of(parts(session), message_id).table
        session.connection.execute(delete(of_part).where(of_part.c.rowid == message_id))
        return
    session.connection.execute(_DELETE, {"id": message_id})


def fields(entry: Entry) -> dict[str, Any]:
    """An entry's terms as the index of SQLite takes them, by column."""
    return {
        "rowid": entry.message_id,
        "subject": indexed(entry.subject),
        "body": entry.terms or body_terms(entry.body),
        "people": indexed(entry.people),
        "files": indexed(entry.files),
    }


def body_terms(body: str) -> str:
    """A body's terms, as the index takes them."""
    return indexed(body[:INDEXED_CHARACTERS])


def words_of(entry: Entry) -> str:
    """The terms as a tsvector's own text form (PostgreSQL 8.11.1): its parser would cut some of them again, by its locale.

    Between the fields one place stays free, so that no phrase is found across. Places beyond 16,383 are one to PostgreSQL: single words
    are found in the rest of a very long body, phrases and longer Chinese words are not.
    """
    fields = (
        ("A", indexed(entry.subject)),
        ("B", indexed(entry.people)),
        ("C", indexed(entry.files)),
        ("D", entry.terms or body_terms(entry.body)),
    )
    words = []
    place, room = 0, _TSVECTOR_BYTES
    for weight, field in fields:
        place += 1
        for term in field.split():
            place += 1
            room -= len(term.encode()) + _PLACE_BYTES
            if room < 0:
                break
            words.append(f"'{term}':{place}{weight}")
    return " ".join(words)
