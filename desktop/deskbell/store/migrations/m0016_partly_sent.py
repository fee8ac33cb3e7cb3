"""Mails that not everybody got: found at once, until a person has said that it is all right so."""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Widen the outbox."""
    op.add_column("outbox", sa.Column("settled", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index(
        "ix_outbox_partly",
        "outbox",
        ["id"],
        sqlite_where=sa.text("state = 'sent' AND reason <> ''"),
        postgresql_where=sa.text("state = 'sent' AND reason <> ''"),
    )
