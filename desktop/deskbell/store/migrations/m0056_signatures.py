"""Signatures of agents and mailboxes for single mailboxes and languages."""

import sqlalchemy as sa
from alembic.operations import Operations

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make the columns. The one that each has for all stays where it is, and is what a program that does not know these takes."""
    for table in ("agent", "mailbox"):
        op.add_column(table, sa.Column("signatures", sa.Text(), server_default="[]", nullable=False))
