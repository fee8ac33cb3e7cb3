"""What an article is known by beyond this desk: the key that it came in with from a file. One that was written here has none, and is known by when it was."""

import sqlalchemy as sa
from alembic.operations import Operations

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make the column, and what finds by it."""
    op.add_column("article", sa.Column("key", sa.Text(), nullable=True))
    op.create_index("ix_article_key", "article", ["key"])
