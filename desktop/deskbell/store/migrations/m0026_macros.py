"""What a canned reply does to the ticket, where it does anything."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make the table."""
    op.create_table(
        "canned_action",
        sa.Column("reply_id", ID, autoincrement=False, nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=True),
        sa.Column("assign", sa.Text(), server_default="", nullable=False),
        sa.Column("add_tags", sa.Text(), server_default="[]", nullable=False),
        sa.Column("remove_tags", sa.Text(), server_default="[]", nullable=False),
        sa.Column("snooze_days", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["reply_id"], ["canned_reply.id"], name="fk_canned_action_reply_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("reply_id", name="pk_canned_action"),
    )
