"""What drafts said each time they changed hands."""

import sqlalchemy as sa
from alembic.operations import Operations

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make the column. `before` stays, which is what a program that does not know this goes by."""
    op.add_column("draft", sa.Column("versions", sa.Text(), server_default="[]", nullable=False))
