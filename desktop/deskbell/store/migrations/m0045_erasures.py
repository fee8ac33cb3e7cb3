"""What is kept of an erasure, and how it is found who else needs a content."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID, MOMENT

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make the table, and the indexes along which contents are let go of; an office has these two among its rights already."""
    op.create_table(
        "erasure",
        sa.Column("id", ID, nullable=False),
        sa.Column("deed_id", sa.Text(), nullable=False),
        sa.Column("agent_id", ID, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["deed_id"], ["deed.id"], name="fk_erasure_deed_id"),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name="fk_erasure_agent_id"),
        sa.PrimaryKeyConstraint("id", name="pk_erasure"),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE INDEX ix_attachment_blob ON attachment (blob_id)")
        op.execute("CREATE INDEX ix_outbox_blob ON outbox (blob_id)")
