"""Customers that were merged into others, and how those who may be the same person are found."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make the columns, the table of those who are not the same, and the indexes."""
    op.add_column("customer", sa.Column("merged_into", ID, nullable=True))
    op.add_column("customer", sa.Column("merged_by", sa.Text(), nullable=True))
    merged = sa.text("merged_into IS NOT NULL")
    op.create_index("ix_customer_merged", "customer", ["merged_into"], sqlite_where=merged, postgresql_where=merged)
    op.create_index("ix_customer_name", "customer", ["name"])
    if op.get_bind().dialect.name == "postgresql":
        # SQLite goes along the key of the addresses for what begins alike; PostgreSQL's key has the order of a language.
        op.execute("CREATE INDEX ix_address_like ON address (email text_pattern_ops)")
    op.create_table(
        "customer_apart",
        sa.Column("customer_id", ID, autoincrement=False, nullable=False),
        sa.Column("other_id", ID, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name="fk_customer_apart_customer_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["other_id"], ["customer.id"], name="fk_customer_apart_other_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("customer_id", "other_id", name="pk_customer_apart"),
    )
    op.create_index("ix_customer_apart_other_id", "customer_apart", ["other_id"])
