"""What else a macro does to the ticket: until when it is due, what it is, who follows it, and what there is to do on it."""

import sqlalchemy as sa
from alembic.operations import Operations

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make the columns. No macro does any of it yet."""
    op.add_column("canned_action", sa.Column("due_days", sa.Integer(), nullable=True))
    op.add_column("canned_action", sa.Column("type", sa.SmallInteger(), nullable=True))
    op.add_column("canned_action", sa.Column("followers", sa.Text(), server_default="[]", nullable=False))
    op.add_column("canned_action", sa.Column("checklist", sa.Text(), server_default="[]", nullable=False))
