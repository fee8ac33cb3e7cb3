"""What kind of ticket it is."""

import sqlalchemy as sa
from alembic.operations import Operations

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make the column."""
    op.add_column("ticket", sa.Column("type", sa.SmallInteger(), nullable=True))
