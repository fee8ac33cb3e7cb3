"""How often articles are read, by whom where the desk wants names, and what agents think of them."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID, MOMENT

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make the tables, and what counts the uses in tickets by time."""
    op.create_table(
        "article_read",
        sa.Column("article_id", ID, autoincrement=False, nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_article_read_article_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article_id", "day", name="pk_article_read"),
    )
    op.create_index("ix_article_read_day", "article_read", ["day"])
    op.create_table(
        "article_reader",
        sa.Column("article_id", ID, autoincrement=False, nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("agent_id", ID, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name="fk_article_reader_article_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name="fk_article_reader_agent_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article_id", "day", "agent_id", name="pk_article_reader"),
    )
    op.create_table(
        "article_opinion",
        sa.Column("article_id", ID, autoincrement=False, nullable=False),
        sa.Column("agent_id", ID, autoincrement=False, nullable=False),
        sa.Column("useful", sa.Boolean(), nullable=False),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name="fk_article_opinion_article_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name="fk_article_opinion_agent_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article_id", "agent_id", name="pk_article_opinion"),
    )
    op.create_index("ix_article_use_at", "article_use", ["at"])
