"""The macro that was done with a mail, for the draft that this becomes where it is taken back."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make the column. What lies in the outbox was sent without one, or with one whose changes are a step of their own."""
    op.add_column("outbox", sa.Column("macro_id", ID, server_default="0", nullable=False))
