"""How large a mail the outgoing server of a mailbox takes, as it said last."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID


def upgrade(op: Operations) -> None:
    """Widen the mailbox."""
    op.add_column("mailbox", sa.Column("smtp_limit", ID, server_default="0", nullable=False))
