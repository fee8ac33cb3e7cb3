"""Rules that wait until so much time has passed."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID, MOMENT

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make the column and the table. No rule waits yet."""
    op.add_column("automation", sa.Column("timer", sa.Text(), nullable=True))
    op.create_table(
        "automation_timer",
        sa.Column("rule_id", ID, autoincrement=False, nullable=False),
        sa.Column("ticket_id", ID, autoincrement=False, nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("done", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="fk_automation_timer_ticket_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("rule_id", "ticket_id", name="pk_automation_timer"),
    )
    op.create_index("ix_automation_timer_ticket", "automation_timer", ["ticket_id"])
    op.execute("CREATE INDEX ix_automation_timer_due ON automation_timer (due_at) WHERE due_at IS NOT NULL")
