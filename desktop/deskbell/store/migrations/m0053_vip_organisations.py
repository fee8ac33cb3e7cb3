"""Organisations whose customers are all VIPs."""

import sqlalchemy as sa
from alembic.operations import Operations

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make the column and its index. None is one yet."""
    op.add_column("organisation", sa.Column("vip", sa.Boolean(), server_default=sa.false(), nullable=False))
    vip = sa.text("vip")
    op.create_index("ix_organisation_vip", "organisation", ["id"], sqlite_where=vip, postgresql_where=vip)
