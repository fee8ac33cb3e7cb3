"""How a mailbox logs in: with a password, as all did, or signed in through the browser."""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Add the column; what is there keeps its password."""
    op.add_column("mailbox", sa.Column("sign_in", sa.Text, nullable=False, server_default="password"))
