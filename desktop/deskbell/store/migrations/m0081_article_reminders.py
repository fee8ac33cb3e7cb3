"""Who is to be told that an article is due for verification, and when."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID, MOMENT

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make the column and the table. What is due by now is told soon, to each person at once; what an older program verifies is found by the worker."""
    op.add_column("article", sa.Column("remind_at", MOMENT, nullable=True))
    op.execute(
        """
        UPDATE article SET remind_at = verified_at + CAST(review_days AS BIGINT) * 86400000
        WHERE verified_at IS NOT NULL AND state <> 'archived'
        """
    )
    waits = sa.text("remind_at IS NOT NULL")
    op.create_index("ix_article_remind_at", "article", ["remind_at"], sqlite_where=waits, postgresql_where=waits)
    op.create_table(
        "article_reminder",
        sa.Column("agent_id", ID, autoincrement=False, nullable=False),
        sa.Column("article_id", ID, autoincrement=False, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name="fk_article_reminder_agent_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name="fk_article_reminder_article_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("agent_id", "article_id", name="pk_article_reminder"),
    )
    op.create_index("ix_article_reminder_article_id", "article_reminder", ["article_id"])
