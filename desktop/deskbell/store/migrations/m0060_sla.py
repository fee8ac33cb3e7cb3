"""What is promised to customers, the clocks that count it, and by when a ticket is due by them."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID, MOMENT

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make the tables and the columns. Nothing is promised yet, so whoever does not know of clocks leaves none standing."""
    _policies(op)
    _clocks(op)
    op.create_table(
        "sla_state",
        sa.Column("id", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Integer(), server_default="0", nullable=False),
        sa.Column("counting", sa.Integer(), server_default="0", nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("behind", ID, server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sla_state"),
    )
    op.add_column("ticket", sa.Column("sla_due_at", MOMENT, nullable=True))
    op.add_column("ticket", sa.Column("sla_since", MOMENT, nullable=True))
    _partial(op, "ix_ticket_sla_due", "ticket", ["shelf", "sla_due_at", "id"], "sla_due_at IS NOT NULL")


def _policies(op: Operations) -> None:
    op.create_table(
        "policy",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("removed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("conditions", sa.Text(), server_default="{}", nullable=False),
        sa.Column("targets", sa.Text(), server_default="[]", nullable=False),
        sa.Column("calendar_id", ID, nullable=True),
        sa.Column("pauses", sa.Text(), server_default="[]", nullable=False),
        sa.Column("pauses_snoozed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_policy"),
    )
    _partial(op, "ix_policy_key", "policy", ["key"], "NOT removed", unique=True)


def _clocks(op: Operations) -> None:
    op.create_table(
        "clock",
        sa.Column("id", ID, nullable=False),
        sa.Column("ticket_id", ID, nullable=False),
        sa.Column("metric", sa.SmallInteger(), nullable=False),
        sa.Column("policy_id", ID, nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("spent", ID, nullable=False),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("paused_at", MOMENT, nullable=True),
        sa.Column("stopped_at", MOMENT, nullable=True),
        sa.Column("breached_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="fk_clock_ticket_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_clock"),
    )
    op.create_index("ix_clock_ticket_id", "clock", ["ticket_id"])
    op.create_index("ix_clock_policy", "clock", ["policy_id", "started_at"])
    _partial(op, "ix_clock_due", "clock", ["due_at"], "stopped_at IS NULL AND breached_at IS NULL")


def _partial(op: Operations, name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    op.create_index(name, table, columns, unique=unique, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
