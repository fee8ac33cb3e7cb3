"""What there is to do on a ticket, step by step."""

import sqlalchemy as sa
from alembic.operations import Operations

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make the column."""
    op.add_column("ticket", sa.Column("checklist", sa.Text(), nullable=True))
