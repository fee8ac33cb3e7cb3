"""Who else is at which ticket now."""

from datetime import timedelta

from sqlalchemy import bindparam, select

from deskbell.model.kinds import Activity
from deskbell.model.rows import ViewerRow
from deskbell.rules.viewing import GONE_SECONDS
from deskbell.store import plain
from deskbell.store.session import Session
from deskbell.store.tables import viewer
from deskbell.store.tables.base import to_milliseconds

_OTHERS = (
    select(viewer.c.agent_id, viewer.c.ticket_id, viewer.c.activity)
    .where(viewer.c.seen_at > bindparam("since"), viewer.c.agent_id != bindparam("me"))
    .order_by(viewer.c.ticket_id, viewer.c.agent_id, viewer.c.activity)
)


def others(session: Session, agent_id: int) -> tuple[ViewerRow, ...]:
    """Everybody but this agent, at whichever ticket; who has not been heard of for `GONE_SECONDS` is not among them."""
    since = to_milliseconds(session.now - timedelta(seconds=GONE_SECONDS))
    found = plain.rows(session.connection, _OTHERS, {"since": since, "me": agent_id})
    return tuple(ViewerRow(agent, ticket, Activity(activity)) for agent, ticket, activity in found)
