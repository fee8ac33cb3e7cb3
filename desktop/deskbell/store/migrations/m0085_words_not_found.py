"""What was searched for in the knowledge base and not found."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID, MOMENT

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make the table."""
    op.create_table(
        "article_gap",
        sa.Column("id", ID, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written", sa.Text(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("asked_by", ID, nullable=True),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["agent.id"], name="fk_article_gap_asked_by"),
        sa.PrimaryKeyConstraint("id", name="pk_article_gap"),
        sa.UniqueConstraint("words", name="uq_article_gap_words"),
    )
