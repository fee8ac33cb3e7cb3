"""Triggers that keep the counts of tickets by place and tag, and the copies that a tag's view is sorted by.

They are in the database and not in the program so that no way of writing a ticket can leave a count wrong.
"""

from alembic.operations import Operations

_SQLITE = (
    """
    CREATE TRIGGER ticket_inserted AFTER INSERT ON ticket BEGIN
        INSERT INTO ticket_count (shelf, mailbox_id, assignee_id, n)
        VALUES (NEW.shelf, NEW.mailbox_id, coalesce(NEW.assignee_id, 0), 1)
        ON CONFLICT (shelf, mailbox_id, assignee_id) DO UPDATE SET n = n + 1;
    END
    """,
    """
    CREATE TRIGGER ticket_deleted AFTER DELETE ON ticket BEGIN
        UPDATE ticket_count SET n = n - 1
        WHERE shelf = OLD.shelf AND mailbox_id = OLD.mailbox_id AND assignee_id = coalesce(OLD.assignee_id, 0);
    END
    """,
    """
    CREATE TRIGGER ticket_placed AFTER UPDATE OF shelf, mailbox_id, assignee_id ON ticket
    WHEN OLD.shelf <> NEW.shelf OR OLD.mailbox_id <> NEW.mailbox_id OR OLD.assignee_id IS NOT NEW.assignee_id BEGIN
        UPDATE ticket_count SET n = n - 1
        WHERE shelf = OLD.shelf AND mailbox_id = OLD.mailbox_id AND assignee_id = coalesce(OLD.assignee_id, 0);
        INSERT INTO ticket_count (shelf, mailbox_id, assignee_id, n)
        VALUES (NEW.shelf, NEW.mailbox_id, coalesce(NEW.assignee_id, 0), 1)
        ON CONFLICT (shelf, mailbox_id, assignee_id) DO UPDATE SET n = n + 1;
    END
    """,
    """
    CREATE TRIGGER ticket_sorted AFTER UPDATE OF shelf, priority, activity_at ON ticket
    WHEN OLD.shelf <> NEW.shelf OR OLD.priority <> NEW.priority OR OLD.activity_at <> NEW.activity_at BEGIN
        UPDATE ticket_tag SET shelf = NEW.shelf, priority = NEW.priority, activity_at = NEW.activity_at
        WHERE ticket_id = NEW.id;
    END
    """,
    """
    CREATE TRIGGER ticket_tag_inserted AFTER INSERT ON ticket_tag BEGIN
        INSERT INTO tag_count (tag_id, shelf, n) VALUES (NEW.tag_id, NEW.shelf, 1)
        ON CONFLICT (tag_id, shelf) DO UPDATE SET n = n + 1;
    END
    """,
    """
    CREATE TRIGGER ticket_tag_deleted AFTER DELETE ON ticket_tag BEGIN
        UPDATE tag_count SET n = n - 1 WHERE tag_id = OLD.tag_id AND shelf = OLD.shelf;
    END
    """,
    """
    CREATE TRIGGER ticket_tag_placed AFTER UPDATE OF shelf, tag_id ON ticket_tag
    WHEN OLD.shelf <> NEW.shelf OR OLD.tag_id <> NEW.tag_id BEGIN
        UPDATE tag_count SET n = n - 1 WHERE tag_id = OLD.tag_id AND shelf = OLD.shelf;
        INSERT INTO tag_count (tag_id, shelf, n) VALUES (NEW.tag_id, NEW.shelf, 1)
        ON CONFLICT (tag_id, shelf) DO UPDATE SET n = n + 1;
    END
    """,
)

_POSTGRESQL = (
    """
    CREATE FUNCTION count_ticket() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'INSERT' THEN
            UPDATE ticket_count SET n = n - 1
            WHERE shelf = OLD.shelf AND mailbox_id = OLD.mailbox_id AND assignee_id = coalesce(OLD.assignee_id, 0);
        END IF;
        IF TG_OP <> 'DELETE' THEN
            INSERT INTO ticket_count AS kept (shelf, mailbox_id, assignee_id, n)
            VALUES (NEW.shelf, NEW.mailbox_id, coalesce(NEW.assignee_id, 0), 1)
            ON CONFLICT (shelf, mailbox_id, assignee_id) DO UPDATE SET n = kept.n + 1;
        END IF;
        RETURN NULL;
    END $$
    """,
    "CREATE TRIGGER ticket_inserted AFTER INSERT OR DELETE ON ticket FOR EACH ROW EXECUTE FUNCTION count_ticket()",
    """
    CREATE TRIGGER ticket_placed AFTER UPDATE OF shelf, mailbox_id, assignee_id ON ticket FOR EACH ROW
    WHEN ((OLD.shelf, OLD.mailbox_id, OLD.assignee_id) IS DISTINCT FROM (NEW.shelf, NEW.mailbox_id, NEW.assignee_id))
    EXECUTE FUNCTION count_ticket()
    """,
    """
    CREATE FUNCTION sort_ticket_tags() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE ticket_tag SET shelf = NEW.shelf, priority = NEW.priority, activity_at = NEW.activity_at
        WHERE ticket_id = NEW.id;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER ticket_sorted AFTER UPDATE OF shelf, priority, activity_at ON ticket FOR EACH ROW
    WHEN ((OLD.shelf, OLD.priority, OLD.activity_at) IS DISTINCT FROM (NEW.shelf, NEW.priority, NEW.activity_at))
    EXECUTE FUNCTION sort_ticket_tags()
    """,
    """
    CREATE FUNCTION count_tag() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'INSERT' THEN
            UPDATE tag_count SET n = n - 1 WHERE tag_id = OLD.tag_id AND shelf = OLD.shelf;
        END IF;
        IF TG_OP <> 'DELETE' THEN
            INSERT INTO tag_count AS kept (tag_id, shelf, n) VALUES (NEW.tag_id, NEW.shelf, 1)
            ON CONFLICT (tag_id, shelf) DO UPDATE SET n = kept.n + 1;
        END IF;
        RETURN NULL;
    END $$
    """,
    "CREATE TRIGGER ticket_tag_inserted AFTER INSERT OR DELETE ON ticket_tag FOR EACH ROW EXECUTE FUNCTION count_tag()",
    """
    CREATE TRIGGER ticket_tag_placed AFTER UPDATE OF shelf, tag_id ON ticket_tag FOR EACH ROW
    WHEN ((OLD.shelf, OLD.tag_id) IS DISTINCT FROM (NEW.shelf, NEW.tag_id)) EXECUTE FUNCTION count_tag()
    """,
)


def upgrade(op: Operations) -> None:
    """Make the triggers."""
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)
