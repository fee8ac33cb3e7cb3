"""Searches that are kept under a name."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make the table."""
    op.create_table(
        "saved_view",
        sa.Column("id", ID, nullable=False),
        sa.Column("owner_id", ID, nullable=True),
        sa.Column("team_id", ID, nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("sort", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["agent.id"], name="fk_saved_view_owner_id"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name="fk_saved_view_team_id"),
        sa.PrimaryKeyConstraint("id", name="pk_saved_view"),
    )
    op.create_index("ix_saved_view_owner_id", "saved_view", ["owner_id"])
    op.create_index("ix_saved_view_team_id", "saved_view", ["team_id"])
