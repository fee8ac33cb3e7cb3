"""Which administrators' computers do the worker's work in an office. So far it was the one who made it."""

import sqlalchemy as sa
from alembic.operations import Operations

OLDEST_WRITER = 22
OLDEST_READER = 21

# The groups of an office are named after whom its tables belong to (`rights.names`).
_OWNER = """
    SELECT pg_get_userbyid(relowner) FROM pg_class
    WHERE relname = 'schema_step' AND relkind = 'r' AND relnamespace = current_schema()::regnamespace
"""
_MEMBERS = """
    UPDATE agent SET runs_worker = true WHERE login IN (
        SELECT member.rolname FROM pg_auth_members
        JOIN pg_roles member ON member.oid = pg_auth_members.member
        JOIN pg_roles worker ON worker.oid = pg_auth_members.roleid
        WHERE worker.rolname = :worker
    )
"""
# On its way from a backup an office has no groups: there it is the first one.
_FIRST = """
    UPDATE agent SET runs_worker = true
    WHERE id = (SELECT min(id) FROM agent WHERE role = 'admin' AND active AND login IS NOT NULL)
"""


def upgrade(op: Operations) -> None:
    """Make the column."""
    op.add_column("agent", sa.Column("runs_worker", sa.Boolean(), server_default=sa.false(), nullable=False))
    connection = op.get_bind()
    owner = connection.execute(sa.text(_OWNER)).scalar_one() if connection.dialect.name == "postgresql" else ""
    office, end, _ = owner.rpartition("_owner")
    if end:
        connection.execute(sa.text(_MEMBERS), {"worker": f"{office}_worker"})
    else:
        op.execute(_FIRST)
