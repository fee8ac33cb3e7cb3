"""Who is at which ticket now: one row a window."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID, MOMENT


def upgrade(op: Operations) -> None:
    """Make the table."""
    op.create_table(
        "viewer",
        sa.Column("window", sa.Text(), nullable=False),
        sa.Column("agent_id", ID, nullable=False),
        sa.Column("ticket_id", ID, nullable=False),
        sa.Column("activity", sa.Text(), nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name="fk_viewer_agent_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("window", name="pk_viewer"),
    )
