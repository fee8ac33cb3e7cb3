"""Drafts that are shown to colleagues, who look them over."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID, MOMENT

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make the columns and the table. No draft of before is shown to anybody."""
    op.add_column("draft", sa.Column("author_id", ID, nullable=True))
    op.add_column("draft", sa.Column("asked_at", MOMENT, nullable=True))
    op.add_column("draft", sa.Column("returned_by", ID, nullable=True))
    op.add_column("draft", sa.Column("before", sa.Text(), server_default="", nullable=False))
    op.create_table(
        "draft_reader",
        sa.Column("draft_id", ID, autoincrement=False, nullable=False),
        sa.Column("agent_id", ID, autoincrement=False, nullable=False),
        sa.Column("author_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name="fk_draft_reader_draft_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name="fk_draft_reader_agent_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("draft_id", "agent_id", name="pk_draft_reader"),
    )
