"""Tags in groups and colours, tags that are retired, and names that lead to another tag."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make the columns."""
    for column in (
        sa.Column("group", sa.Text(), server_default="", nullable=False),
        sa.Column("colour", sa.Text(), server_default="", nullable=False),
        sa.Column("retired", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("merged_into", ID, nullable=True),
        sa.Column("merged_by", sa.Text(), nullable=True),
    ):
        op.add_column("tag", column)
