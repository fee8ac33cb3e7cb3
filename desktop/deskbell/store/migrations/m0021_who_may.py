"""Which programs may go on writing and reading after a step: what is one version older need not stop when the schema grows."""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Make the columns. The steps so far say nothing: programs that know no more than them refuse any other schema."""
    op.add_column("schema_step", sa.Column("oldest_writer", sa.Integer(), nullable=True))
    op.add_column("schema_step", sa.Column("oldest_reader", sa.Integer(), nullable=True))
