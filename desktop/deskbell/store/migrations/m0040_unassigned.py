"""An index of what nobody has: PostgreSQL takes the rows where a column is NULL for no stretch of an index that is in order, and read a whole shelf for
a page of them.
"""

import sqlalchemy as sa
from alembic.operations import Operations

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make it."""
    op.create_index(
        "ix_ticket_unassigned",
        "ticket",
        ["shelf", "activity_at", "id", "priority"],
        sqlite_where=sa.text("assignee_id IS NULL"),
        postgresql_where=sa.text("assignee_id IS NULL"),
    )
