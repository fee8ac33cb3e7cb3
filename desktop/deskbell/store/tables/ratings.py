"""What customers think of how their tickets were answered."""

from sqlalchemy import Column, ForeignKey, Index, Table, Text

from deskbell.store.tables.base import Id, Moment, metadata

# The last one of each ticket; `assignee_id` is who had the ticket then. With the message that said so it goes.
rating = Table(
    "rating",
    metadata,
    Column("ticket_id", Id, ForeignKey("ticket.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("message_id", Id, ForeignKey("message.id", ondelete="CASCADE"), nullable=False),
    Column("customer_id", Id),
    Column("assignee_id", Id),
    Column("rating", Text, nullable=False),
    Column("comment", Text, nullable=False, server_default=""),
    Column("at", Moment, nullable=False),
)
Index("ix_rating_message", rating.c.message_id)
Index("ix_rating_at", rating.c.at)
