"""Canned replies that tickets are begun with: a subject, the mailbox that it leaves from, and team and priority among what a macro does."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make the columns. No reply has any of it yet."""
    op.add_column("canned_reply", sa.Column("mailbox_id", ID, nullable=True))
    op.add_column("canned_text", sa.Column("subject", sa.Text(), server_default="", nullable=False))
    op.add_column("canned_action", sa.Column("priority", sa.SmallInteger(), nullable=True))
    op.add_column("canned_action", sa.Column("team_id", ID, nullable=True))
