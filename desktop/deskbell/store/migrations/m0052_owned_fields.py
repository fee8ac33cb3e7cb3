"""Custom fields of customers and of organisations, beside those of tickets."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make the column and the tables. All fields that there are belong to tickets."""
    op.add_column("custom_field", sa.Column("owner", sa.Text(), server_default="ticket", nullable=False))
    op.drop_index("ix_custom_field_key", "custom_field")
    op.create_index(
        "ix_custom_field_named",
        "custom_field",
        ["owner", "key"],
        unique=True,
        sqlite_where=sa.text("NOT retired"),
        postgresql_where=sa.text("NOT retired"),
    )
    for owner in ("customer", "organisation"):
        _make_values(op, owner)


def _make_values(op: Operations, owner: str) -> None:
    table, whose = f"{owner}_value", f"{owner}_id"
    op.create_table(
        table,
        sa.Column(whose, ID, autoincrement=False, nullable=False),
        sa.Column("field_id", ID, autoincrement=False, nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("sought", sa.Text(), nullable=False),
        sa.Column("measure", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint([whose], [f"{owner}.id"], name=f"fk_{table}_{whose}", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["field_id"], ["custom_field.id"], name=f"fk_{table}_field_id"),
        sa.PrimaryKeyConstraint(whose, "field_id", name=f"pk_{table}"),
    )
    op.create_index(f"ix_{table}_sought", table, ["field_id", "sought", whose])
    measured = sa.text("measure IS NOT NULL")
    op.create_index(
        f"ix_{table}_measure",
        table,
        ["field_id", "measure", whose],
        sqlite_where=measured,
        postgresql_where=measured,
    )
