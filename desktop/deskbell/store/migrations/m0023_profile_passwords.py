"""With what somebody shows at the start that a profile is theirs, where all of a desk lies in one file."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make the table."""
    op.create_table(
        "profile_password",
        sa.Column("agent_id", ID, autoincrement=False, nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name="fk_profile_password_agent_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("agent_id", name="pk_profile_password"),
    )
