"""Is the database whole? The engine's own check, and the promises that our tables make to each other."""

from typing import Final

from sqlalchemy import text

from deskbell.store.search.parts import parts
from deskbell.store.session import Session

# What must find nothing, with the sentence for what it finds. NOT IN with a large table would make PostgreSQL walk all of that for each row.
_PROMISES: Final = (
    (
        "counts of tickets are wrong",
        """
        SELECT count(*) FROM (
            SELECT shelf, mailbox_id, assignee_id FROM (
                SELECT shelf, mailbox_id, coalesce(assignee_id, 0) AS assignee_id, 1 AS n FROM ticket
                UNION ALL SELECT shelf, mailbox_id, assignee_id, -n FROM ticket_count
            ) AS each_once GROUP BY shelf, mailbox_id, assignee_id HAVING sum(n) <> 0
        ) AS wrong
        """,
    ),
    (
        "counts of tags are wrong",
        """
        SELECT count(*) FROM (
            SELECT tag_id, shelf FROM (
                SELECT tag_id, shelf, 1 AS n FROM ticket_tag UNION ALL SELECT tag_id, shelf, -n FROM tag_count
            ) AS each_once GROUP BY tag_id, shelf HAVING sum(n) <> 0
        ) AS wrong
        """,
    ),
    (
        "counts of teams are wrong",
        """
        SELECT count(*) FROM (
            SELECT team_id, shelf FROM (
                SELECT team_id, shelf, 1 AS n FROM ticket WHERE team_id IS NOT NULL
                UNION ALL SELECT team_id, shelf, -n FROM team_count
            ) AS each_once GROUP BY team_id, shelf HAVING sum(n) <> 0
        ) AS wrong
        """,
    ),
    (
        "tickets are of teams that are not there",
        """
        SELECT count(*) FROM ticket
        WHERE team_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM team WHERE team.id = ticket.team_id AND active)
        """,
    ),
    (
        "mailboxes are of teams that are not there",
        """
        SELECT count(*) FROM mailbox
        WHERE team_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM team WHERE team.id = mailbox.team_id AND active)
        """,
    ),
    (
        "tickets count their messages wrongly",
        """
        SELECT count(*) FROM ticket
        WHERE messages <> (SELECT count(*) FROM message WHERE message.ticket_id = ticket.id)
        """,
    ),
    (
        "messages have no ticket",
        "SELECT count(*) FROM message WHERE NOT EXISTS (SELECT 1 FROM ticket WHERE ticket.id = message.ticket_id)",
    ),
    (
        "messages were written at other times than a search in a period thinks",
        """
        SELECT count(*) FROM message WHERE NOT EXISTS (
            SELECT 1 FROM message_span WHERE span = message.id / 10000 AND oldest <= message.at AND newest > message.at
        )
        """,
    ),
    (
        "messages are not in the search index",
        "SELECT count(*) FROM (SELECT id FROM message EXCEPT {searched}) AS missing",
    ),
    (
        "texts of articles are not in the search index",
        "SELECT count(*) FROM (SELECT id FROM article_text EXCEPT {articles}) AS missing",
    ),
    (
        "tickets were merged into ones that are not there",
        """
        SELECT count(*) FROM ticket AS merged
        WHERE merged_into IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ticket WHERE ticket.id = merged.merged_into)
        """,
    ),
    (
        "raw mails were filed but have no message",
        """
        SELECT count(*) FROM raw_mail
        WHERE state = 'filed' AND NOT EXISTS (SELECT 1 FROM message WHERE message.id = raw_mail.message_id)
        """,
    ),
    (
        "blobs lack bytes",
        """
        SELECT count(*) FROM blob
        WHERE NOT EXISTS (SELECT 1 FROM blob_chunk WHERE blob_chunk.blob_id = blob.id)
        OR (coding = 'raw' AND size <> (SELECT sum(length(data)) FROM blob_chunk WHERE blob_chunk.blob_id = blob.id))
        """,
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
    searched, articles = "SELECT message_id FROM message_search", "SELECT text_id FROM article_search"
    if session.engine_name == "sqlite":
        each = " UNION ALL ".join(f"SELECT rowid FROM {part.name}" for part in parts(session))  # noqa: S608  our own names
        searched, articles = f"SELECT rowid FROM ({each})", "SELECT rowid FROM article_search"  # noqa: S608
    for sentence, query in _PROMISES:
        count = session.connection.execute(text(query.format(searched=searched, articles=articles))).scalar_one()
        if count:
            found.append(f"{count} {sentence}")
    return found
