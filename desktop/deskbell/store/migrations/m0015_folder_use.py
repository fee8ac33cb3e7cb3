"""What a watched folder is for, as its server says (RFC 6154)."""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Widen the folders."""
    op.add_column("folder", sa.Column("special", sa.Text(), server_default="", nullable=False))
