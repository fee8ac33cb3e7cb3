"""Which step a step took back, to how many tickets it was done and by which macro; and what was done lately, by whom."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make the columns and the indexes. Of what was done so far nobody has counted the tickets (0), and who took back what stands in `undone_by`."""
    op.add_column("deed", sa.Column("undoes", sa.Text(), nullable=True))
    op.add_column("deed", sa.Column("tickets", ID, server_default="0", nullable=False))
    op.add_column("deed", sa.Column("macro", sa.Text(), server_default="", nullable=False))
    op.execute("CREATE INDEX ix_deed_undoes ON deed (undoes) WHERE undoes IS NOT NULL")
    op.execute("CREATE INDEX ix_deed_lately ON deed (at, id) WHERE agent_id IS NOT NULL")
    op.execute("CREATE INDEX ix_deed_of_agent ON deed (agent_id, at, id) WHERE agent_id IS NOT NULL")
