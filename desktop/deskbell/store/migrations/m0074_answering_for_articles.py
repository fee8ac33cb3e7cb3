"""Indexes of who answers for articles: what one is to verify would else take all articles to find."""

from alembic.operations import Operations

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make them."""
    for column in ("owner_id", "verifier_id"):
        op.create_index(f"ix_article_{column}", "article", [column])
