"""When a ticket is due."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import MOMENT

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make the column, and an index of those that have one."""
    op.add_column("ticket", sa.Column("due_at", MOMENT, nullable=True))
    op.create_index(
        "ix_ticket_due",
        "ticket",
        ["shelf", "due_at", "id"],
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
