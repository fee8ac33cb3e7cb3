"""Organisations, which customers belong to: of each text that stood as a customer's organisation one is made. And the domains of customers' addresses.

The text stays with each customer as the name of their organisation, for programs that know no other; what such a program writes a trigger makes the
customer's organisation.
"""

from collections import Counter

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.rules.folding import fold
from deskbell.rules.organisations import key
from deskbell.store.migrations.types import ID, MOMENT

OLDEST_WRITER = 22
OLDEST_READER = 21

# What stands behind the last @; the same on both engines.
_DOMAIN = "substr({0}email, length(rtrim({0}email, replace({0}email, '@', ''))) + 1)"
# The organisation that a customer's text names: called exactly so, else so but for the case.
_NAMED = """
    (SELECT {0} FROM organisation WHERE name = NEW.organisation OR key = lower(NEW.organisation)
     ORDER BY name = NEW.organisation DESC LIMIT 1)
"""
_ORGANISE = f"""
    WHEN NEW.organisation <> coalesce((SELECT name FROM organisation WHERE id = NEW.organisation_id), '') BEGIN
        INSERT INTO organisation (name, key, sought)
        SELECT NEW.organisation, lower(NEW.organisation), lower(NEW.organisation)
        WHERE NEW.organisation <> '' AND {_NAMED.format("id")} IS NULL;
        UPDATE customer SET organisation_id = {_NAMED.format("id")}, organisation = coalesce({_NAMED.format("name")}, '')
        WHERE id = NEW.id;
    END
"""  # noqa: S608  no value of anybody's
_SQLITE = (
    f"""
    CREATE TRIGGER address_added AFTER INSERT ON address WHEN NEW.domain = '' BEGIN
        UPDATE address SET domain = {_DOMAIN.format("NEW.")} WHERE email = NEW.email;
    END
    """,  # noqa: S608
    f"CREATE TRIGGER customer_added AFTER INSERT ON customer {_ORGANISE}",
    f"CREATE TRIGGER customer_organised AFTER UPDATE OF organisation ON customer {_ORGANISE}",
)
_POSTGRESQL = (
    f"""
    CREATE FUNCTION tell_domain() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NEW.domain := {_DOMAIN.format("NEW.")};
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER address_added BEFORE INSERT ON address FOR EACH ROW WHEN (NEW.domain = '') EXECUTE FUNCTION tell_domain()
    """,
    f"""
    CREATE FUNCTION organise_customer() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.organisation <> coalesce((SELECT name FROM organisation WHERE id = NEW.organisation_id), '') THEN
            INSERT INTO organisation (name, key, sought)
            SELECT NEW.organisation, lower(NEW.organisation), lower(NEW.organisation)
            WHERE NEW.organisation <> '' AND {_NAMED.format("id")} IS NULL ON CONFLICT DO NOTHING;
            NEW.organisation_id := {_NAMED.format("id")};
            NEW.organisation := coalesce({_NAMED.format("name")}, '');
        END IF;
        RETURN NEW;
    END $$
    """,  # noqa: S608
    """
    CREATE TRIGGER customer_organised BEFORE INSERT OR UPDATE OF organisation ON customer
    FOR EACH ROW EXECUTE FUNCTION organise_customer()
    """,
)


def upgrade(op: Operations) -> None:
    """Make the tables, the columns with what there is, and the triggers."""
    _make_tables(op)
    op.add_column("customer", sa.Column("organisation_id", ID, nullable=True))
    op.add_column("address", sa.Column("domain", sa.Text(), nullable=False, server_default=""))
    op.execute(f"UPDATE address SET domain = {_DOMAIN.format('')}")  # noqa: S608
    _carry_over(op.get_bind())
    op.create_index("ix_customer_organisation_id", "customer", ["organisation_id"])
    op.create_index("ix_address_domain", "address", ["domain"])
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)


def _make_tables(op: Operations) -> None:
    op.create_table(
        "organisation",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("sought", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False, server_default=""),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.PrimaryKeyConstraint("id", name="pk_organisation"),
        sa.UniqueConstraint("name", name="uq_organisation_name"),
        sa.UniqueConstraint("key", name="uq_organisation_key"),
        sqlite_autoincrement=True,
    )
    # In the order of letters, not of a language: that is how PostgreSQL finds along it what begins alike.
    op.create_index(
        "ix_organisation_sought", "organisation", ["sought", "id"], postgresql_ops={"sought": "text_pattern_ops"}
    )
    op.create_table(
        "organisation_domain",
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("organisation_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name="fk_organisation_domain_organisation_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("domain", name="pk_organisation_domain"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE INDEX ix_organisation_domain_like ON organisation_domain (domain text_pattern_ops)")
    op.create_index("ix_organisation_domain_organisation_id", "organisation_domain", ["organisation_id"])
    op.create_table(
        "organisation_journal",
        sa.Column("id", ID, nullable=False),
        sa.Column("deed_id", sa.Text(), nullable=False),
        sa.Column("organisation_id", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("agent_id", ID, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("before", sa.Text(), nullable=False, server_default=""),
        sa.Column("after", sa.Text(), nullable=False, server_default=""),
        sa.ForeignKeyConstraint(["deed_id"], ["deed.id"], name="fk_organisation_journal_deed_id"),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name="fk_organisation_journal_agent_id"),
        sa.PrimaryKeyConstraint("id", name="pk_organisation_journal"),
    )
    op.create_index("ix_organisation_journal_deed_id", "organisation_journal", ["deed_id"])
    op.create_index("ix_organisation_journal_organisation", "organisation_journal", ["organisation_id", "at"])
    # What one was called before is found by that.
    named = sa.text("kind = 'name'")
    op.create_index(
        "ix_organisation_journal_named",
        "organisation_journal",
        ["before"],
        sqlite_where=named,
        postgresql_where=named,
    )


def _carry_over(connection: sa.Connection) -> None:
    """Make an organisation of what stands with customers: texts that differ by case alone are one, called as most of them are."""
    texts = connection.execute(
        sa.text("SELECT organisation, count(*) FROM customer WHERE organisation <> '' GROUP BY organisation")
    )
    spelled: dict[str, Counter[str]] = {}
    for text, count in texts:
        if key(text):
            spelled.setdefault(key(text), Counter())[text] = count
    named = {one: max(sorted(texts), key=texts.__getitem__) for one, texts in sorted(spelled.items())}
    if named:
        connection.execute(
            sa.text("INSERT INTO organisation (name, key, sought) VALUES (:name, :key, :sought)"),
            [{"name": name, "key": one, "sought": fold(name)} for one, name in named.items()],
        )
        # The most by far, in one statement.
        connection.execute(
            sa.text(
                "UPDATE customer SET organisation_id = (SELECT id FROM organisation WHERE name = organisation)"
                " WHERE organisation <> ''"
            )
        )
    other = sa.text("SELECT id, organisation FROM customer WHERE organisation <> '' AND organisation_id IS NULL")
    rest = [{"id": row.id, "name": named.get(key(row.organisation), "")} for row in connection.execute(other)]
    if rest:
        connection.execute(
            sa.text(
                "UPDATE customer SET organisation = :name, organisation_id = (SELECT id FROM organisation WHERE name = :name)"
                " WHERE id = :id"
            ),
            rest,
        )
