"""A number by which a canned reply is at hand, and whom a macro gives the ticket to by name."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Add the columns."""
    op.add_column("canned_reply", sa.Column("number", sa.SmallInteger(), server_default="0", nullable=False))
    op.add_column("canned_action", sa.Column("assignee_id", ID, nullable=True))
