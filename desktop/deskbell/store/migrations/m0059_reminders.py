"""Reminders of tickets."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID, MOMENT

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make the table."""
    op.create_table(
        "reminder",
        sa.Column("ticket_id", ID, autoincrement=False, nullable=False),
        sa.Column("agent_id", ID, autoincrement=False, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="fk_reminder_ticket_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name="fk_reminder_agent_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("ticket_id", "agent_id", name="pk_reminder"),
    )
    op.create_index("ix_reminder_agent", "reminder", ["agent_id"])
    op.execute("CREATE INDEX ix_reminder_at ON reminder (at) WHERE told_at IS NULL")
