"""Tickets of which somebody said that they are not the same."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID, MOMENT

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make the table."""
    op.create_table(
        "not_same",
        sa.Column("ticket_id", ID, autoincrement=False, nullable=False),
        sa.Column("other_id", ID, autoincrement=False, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="fk_not_same_ticket_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["other_id"], ["ticket.id"], name="fk_not_same_other_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("ticket_id", "other_id", name="pk_not_same"),
    )
    op.create_index("ix_not_same_other_id", "not_same", ["other_id"])
