"""The macro that waits for a draft to be sent."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make the column. None waits yet."""
    op.add_column("draft", sa.Column("macro_id", ID, server_default="0", nullable=False))
