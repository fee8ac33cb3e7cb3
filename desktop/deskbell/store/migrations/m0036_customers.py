"""What more is known of customers, and the journal of what was changed of it."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID, MOMENT

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make the columns and tables. Nobody is a VIP yet."""
    op.add_column("customer", sa.Column("time_zone", sa.Text(), nullable=False, server_default=""))
    op.add_column("customer", sa.Column("vip", sa.Boolean(), nullable=False, server_default=sa.false()))
    vip = sa.text("vip")
    op.create_index("ix_customer_vip", "customer", ["id"], sqlite_where=vip, postgresql_where=vip)
    op.create_table(
        "phone",
        sa.Column("customer_id", ID, autoincrement=False, nullable=False),
        sa.Column("position", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("sought", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="fk_phone_customer_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("customer_id", "position", name="pk_phone"),
    )
    op.create_index("ix_phone_sought", "phone", ["sought"])
    op.create_table(
        "customer_journal",
        sa.Column("id", ID, nullable=False),
        sa.Column("deed_id", sa.Text(), nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("agent_id", ID, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("before", sa.Text(), nullable=False, server_default=""),
        sa.Column("after", sa.Text(), nullable=False, server_default=""),
        sa.ForeignKeyConstraint(["deed_id"], ["deed.id"], name="fk_customer_journal_deed_id"),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name="fk_customer_journal_customer_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name="fk_customer_journal_agent_id"),
        sa.PrimaryKeyConstraint("id", name="pk_customer_journal"),
    )
    op.create_index("ix_customer_journal_deed_id", "customer_journal", ["deed_id"])
    op.create_index("ix_customer_journal_customer", "customer_journal", ["customer_id", "at"])
