"""Who wants to be reminded of which tickets."""

from sqlalchemy import Column, ForeignKey, Index, Table

from deskbell.store.tables.base import Id, Moment, metadata, partial_index

# `told_at` is when its time had come, NULL for not yet. What is done with is no row any more.
reminder = Table(
    "reminder",
    metadata,
    Column("ticket_id", Id, ForeignKey("ticket.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("agent_id", Id, ForeignKey("agent.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("told_at", Moment),
)
Index("ix_reminder_agent", reminder.c.agent_id)
partial_index("ix_reminder_at", reminder.c.at, where=reminder.c.told_at.is_(None))
