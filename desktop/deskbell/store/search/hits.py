"""The lines that a search shows of what it found."""

from collections.abc import Sequence

from sqlalchemy import func, select

from deskbell.store.search import hit
from deskbell.store.search.asked import Phrase
from deskbell.store.session import Session
from deskbell.store.tables import message


def hits_of(session: Session, ids: Sequence[int], wanted: Sequence[Phrase]) -> dict[int, str]:
    """The line to show of each of these messages, by ticket."""
    pattern = hit.pattern(wanted)
    query = select(
        message.c.ticket_id,
        message.c.subject,
        func.substr(message.c.text, 1, hit.LOOKED_THROUGH).label("text"),
        func.substr(message.c.visible, 1, hit.LOOKED_THROUGH).label("visible"),
        message.c.from_name,
        message.c.from_email,
    ).where(message.c.id.in_(ids))
    return {
        row.ticket_id: hit.line(
            (row.visible or "", row.text, row.subject, f"{row.from_name} {row.from_email}"), pattern
        )
        for row in session.connection.execute(query)
    }
