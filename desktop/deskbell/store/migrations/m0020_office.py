"""What an office needs: by which login an agent is known, which mailboxes are for their team alone, and functions that rights can be given to."""

import sqlalchemy as sa
from alembic.operations import Operations

# With the values known the server plans each search anew: of a rare word all messages are looked up, of a common one the newest.
_SEARCH = """
    CREATE FUNCTION messages_holding(query tsquery, below bigint, most bigint) RETURNS SETOF bigint LANGUAGE plpgsql STABLE AS $$
    BEGIN
        RETURN QUERY EXECUTE
            'SELECT message_id FROM message_search WHERE words @@ $1 AND message_id < $2 ORDER BY message_id DESC LIMIT $3'
        USING query, below, most;
    END $$
"""
# As what is wanted is known by.
_KNOWN = """
    CREATE FUNCTION blobs_known(digests bytea[]) RETURNS TABLE (sha256 bytea, id bigint) LANGUAGE sql STABLE
    AS $$ SELECT b.sha256, b.id FROM blob b WHERE b.sha256 = ANY (digests) $$
"""


def upgrade(op: Operations) -> None:
    """Make columns and functions."""
    op.add_column("agent", sa.Column("login", sa.Text(), nullable=True))
    op.create_index("ix_agent_login", "agent", ["login"], unique=True)
    op.add_column("mailbox", sa.Column("restricted", sa.Boolean(), server_default=sa.false(), nullable=False))
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_SEARCH)
        op.execute(_KNOWN)
