"""What was done to articles and their categories, to be taken back."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID, MOMENT

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make the table. What was done before, and by older programs, is not in it, and is not taken back."""
    op.create_table(
        "article_journal",
        sa.Column("id", ID, nullable=False),
        sa.Column("deed_id", sa.Text(), nullable=False),
        sa.Column("article_id", ID, nullable=True),
        sa.Column("category_id", ID, nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("agent_id", ID, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("before", sa.Text(), server_default="", nullable=False),
        sa.Column("after", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["deed_id"], ["deed.id"], name="fk_article_journal_deed_id"),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name="fk_article_journal_article_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name="fk_article_journal_agent_id"),
        sa.PrimaryKeyConstraint("id", name="pk_article_journal"),
    )
    op.create_index("ix_article_journal_deed_id", "article_journal", ["deed_id"])
    op.create_index("ix_article_journal_article_id", "article_journal", ["article_id"])
