"""How teams hand out tickets, what agents can do, and when they are there."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID, MOMENT

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make the columns, tables and indexes. No team hands out anything yet."""
    for name in ("handing", "skills", "languages"):
        op.add_column("team", sa.Column(name, sa.Text(), server_default="", nullable=False))
    op.add_column("team_member", sa.Column("level", sa.SmallInteger(), server_default="1", nullable=False))
    op.add_column("ticket", sa.Column("level", sa.SmallInteger(), nullable=True))
    op.add_column("agent", sa.Column("away_since", MOMENT, nullable=True))
    op.add_column("agent", sa.Column("away_until", MOMENT, nullable=True))
    op.add_column("agent", sa.Column("leaving", sa.Text(), server_default="", nullable=False))
    _of_agent(
        op,
        "agent_work",
        sa.Column("skills", sa.Text(), server_default="[]", nullable=False),
        sa.Column("languages", sa.Text(), server_default="[]", nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("calendar_id", ID, nullable=True),
    )
    _of_agent(op, "agent_seen", sa.Column("at", MOMENT, nullable=False))
    _of_agent(op, "agent_turn", sa.Column("n", ID, nullable=False))
    op.create_table(
        "team_waiting",
        sa.Column("team_id", ID, autoincrement=False, nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name="fk_team_waiting_team_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("team_id", name="pk_team_waiting"),
    )
    at_work = "shelf = 0 AND status <= 1"
    had = f"assignee_id IS NOT NULL AND {at_work}"
    op.execute(f"CREATE INDEX ix_ticket_load ON ticket (assignee_id, shelf, status) WHERE {had}")
    waits = f"team_id IS NOT NULL AND assignee_id IS NULL AND {at_work}"
    op.execute(f"CREATE INDEX ix_ticket_queue ON ticket (team_id, priority, id) WHERE {waits}")


def _of_agent(op: Operations, name: str, *columns: "sa.Column[object]") -> None:
    op.create_table(
        name,
        sa.Column("agent_id", ID, autoincrement=False, nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=f"fk_{name}_agent_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("agent_id", name=f"pk_{name}"),
    )
