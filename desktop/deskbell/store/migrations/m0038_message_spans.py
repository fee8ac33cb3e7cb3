"""When the messages of each stretch of numbers were written, so that a search in a period leaves out the others; and PostgreSQL's look into its search index,
which read all that a common word is in each time it was asked for more.
"""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID, MOMENT

OLDEST_WRITER = 22
OLDEST_READER = 21

# In whole days, which have 86,400,000 milliseconds: the stretch that is being filled is written to once a day, and not with each message.
_SQLITE = (
    """
    CREATE TRIGGER message_written AFTER INSERT ON message
    WHEN NOT EXISTS (SELECT 1 FROM message_span WHERE span = NEW.id / 10000 AND oldest <= NEW.at AND newest > NEW.at) BEGIN
        INSERT INTO message_span (span, oldest, newest)
        VALUES (NEW.id / 10000, NEW.at - NEW.at % 86400000, NEW.at - NEW.at % 86400000 + 86400000)
        ON CONFLICT (span) DO UPDATE SET oldest = min(oldest, excluded.oldest), newest = max(newest, excluded.newest);
    END
    """,
    """
    CREATE TRIGGER message_dated AFTER UPDATE OF at ON message
    WHEN NOT EXISTS (SELECT 1 FROM message_span WHERE span = NEW.id / 10000 AND oldest <= NEW.at AND newest > NEW.at) BEGIN
        INSERT INTO message_span (span, oldest, newest)
        VALUES (NEW.id / 10000, NEW.at - NEW.at % 86400000, NEW.at - NEW.at % 86400000 + 86400000)
        ON CONFLICT (span) DO UPDATE SET oldest = min(oldest, excluded.oldest), newest = max(newest, excluded.newest);
    END
    """,
)
FILL = """
    INSERT INTO message_span (span, oldest, newest)
    SELECT id / 10000, min(at) - min(at) % 86400000, max(at) - max(at) % 86400000 + 86400000 FROM message GROUP BY id / 10000
"""
_POSTGRESQL = (
    """
    CREATE FUNCTION span_message() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NOT EXISTS (SELECT FROM message_span WHERE span = NEW.id / 10000 AND oldest <= NEW.at AND newest > NEW.at) THEN
            INSERT INTO message_span AS kept (span, oldest, newest)
            VALUES (NEW.id / 10000, NEW.at - NEW.at % 86400000, NEW.at - NEW.at % 86400000 + 86400000)
            ON CONFLICT (span) DO UPDATE
            SET oldest = least(kept.oldest, excluded.oldest), newest = greatest(kept.newest, excluded.newest);
        END IF;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER message_spanned AFTER INSERT OR UPDATE OF at ON message
    FOR EACH ROW EXECUTE FUNCTION span_message()
    """,
    # The newest messages are each looked at, then as many more as it takes where the word is as frequent, if those are not too many. Else all that hold
    # the words are looked up, which costs the same for few and for many: so many come as are ever looked at, however few were asked for.
    """
    CREATE OR REPLACE FUNCTION messages_holding(query tsquery, below bigint, most bigint) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$
    DECLARE
        upto bigint := least(below, (SELECT max(message_id) + 1 FROM message_search));
        stretch bigint := 30000;
        looked bigint := 0;
        found bigint := 0;
        more bigint;
    BEGIN
        FOR time IN 1..2 LOOP
            RETURN QUERY EXECUTE
                'SELECT message_id FROM (
                    SELECT message_id, words FROM message_search WHERE message_id >= $2 AND message_id < $3
                    ORDER BY message_id DESC OFFSET 0
                ) AS newest WHERE words @@ $1 ORDER BY message_id DESC LIMIT $4'
            USING query, upto - stretch, upto, most - found;
            GET DIAGNOSTICS more = ROW_COUNT;
            found := found + more;
            looked := looked + stretch;
            upto := upto - stretch;
            IF found >= most OR NOT EXISTS (SELECT FROM message_search WHERE message_id < upto) THEN
                RETURN;
            END IF;
            stretch := (most - found) * looked / greatest(found, 1) * 3 / 2;
            EXIT WHEN stretch > greatest(60000, 2 * found * upto / looked);
        END LOOP;
        RETURN QUERY EXECUTE
            'SELECT message_id FROM message_search WHERE words @@ $1 AND message_id < $2 ORDER BY message_id + 0 DESC LIMIT $3'
        USING query, upto, greatest(most - found, 20000);
    END $$
    """,
)


def upgrade(op: Operations) -> None:
    """Make the table with what there is, the triggers, and the function."""
    op.create_table(
        "message_span",
        sa.Column("span", ID, autoincrement=False, nullable=False),
        sa.Column("oldest", MOMENT, nullable=False),
        sa.Column("newest", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("span", name="pk_message_span"),
    )
    op.execute(FILL)
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)
