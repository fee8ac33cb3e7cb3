"""What does not grow with the desk: a mailbox's tickets by urgency without a look at the rows, and which of some messages hold words."""

from alembic.operations import Operations

# From now on SQLite's search index may have parts: a program that does not know them would write all into the first.
OLDEST_WRITER = 22
OLDEST_READER = 21

_HELD = """
    CREATE FUNCTION messages_held(query tsquery, ids bigint[]) RETURNS SETOF bigint LANGUAGE sql STABLE
    AS $$ SELECT message_id FROM message_search WHERE words @@ query AND message_id = ANY (ids) $$
"""
# Of the newest messages each is looked at: a common word is soon found often enough. The others are looked up, and never walked along by their
# numbers: for the beginning of a word, which it knows nothing of, PostgreSQL would walk along all of them.
_HOLDING = """
    CREATE OR REPLACE FUNCTION messages_holding(query tsquery, below bigint, most bigint) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$
    DECLARE
        oldest bigint;
        found bigint;
    BEGIN
        RETURN QUERY EXECUTE
            'SELECT message_id FROM (
                SELECT message_id, words FROM message_search WHERE message_id < $2 ORDER BY message_id DESC LIMIT 30000
            ) AS newest WHERE words @@ $1 ORDER BY message_id DESC LIMIT $3'
        USING query, below, most;
        GET DIAGNOSTICS found = ROW_COUNT;
        SELECT message_id INTO oldest FROM message_search WHERE message_id < below ORDER BY message_id DESC OFFSET 29999 LIMIT 1;
        IF found < most AND oldest IS NOT NULL THEN
            RETURN QUERY EXECUTE
                'SELECT message_id FROM message_search WHERE words @@ $1 AND message_id < $2 ORDER BY message_id + 0 DESC LIMIT $3'
            USING query, oldest, most - found;
        END IF;
    END $$
"""


def upgrade(op: Operations) -> None:
    """Make the index anew, with the priority at its end, and the function."""
    op.drop_index("ix_ticket_mailbox", "ticket")
    op.create_index("ix_ticket_mailbox", "ticket", ["mailbox_id", "shelf", "activity_at", "id", "priority"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_HELD)
        op.execute(_HOLDING)
    elif op.get_bind().exec_driver_sql("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'").first():
        # Until upkeep counts again, SQLite would take ten tickets for all that a mailbox has.
        op.execute("ANALYZE ix_ticket_mailbox")
