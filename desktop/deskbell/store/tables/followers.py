"""Who follows tickets that others have."""

from sqlalchemy import Column, ForeignKey, Index, SmallInteger, Table

from deskbell.store.tables.base import Id, metadata

# `shelf` is a copy of the ticket's, kept by a trigger, so that what somebody follows is read and counted along one index.
follower = Table(
    "follower",
    metadata,
    Column("ticket_id", Id, ForeignKey("ticket.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("agent_id", Id, ForeignKey("agent.id"), primary_key=True, autoincrement=False),
    Column("shelf", SmallInteger, nullable=False),
)
Index("ix_follower_agent", follower.c.agent_id, follower.c.shelf, follower.c.ticket_id)
