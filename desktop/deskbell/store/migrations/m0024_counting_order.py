"""PostgreSQL counts in one order, that of the keys: two who move tickets between the same places, each the other way, do not wait for each other."""

from alembic.operations import Operations

OLDEST_WRITER = 22
OLDEST_READER = 21

_STATEMENTS = (
    """
    CREATE OR REPLACE FUNCTION count_ticket() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO ticket_count AS kept (shelf, mailbox_id, assignee_id, n)
        SELECT OLD.shelf, OLD.mailbox_id, coalesce(OLD.assignee_id, 0), -1 WHERE TG_OP <> 'INSERT'
        UNION ALL
        SELECT NEW.shelf, NEW.mailbox_id, coalesce(NEW.assignee_id, 0), 1 WHERE TG_OP <> 'DELETE'
        ORDER BY 1, 2, 3
        ON CONFLICT (shelf, mailbox_id, assignee_id) DO UPDATE SET n = kept.n + excluded.n;
        RETURN NULL;
    END $$
    """,
    """
    CREATE OR REPLACE FUNCTION count_team() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO team_count AS kept (team_id, shelf, n)
        SELECT OLD.team_id, OLD.shelf, -1 WHERE TG_OP <> 'INSERT' AND OLD.team_id IS NOT NULL
        UNION ALL
        SELECT NEW.team_id, NEW.shelf, 1 WHERE TG_OP <> 'DELETE' AND NEW.team_id IS NOT NULL
        ORDER BY 1, 2
        ON CONFLICT (team_id, shelf) DO UPDATE SET n = kept.n + excluded.n;
        RETURN NULL;
    END $$
    """,
    """
    CREATE OR REPLACE FUNCTION count_tag() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO tag_count AS kept (tag_id, shelf, n)
        SELECT OLD.tag_id, OLD.shelf, -1 WHERE TG_OP <> 'INSERT'
        UNION ALL
        SELECT NEW.tag_id, NEW.shelf, 1 WHERE TG_OP <> 'DELETE'
        ORDER BY 1, 2
        ON CONFLICT (tag_id, shelf) DO UPDATE SET n = kept.n + excluded.n;
        RETURN NULL;
    END $$
    """,
    """
    CREATE OR REPLACE FUNCTION sort_ticket_tags() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        one bigint;
    BEGIN
        FOR one IN SELECT tag_id FROM ticket_tag WHERE ticket_id = NEW.id ORDER BY tag_id LOOP
            UPDATE ticket_tag SET shelf = NEW.shelf, priority = NEW.priority, activity_at = NEW.activity_at
            WHERE ticket_id = NEW.id AND tag_id = one;
        END LOOP;
        RETURN NULL;
    END $$
    """,
)


def upgrade(op: Operations) -> None:
    """Make the functions of the triggers anew. SQLite has one writer at a time."""
    if op.get_bind().dialect.name == "postgresql":
        for statement in _STATEMENTS:
            op.execute(statement)
