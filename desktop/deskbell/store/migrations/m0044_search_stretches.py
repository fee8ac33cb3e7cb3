"""An index that tells PostgreSQL where in its search index the messages of a stretch of numbers lie: what a common word is in was read from the first
message to the last for the newest thousand of them.
"""

from alembic.operations import Operations

OLDEST_WRITER = 22
OLDEST_READER = 21

_POSTGRESQL = (
    # Of what the numbers are made to, so that nothing else serves: the table's key would have each message of a stretch looked at.
    """
    CREATE INDEX ix_message_search_number ON message_search USING brin ((message_id + 0)) WITH (pages_per_range = 32)
    """,
    "ANALYZE message_search",
    # The newest messages are each looked at, and then as many more as it takes where the words are frequent. Else those that hold the words are looked
    # up: of a stretch that should have as many as are asked for, of larger ones until that is so, or all where the words are rare. There may be more in a
    # stretch than was asked for; all of them come that are ever looked at. The index is asked for what must be there alone: to tell it what must not be
    # has it read all of that, too.
    """
    CREATE OR REPLACE FUNCTION messages_holding(query tsquery, below bigint, most bigint) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$
    DECLARE
        upto bigint := least(below, (SELECT max(message_id) + 1 FROM message_search));
        stretch bigint := 10000;
        looked bigint := 0;
        found bigint := 0;
        more bigint;
        walking boolean := true;
        there tsquery := CASE querytree(query) WHEN 'T' THEN query ELSE querytree(query)::tsquery END;
    BEGIN
        LOOP
            IF walking THEN
                RETURN QUERY EXECUTE
                    'SELECT message_id FROM (
                        SELECT message_id, words FROM message_search WHERE message_id >= $2 AND message_id < $3
                        ORDER BY message_id DESC OFFSET 0
                    ) AS newest WHERE words @@ $1 ORDER BY message_id DESC LIMIT $4'
                USING query, upto - stretch, upto, most - found;
            ELSE
                RETURN QUERY EXECUTE
                    'SELECT message_id FROM message_search WHERE words @@ $5 AND (words @@ $1) IS TRUE AND '
                    || CASE WHEN stretch < upto / 2 THEN 'message_id + 0 < $3 AND message_id + 0 >= $2' ELSE 'message_id < $3' END
                    || ' ORDER BY message_id + 0 DESC LIMIT $4'
                USING query, upto - stretch, upto, greatest(most - found, 20000), there;
            END IF;
            GET DIAGNOSTICS more = ROW_COUNT;
            found := found + more;
            EXIT WHEN found >= most OR NOT walking AND stretch >= upto / 2;
            looked := looked + stretch;
            upto := upto - stretch;
            EXIT WHEN NOT EXISTS (SELECT FROM message_search WHERE message_id < upto);
            stretch := (most - found) * looked / greatest(found, 1) * 3 / 2;
            -- To look at a message takes a third of what it takes to look one up, and ten times what one in the index of the words does.
            walking := walking AND stretch <= greatest(20000, found * upto / looked / 4 + 3 * (most - found));
            IF NOT walking THEN
                stretch := greatest(CASE WHEN found < 100 THEN least(stretch, 20 * looked) ELSE stretch END, 2 * looked);
            END IF;
        END LOOP;
    END $$
    """,
)


def upgrade(op: Operations) -> None:
    """Make the index, and the function that goes by it."""
    if op.get_bind().dialect.name == "postgresql":
        for statement in _POSTGRESQL:
            op.execute(statement)
