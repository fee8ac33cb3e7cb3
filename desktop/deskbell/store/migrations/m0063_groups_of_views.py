"""The groups that a saved view is in."""

import sqlalchemy as sa
from alembic.operations import Operations

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make the column. No view is in groups yet."""
    op.add_column("saved_view", sa.Column("grouped", sa.Text(), server_default="", nullable=False))
