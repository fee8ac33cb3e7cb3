"""Customers of whom something is known otherwise: the clocks of their open tickets are to be counted anew.

What changes them, of whichever program, triggers note; the worker, who sees all tickets, counts.
"""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID

OLDEST_WRITER = 22
OLDEST_READER = 21

_PROMISED = "EXISTS (SELECT 1 FROM policy WHERE active)"
# With a merge the tickets are another's.
_ITSELF = f"INSERT INTO customer_recount (customer_id) SELECT coalesce(NEW.merged_into, NEW.id) WHERE {_PROMISED}"
_ITS = (
    f"INSERT INTO customer_recount (customer_id) SELECT id FROM customer WHERE organisation_id = NEW.id AND {_PROMISED}"  # noqa: S608
)
_OF_CUSTOMER = """
    AFTER UPDATE OF vip, organisation_id, language, merged_into ON customer FOR EACH ROW
    WHEN (NEW.vip <> OLD.vip OR NEW.language <> OLD.language
        OR NEW.organisation_id {other} OLD.organisation_id OR NEW.merged_into {other} OLD.merged_into)
"""
_OF_ORGANISATION = "AFTER UPDATE OF vip ON organisation FOR EACH ROW WHEN (NEW.vip <> OLD.vip)"
_SQLITE = (
    f"CREATE TRIGGER customer_otherwise {_OF_CUSTOMER.format(other='IS NOT')} BEGIN {_ITSELF}; END",
    f"CREATE TRIGGER organisation_otherwise {_OF_ORGANISATION} BEGIN {_ITS}; END",
)
_FUNCTION = """
    CREATE FUNCTION {}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        {};
        RETURN NULL;
    END $$
"""
_POSTGRESQL = (
    _FUNCTION.format("recount_customer", _ITSELF),
    _FUNCTION.format("recount_its_customers", _ITS),
    f"""
    CREATE TRIGGER customer_otherwise {_OF_CUSTOMER.format(other="IS DISTINCT FROM")}
    EXECUTE FUNCTION recount_customer()
    """,
    f"CREATE TRIGGER organisation_otherwise {_OF_ORGANISATION} EXECUTE FUNCTION recount_its_customers()",
)


def upgrade(op: Operations) -> None:
    """Make the table, and the column. All are counted once: what changed before was not noted."""
    op.add_column("sla_state", sa.Column("late", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "customer_recount",
        sa.Column("id", ID, nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("behind", ID, server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_customer_recount"),
    )
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)
    op.execute("UPDATE sla_state SET version = version + 1")
