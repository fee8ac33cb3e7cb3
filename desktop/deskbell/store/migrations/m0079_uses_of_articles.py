"""Which articles were used in which tickets."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID, MOMENT

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make the table."""
    op.create_table(
        "article_use",
        sa.Column("article_id", ID, autoincrement=False, nullable=False),
        sa.Column("ticket_id", ID, autoincrement=False, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_article_use_article_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="fk_article_use_ticket_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article_id", "ticket_id", name="pk_article_use"),
    )
    op.create_index("ix_article_use_ticket_id", "article_use", ["ticket_id"])
