"""The search index over messages. Our own terms go in (`store.search.terms`), so the engines' tokenisers only split at spaces."""

from alembic.operations import Operations

# The index of SQLite keeps no text of its own: what was found is shown from the message.
_SQLITE = (
    """
    CREATE VIRTUAL TABLE message_search
    USING fts5 (subject, body, people, files, content='', contentless_delete=1, tokenize='ascii')
    """,
)
_POSTGRESQL = (
    """
    CREATE TABLE message_search (
        message_id BIGINT PRIMARY KEY REFERENCES message (id) ON DELETE CASCADE,
        words TSVECTOR NOT NULL
    )
    """,
    "CREATE INDEX ix_message_search_words ON message_search USING gin (words)",
)


def upgrade(op: Operations) -> None:
    """Make the index."""
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)
