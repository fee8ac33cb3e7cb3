"""An index of customers' tickets that are not done: how many those of an organisation have would else take all their tickets to count."""

import sqlalchemy as sa
from alembic.operations import Operations

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make it."""
    there = sa.text("shelf <= 1")
    op.create_index("ix_ticket_open", "ticket", ["customer_id"], sqlite_where=there, postgresql_where=there)
