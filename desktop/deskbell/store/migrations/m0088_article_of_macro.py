"""The article that a macro puts in."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Add the column."""
    op.add_column("canned_action", sa.Column("article_id", ID, nullable=True))
