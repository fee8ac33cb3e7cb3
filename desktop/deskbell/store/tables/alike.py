"""Tickets that look like the same and are not."""

from sqlalchemy import Column, ForeignKey, Table

from deskbell.store.tables.base import Id, Moment, metadata

# Each pair once: `ticket_id` is the smaller number.
not_same = Table(
    "not_same",
    metadata,
    Column("ticket_id", Id, ForeignKey("ticket.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column(
        "other_id", Id, ForeignKey("ticket.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    ),
    Column("at", Moment, nullable=False),
)
