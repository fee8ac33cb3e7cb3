"""The tags of customers."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID

OLDEST_WRITER = 22
OLDEST_READER = 21

# A program that knows of no customers' tags merges those of tickets alone.
_GIVEN_ON = """
    INSERT INTO customer_tag (customer_id, tag_id)
    SELECT customer_id, NEW.merged_into FROM customer_tag WHERE tag_id = NEW.id
    AND customer_id NOT IN (SELECT customer_id FROM customer_tag WHERE tag_id = NEW.merged_into);
    DELETE FROM customer_tag WHERE tag_id = NEW.id;
"""
_SQLITE = (
    f"""
    CREATE TRIGGER tag_merged AFTER UPDATE OF merged_into ON tag WHEN NEW.merged_into IS NOT NULL BEGIN {_GIVEN_ON} END
    """,
)
_POSTGRESQL = (
    f"""
    CREATE FUNCTION give_customer_tags_on() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        {_GIVEN_ON}
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER tag_merged AFTER UPDATE OF merged_into ON tag
    FOR EACH ROW WHEN (NEW.merged_into IS NOT NULL) EXECUTE FUNCTION give_customer_tags_on()
    """,
)


def upgrade(op: Operations) -> None:
    """Make the table. No customer has any yet."""
    op.create_table(
        "customer_tag",
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("tag_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name="fk_customer_tag_customer_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name="fk_customer_tag_tag_id"),
        sa.PrimaryKeyConstraint("customer_id", "tag_id", name="pk_customer_tag"),
    )
    op.create_index("ix_customer_tag_tag", "customer_tag", ["tag_id", "customer_id"])
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)
