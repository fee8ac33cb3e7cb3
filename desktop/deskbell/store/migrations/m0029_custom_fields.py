"""Custom fields, and what they hold on tickets."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID, MOMENT

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make the tables."""
    op.create_table(
        "custom_field",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("choices", sa.Text(), server_default="[]", nullable=False),
        sa.Column("mailboxes", sa.Text(), server_default="[]", nullable=False),
        sa.Column("teams", sa.Text(), server_default="[]", nullable=False),
        sa.Column("required", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("retired", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_custom_field"),
    )
    op.create_index(
        "ix_custom_field_key",
        "custom_field",
        ["key"],
        unique=True,
        sqlite_where=sa.text("NOT retired"),
        postgresql_where=sa.text("NOT retired"),
    )
    op.create_table(
        "field_value",
        sa.Column("ticket_id", ID, autoincrement=False, nullable=False),
        sa.Column("field_id", ID, autoincrement=False, nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("sought", sa.Text(), nullable=False),
        sa.Column("measure", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="fk_field_value_ticket_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["field_id"], ["custom_field.id"], name="fk_field_value_field_id"),
        sa.PrimaryKeyConstraint("ticket_id", "field_id", name="pk_field_value"),
    )
    op.create_index("ix_field_value_sought", "field_value", ["field_id", "sought", "ticket_id"])
    op.create_index(
        "ix_field_value_measure",
        "field_value",
        ["field_id", "measure", "ticket_id"],
        sqlite_where=sa.text("measure IS NOT NULL"),
        postgresql_where=sa.text("measure IS NOT NULL"),
    )
