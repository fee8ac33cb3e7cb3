"""What an outgoing mail has to remember: who has it already, who was refused for good, and what it was written as."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID


def upgrade(op: Operations) -> None:
    """Widen the outbox and the drafts."""
    op.add_column("outbox", sa.Column("taken", sa.Text(), server_default="[]", nullable=False))
    op.add_column("outbox", sa.Column("refused", sa.Text(), server_default="[]", nullable=False))
    op.add_column("outbox", sa.Column("kind", sa.Text(), server_default="reply", nullable=False))
    op.add_column("outbox", sa.Column("bcc", sa.Text(), server_default="[]", nullable=False))
    op.add_column("outbox", sa.Column("original_id", ID, server_default="0", nullable=False))
    op.add_column("draft", sa.Column("original_id", ID, server_default="0", nullable=False))
    op.add_column("draft", sa.Column("passed", sa.Text(), server_default="[]", nullable=False))
    op.create_index(
        "ix_outbox_undecided",
        "outbox",
        ["id"],
        sqlite_where=sa.text("state IN ('unknown', 'failed')"),
        postgresql_where=sa.text("state IN ('unknown', 'failed')"),
    )
