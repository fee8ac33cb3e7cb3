"""The list of customers: their names as they are sorted, the words that they are found by, and whose are to be made anew.

What changes a customer, of whichever program, triggers note; who is noted is listed anew with the change itself, or by the worker.
"""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID

OLDEST_WRITER = 22
OLDEST_READER = 21

_NOTED = "INSERT INTO customer_unlisted (customer_id) {} ON CONFLICT DO NOTHING"
_ONE = _NOTED.format("VALUES ({}.customer_id)")
_ITSELF = _NOTED.format("VALUES (NEW.id)")
_SQLITE = (
    f"CREATE TRIGGER customer_new AFTER INSERT ON customer BEGIN {_ITSELF}; END",
    f"""
    CREATE TRIGGER customer_renamed AFTER UPDATE OF name, merged_into ON customer
    WHEN NEW.name <> OLD.name OR NEW.merged_into IS NOT OLD.merged_into BEGIN {_ITSELF}; END
    """,
    f"CREATE TRIGGER address_new AFTER INSERT ON address BEGIN {_ONE.format('NEW')}; END",
    f"CREATE TRIGGER address_gone AFTER DELETE ON address BEGIN {_ONE.format('OLD')}; END",
    f"""
    CREATE TRIGGER address_moved AFTER UPDATE OF customer_id, position ON address
    BEGIN {_ONE.format("OLD")}; {_ONE.format("NEW")}; END
    """,
    f"CREATE TRIGGER phone_new AFTER INSERT ON phone BEGIN {_ONE.format('NEW')}; END",
    f"CREATE TRIGGER phone_gone AFTER DELETE ON phone BEGIN {_ONE.format('OLD')}; END",
)
_POSTGRESQL = (
    f"""
    CREATE FUNCTION unlist_customer() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        {_ITSELF};
        RETURN NULL;
    END $$
    """,
    f"""
    CREATE FUNCTION unlist_its_customer() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'INSERT' THEN
            {_ONE.format("OLD")};
        END IF;
        IF TG_OP <> 'DELETE' THEN
            {_ONE.format("NEW")};
        END IF;
        RETURN NULL;
    END $$
    """,
    "CREATE TRIGGER customer_new AFTER INSERT ON customer FOR EACH ROW EXECUTE FUNCTION unlist_customer()",
    """
    CREATE TRIGGER customer_renamed AFTER UPDATE OF name, merged_into ON customer FOR EACH ROW
    WHEN (NEW.name <> OLD.name OR NEW.merged_into IS DISTINCT FROM OLD.merged_into) EXECUTE FUNCTION unlist_customer()
    """,
    """
    CREATE TRIGGER address_changed AFTER INSERT OR DELETE OR UPDATE OF customer_id, position ON address
    FOR EACH ROW EXECUTE FUNCTION unlist_its_customer()
    """,
    "CREATE TRIGGER phone_changed AFTER INSERT OR DELETE ON phone FOR EACH ROW EXECUTE FUNCTION unlist_its_customer()",
)


def upgrade(op: Operations) -> None:
    """Make the tables, and note all customers."""
    # In the order of letters, not of a language.
    folded = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    for name, column in (("customer_listed", "sought"), ("customer_word", "word")):
        key = ["customer_id"] if name == "customer_listed" else ["customer_id", "word"]
        op.create_table(
            name,
            sa.Column("customer_id", ID, autoincrement=False, nullable=False),
            sa.Column(column, folded, nullable=False),
            sa.ForeignKeyConstraint(
                ["customer_id"], ["customer.id"], name=f"fk_{name}_customer_id", ondelete="CASCADE"
            ),
            sa.PrimaryKeyConstraint(*key, name=f"pk_{name}"),
        )
        op.create_index(f"ix_{name}_{column}", name, [column, "customer_id"])
    op.create_table(
        "customer_unlisted",
        sa.Column("customer_id", ID, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("customer_id", name="pk_customer_unlisted"),
    )
    op.execute("INSERT INTO customer_unlisted (customer_id) SELECT id FROM customer WHERE merged_into IS NULL")
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)
