"""Steps of policies, which warn and escalate: what they are, when the next one comes at a clock, which were done, and whom they told.

A program that does not know of them counts clocks without: until somebody counts such a clock again it warns when it is late, and not before.
"""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID, MOMENT

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make the columns and the tables. No policy has steps yet."""
    op.add_column("policy", sa.Column("steps", sa.Text(), server_default="[]", nullable=False))
    op.add_column("clock", sa.Column("warn_at", MOMENT, nullable=True))
    op.execute("CREATE INDEX ix_clock_warn ON clock (warn_at) WHERE warn_at IS NOT NULL AND stopped_at IS NULL")
    op.create_table(
        "step_done",
        sa.Column("ticket_id", ID, autoincrement=False, nullable=False),
        sa.Column("metric", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("started_at", MOMENT, autoincrement=False, nullable=False),
        sa.Column("step_id", ID, autoincrement=False, nullable=False),
        sa.Column("policy_id", ID, nullable=False),
        sa.Column("percent", sa.SmallInteger(), nullable=False),
        sa.Column("late", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="fk_step_done_ticket_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("ticket_id", "metric", "started_at", "step_id", name="pk_step_done"),
    )
    op.create_table(
        "warning",
        sa.Column("agent_id", ID, autoincrement=False, nullable=False),
        sa.Column("ticket_id", ID, autoincrement=False, nullable=False),
        sa.Column("metric", sa.SmallInteger(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("notify", sa.Boolean(), nullable=False),
        sa.Column("mail", sa.Boolean(), nullable=False),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.Column("seen_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name="fk_warning_agent_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="fk_warning_ticket_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("agent_id", "ticket_id", name="pk_warning"),
    )
    op.create_index("ix_warning_ticket_id", "warning", ["ticket_id"])
    op.create_index("ix_warning_at", "warning", ["at"])
    op.execute("CREATE INDEX ix_warning_untold ON warning (agent_id) WHERE told_at IS NULL")
    op.create_table(
        "warning_mail",
        sa.Column("id", ID, nullable=False),
        sa.Column("agent_id", ID, nullable=False),
        sa.Column("mailbox_id", ID, nullable=False),
        sa.Column("tickets", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("sending", sa.Boolean(), nullable=False),
        sa.Column("not_before", MOMENT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name="fk_warning_mail_agent_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["mailbox_id"], ["mailbox.id"], name="fk_warning_mail_mailbox_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_warning_mail"),
    )
    op.create_index("ix_warning_mail_not_before", "warning_mail", ["not_before"])
