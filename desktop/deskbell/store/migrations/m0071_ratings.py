"""What customers think of how their tickets were answered."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID, MOMENT

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make the table. Nobody was asked yet."""
    op.create_table(
        "rating",
        sa.Column("ticket_id", ID, autoincrement=False, nullable=False),
        sa.Column("message_id", ID, nullable=False),
        sa.Column("customer_id", ID, nullable=True),
        sa.Column("assignee_id", ID, nullable=True),
        sa.Column("rating", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), server_default="", nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="fk_rating_ticket_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="fk_rating_message_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("ticket_id", name="pk_rating"),
    )
    op.create_index("ix_rating_message", "rating", ["message_id"])
    op.create_index("ix_rating_at", "rating", ["at"])
