"""Is the database whole? The engine's own check, and the promises that our tables make to each other."""

from typing import Final

from sqlalchemy import text

from deskbell.store.session import Session

# What must find nothing, with the sentence for what it finds.
_PROMISES: Final = (
    (
        "tickets are counted wrongly",
        """
        SELECT count(*) FROM (
            SELECT shelf, mailbox_id, coalesce(assignee_id, 0) AS assignee_id, count(*) AS n FROM ticket GROUP BY 1, 2, 3
            EXCEPT SELECT shelf, mailbox_id, assignee_id, n FROM ticket_count
        ) AS wrong
        """,
    ),
    (
        "tickets count their messages wrongly",
        """
        SELECT count(*) FROM ticket
        WHERE messages <> (SELECT count(*) FROM message WHERE message.ticket_id = ticket.id)
        """,
    ),
    ("messages have no ticket", "SELECT count(*) FROM message WHERE ticket_id NOT IN (SELECT id FROM ticket)"),
    (
        "raw mails were filed but have no message",
        "SELECT count(*) FROM raw_mail WHERE state = 'filed' AND message_id IS NULL",
    ),
    (
        "blobs lack their bytes",
        "SELECT count(*) FROM blob WHERE NOT EXISTS (SELECT 1 FROM blob_chunk WHERE blob_chunk.blob_id = blob.id)",
    ),
)


def problems(session: Session) -> list[str]:
    """What is wrong, a sentence each; reads everything, so it takes its time on a large desk."""
    found: list[str] = []
    if session.engine_name == "sqlite":
        answer = session.connection.exec_driver_sql("PRAGMA integrity_check(20)").scalars().all()
        found.extend(line for line in answer if line != "ok")
        found.extend(
            f"a row of {row[0]} points to a row of {row[2]} that is not there"
            for row in session.connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        )
    for sentence, query in _PROMISES:
        count = session.connection.execute(text(query)).scalar_one()
        if count:
            found.append(f"{count} {sentence}")
    return found
