"""Whose pictures from the internet a person always wants to see."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID, MOMENT


def upgrade(op: Operations) -> None:
    """Make the table."""
    op.create_table(
        "picture_sender",
        sa.Column("agent_id", ID, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name="fk_picture_sender_agent_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("agent_id", "address", name="pk_picture_sender"),
    )
