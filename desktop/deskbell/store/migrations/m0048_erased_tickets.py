"""What was merged into a ticket is found when that is erased."""

from alembic.operations import Operations

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make the index."""
    op.execute("CREATE INDEX ix_ticket_merged ON ticket (merged_into) WHERE merged_into IS NOT NULL")
