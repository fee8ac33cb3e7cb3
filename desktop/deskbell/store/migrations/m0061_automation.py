"""Rules, and which mails no machine may answer."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID, MOMENT

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make the tables, and the column. Of mails from before it is not known: rules look at none of these."""
    op.create_table(
        "automation",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("events", sa.Text(), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("actions", sa.Text(), nullable=False),
        sa.Column("stop", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("agent_id", ID, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("since", ID, server_default="0", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("fired", sa.Integer(), server_default="0", nullable=False),
        sa.Column("fired_at", MOMENT, nullable=True),
        sa.Column("fired_on", ID, server_default="0", nullable=False),
        sa.Column("cut_at", MOMENT, nullable=True),
        sa.Column("cut_on", ID, server_default="0", nullable=False),
        sa.Column("turn", ID, server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name="fk_automation_agent_id"),
        sa.PrimaryKeyConstraint("id", name="pk_automation"),
        sa.UniqueConstraint("key", name="uq_automation_key"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "automation_run",
        sa.Column("id", ID, nullable=False),
        sa.Column("rule_id", ID, nullable=False),
        sa.Column("ticket_id", ID, nullable=False),
        sa.Column("deed_id", sa.Text(), nullable=False),
        sa.Column("chain", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="fk_automation_run_ticket_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_automation_run"),
    )
    op.create_index("ix_automation_run_deed", "automation_run", ["deed_id"])
    op.create_index("ix_automation_run_chain", "automation_run", ["chain"])
    op.create_index("ix_automation_run_ticket", "automation_run", ["ticket_id"])
    op.create_index("ix_automation_run_at", "automation_run", ["at"])
    op.add_column("message", sa.Column("machine", sa.Text(), server_default="unknown", nullable=False))
