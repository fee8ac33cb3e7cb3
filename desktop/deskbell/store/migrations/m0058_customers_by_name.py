"""An index for how customers' names begin."""

from alembic.operations import Operations

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make it. SQLite goes along that of the names; PostgreSQL's has the order of a language."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE INDEX ix_customer_name_like ON customer (name text_pattern_ops)")
