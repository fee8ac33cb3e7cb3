"""Who leads a team."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Add the column: nobody leads yet."""
    op.add_column("team", sa.Column("lead_id", ID, nullable=True))
