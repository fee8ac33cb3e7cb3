"""Indexes for the lists of articles that nobody uses, which are read page by page."""

from alembic.operations import Operations

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Published articles in the order in which they were made, and texts in that in which they were changed."""
    op.create_index("ix_article_state_made", "article", ["state", "created_at", "id"])
    op.create_index("ix_article_text_changed", "article_text", ["changed_at", "article_id"])
