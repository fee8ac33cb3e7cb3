"""Who is at which ticket now."""

from sqlalchemy import Column, ForeignKey, Table, Text

from deskbell.store.tables.base import Id, Moment, metadata

# One row a window that has a ticket open, and none otherwise: the table is as small as the office, so it needs no index. A window renews
# `seen_at`, of the database's clock; one that died is taken as gone by it (`rules.viewing`). Nobody's history, so not in the change log.
viewer = Table(
    "viewer",
    metadata,
    Column("window", Text, primary_key=True),
    Column("agent_id", Id, ForeignKey("agent.id", ondelete="CASCADE"), nullable=False),
    Column("ticket_id", Id, nullable=False),
    Column("activity", Text, nullable=False),
    Column("seen_at", Moment, nullable=False),
)
