"""Who follows a ticket, with a copy of the ticket's shelf that a trigger keeps."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID

OLDEST_WRITER = 22
OLDEST_READER = 21

_SQLITE = (
    """
    CREATE TRIGGER ticket_followed AFTER UPDATE OF shelf ON ticket WHEN OLD.shelf <> NEW.shelf BEGIN
        UPDATE follower SET shelf = NEW.shelf WHERE ticket_id = NEW.id;
    END
    """,
)
_POSTGRESQL = (
    """
    CREATE FUNCTION place_followers() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE follower SET shelf = NEW.shelf WHERE ticket_id = NEW.id;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER ticket_followed AFTER UPDATE OF shelf ON ticket FOR EACH ROW
    WHEN (OLD.shelf <> NEW.shelf) EXECUTE FUNCTION place_followers()
    """,
)


def upgrade(op: Operations) -> None:
    """Make the table and the trigger."""
    op.create_table(
        "follower",
        sa.Column("ticket_id", ID, autoincrement=False, nullable=False),
        sa.Column("agent_id", ID, autoincrement=False, nullable=False),
        sa.Column("shelf", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="fk_follower_ticket_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name="fk_follower_agent_id"),
        sa.PrimaryKeyConstraint("ticket_id", "agent_id", name="pk_follower"),
    )
    op.create_index("ix_follower_agent", "follower", ["agent_id", "shelf", "ticket_id"])
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)
