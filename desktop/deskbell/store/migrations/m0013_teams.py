"""Teams with their members, the team of a ticket and of a mailbox, and triggers that count the tickets of each team."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID, MOMENT

_SQLITE = (
    """
    CREATE TRIGGER ticket_team_inserted AFTER INSERT ON ticket WHEN NEW.team_id IS NOT NULL BEGIN
        INSERT INTO team_count (team_id, shelf, n) VALUES (NEW.team_id, NEW.shelf, 1)
        ON CONFLICT (team_id, shelf) DO UPDATE SET n = n + 1;
    END
    """,
    """
    CREATE TRIGGER ticket_team_deleted AFTER DELETE ON ticket WHEN OLD.team_id IS NOT NULL BEGIN
        UPDATE team_count SET n = n - 1 WHERE team_id = OLD.team_id AND shelf = OLD.shelf;
    END
    """,
    """
    CREATE TRIGGER ticket_team_left AFTER UPDATE OF shelf, team_id ON ticket
    WHEN OLD.team_id IS NOT NULL AND (OLD.shelf <> NEW.shelf OR OLD.team_id IS NOT NEW.team_id) BEGIN
        UPDATE team_count SET n = n - 1 WHERE team_id = OLD.team_id AND shelf = OLD.shelf;
    END
    """,
    """
    CREATE TRIGGER ticket_team_entered AFTER UPDATE OF shelf, team_id ON ticket
    WHEN NEW.team_id IS NOT NULL AND (OLD.shelf <> NEW.shelf OR OLD.team_id IS NOT NEW.team_id) BEGIN
        INSERT INTO team_count (team_id, shelf, n) VALUES (NEW.team_id, NEW.shelf, 1)
        ON CONFLICT (team_id, shelf) DO UPDATE SET n = n + 1;
    END
    """,
)

_POSTGRESQL = (
    """
    CREATE FUNCTION count_team() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'INSERT' THEN
            UPDATE team_count SET n = n - 1 WHERE team_id = OLD.team_id AND shelf = OLD.shelf;
        END IF;
        IF TG_OP <> 'DELETE' AND NEW.team_id IS NOT NULL THEN
            INSERT INTO team_count AS kept (team_id, shelf, n) VALUES (NEW.team_id, NEW.shelf, 1)
            ON CONFLICT (team_id, shelf) DO UPDATE SET n = kept.n + 1;
        END IF;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER ticket_team_inserted AFTER INSERT ON ticket FOR EACH ROW
    WHEN (NEW.team_id IS NOT NULL) EXECUTE FUNCTION count_team()
    """,
    """
    CREATE TRIGGER ticket_team_deleted AFTER DELETE ON ticket FOR EACH ROW
    WHEN (OLD.team_id IS NOT NULL) EXECUTE FUNCTION count_team()
    """,
    """
    CREATE TRIGGER ticket_team_placed AFTER UPDATE OF shelf, team_id ON ticket FOR EACH ROW
    WHEN (
        coalesce(OLD.team_id, NEW.team_id) IS NOT NULL
        AND (OLD.shelf, OLD.team_id) IS DISTINCT FROM (NEW.shelf, NEW.team_id)
    )
    EXECUTE FUNCTION count_team()
    """,
)


def upgrade(op: Operations) -> None:
    """Make the tables, columns and triggers."""
    op.create_table(
        "team",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_team"),
    )
    op.create_index(
        "ix_team_key",
        "team",
        ["key"],
        unique=True,
        sqlite_where=sa.text("active"),
        postgresql_where=sa.text("active"),
    )
    op.create_table(
        "team_member",
        sa.Column("team_id", ID, autoincrement=False, nullable=False),
        sa.Column("agent_id", ID, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name="fk_team_member_team_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name="fk_team_member_agent_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("team_id", "agent_id", name="pk_team_member"),
    )
    op.create_index("ix_team_member_agent_id", "team_member", ["agent_id"])
    op.create_table(
        "team_count",
        sa.Column("team_id", ID, autoincrement=False, nullable=False),
        sa.Column("shelf", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("n", ID, nullable=False),
        sa.PrimaryKeyConstraint("team_id", "shelf", name="pk_team_count"),
    )
    op.add_column("mailbox", sa.Column("team_id", ID, nullable=True))
    op.add_column("ticket", sa.Column("team_id", ID, nullable=True))
    op.create_index(
        "ix_ticket_team",
        "ticket",
        ["team_id", "shelf", "activity_at", "id", "priority"],
        sqlite_where=sa.text("team_id IS NOT NULL"),
        postgresql_where=sa.text("team_id IS NOT NULL"),
    )
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)
