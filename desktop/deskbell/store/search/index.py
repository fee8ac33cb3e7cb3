"""The index over messages: an FTS5 table on SQLite, weighted tsvectors on PostgreSQL, both filled with our own terms."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text

from deskbell.store.search.terms import indexed
from deskbell.store.session import Session

# A body's first part is what is searched; a pasted log of megabytes is not.
INDEXED_CHARACTERS = 100_000

_INSERT = {
    "sqlite": text(
        "INSERT INTO message_search (rowid, subject, body, people, files) VALUES (:id, :subject, :body, :people, :files)"
    ),
    "postgresql": text(
        "INSERT INTO message_search (message_id, words) VALUES (:id, setweight(to_tsvector('simple', :subject), 'A')"
        " || setweight(to_tsvector('simple', :body), 'D') || setweight(to_tsvector('simple', :people), 'B')"
        " || setweight(to_tsvector('simple', :files), 'C'))"
    ),
}
_DELETE = {
    "sqlite": text("DELETE FROM message_search WHERE rowid = :id"),
    "postgresql": text("DELETE FROM message_search WHERE message_id = :id"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be found of one message: `people` are the names and addresses of sender and recipients, `files` attachments' names."""

    message_id: int
    subject: str
    body: str
    people: str
    files: str = ""


def add(session: Session, entries: Sequence[Entry]) -> None:
    """Index messages that are not in the index yet."""
    if entries:
        session.connection.execute(
            _INSERT[session.engine_name],
            [
                {
                    "id": entry.message_id,
                    "subject": indexed(entry.subject),
                    "body": indexed(entry.body[:INDEXED_CHARACTERS]),
                    "people": indexed(entry.people),
                    "files": indexed(entry.files),
                }
                for entry in entries
            ],
        )


def replace(session: Session, entry: Entry) -> None:
    """Index a message anew."""
    remove(session, entry.message_id)
    add(session, [entry])


def remove(session: Session, message_id: int) -> None:
    """Take a message out of the index."""
    session.connection.execute(_DELETE[session.engine_name], {"id": message_id})
