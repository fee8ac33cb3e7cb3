"""The tags of organisations."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID

OLDEST_WRITER = 22
OLDEST_READER = 21

# A program that knows of no organisations' tags merges those of tickets and customers alone.
_GIVEN_ON = """
    INSERT INTO organisation_tag (organisation_id, tag_id)
    SELECT organisation_id, NEW.merged_into FROM organisation_tag WHERE tag_id = NEW.id
    AND organisation_id NOT IN (SELECT organisation_id FROM organisation_tag WHERE tag_id = NEW.merged_into);
    DELETE FROM organisation_tag WHERE tag_id = NEW.id;
"""
_SQLITE = (
    f"""
    CREATE TRIGGER tag_of_organisations_merged AFTER UPDATE OF merged_into ON tag WHEN NEW.merged_into IS NOT NULL
    BEGIN {_GIVEN_ON} END
    """,
)
_POSTGRESQL = (
    f"""
    CREATE FUNCTION give_organisation_tags_on() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        {_GIVEN_ON}
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER tag_of_organisations_merged AFTER UPDATE OF merged_into ON tag
    FOR EACH ROW WHEN (NEW.merged_into IS NOT NULL) EXECUTE FUNCTION give_organisation_tags_on()
    """,
)


def upgrade(op: Operations) -> None:
    """Make the table. No organisation has any yet."""
    op.create_table(
        "organisation_tag",
        sa.Column("organisation_id", ID, autoincrement=False, nullable=False),
        sa.Column("tag_id", ID, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_organisation_tag_organisation_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name="fk_organisation_tag_tag_id"),
        sa.PrimaryKeyConstraint("organisation_id", "tag_id", name="pk_organisation_tag"),
    )
    op.create_index("ix_organisation_tag_tag", "organisation_tag", ["tag_id", "organisation_id"])
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)
