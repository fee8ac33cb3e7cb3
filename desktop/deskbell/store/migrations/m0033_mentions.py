"""Who is mentioned in notes."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID, MOMENT

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make the table. Notes of before mention nobody."""
    op.create_table(
        "mention",
        sa.Column("message_id", ID, autoincrement=False, nullable=False),
        sa.Column("agent_id", ID, autoincrement=False, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="fk_mention_message_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name="fk_mention_agent_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("message_id", "agent_id", name="pk_mention"),
    )
    op.create_index("ix_mention_agent", "mention", ["agent_id", "seen_at"])
