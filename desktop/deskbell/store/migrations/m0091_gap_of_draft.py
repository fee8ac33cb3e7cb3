"""The words that an article which is begun answers."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Add the column."""
    op.add_column("article_draft", sa.Column("gap_id", ID, server_default="0", nullable=False))
