"""The columns that a saved view has as a table."""

import sqlalchemy as sa
from alembic.operations import Operations

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make the column. No view has any yet, which are the usual ones."""
    op.add_column("saved_view", sa.Column("columns", sa.Text(), server_default="", nullable=False))
