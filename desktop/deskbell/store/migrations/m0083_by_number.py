"""Indexes of the tickets of a shelf by their numbers, and by when they came."""

from alembic.operations import Operations

OLDEST_WRITER = 22
OLDEST_READER = 21

_PLACES = {"ix_ticket_number": ["shelf", "id"], "ix_ticket_created": ["shelf", "created_at", "id"]}


def upgrade(op: Operations) -> None:
    """Make them."""
    run = op.get_bind().exec_driver_sql
    sqlite = op.get_bind().dialect.name == "sqlite"
    counted = sqlite and run("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'").first() is not None
    for name, columns in _PLACES.items():
        op.create_index(name, "ticket", columns)
        if counted:
            # Until upkeep counts again, SQLite would take ten tickets for all that lie on a shelf.
            run(f"ANALYZE {name}")
