"""What more is known of customers, and what was changed of it."""

from sqlalchemy import Column, ForeignKey, Index, SmallInteger, Table, Text

from deskbell.store.tables.base import Id, Moment, metadata

# `number` as it was written; `sought` is what it is found by (`rules.phones`), "" where it is too short for that. `position` 0 is the one to call.
phone = Table(
    "phone",
    metadata,
    Column("customer_id", Id, ForeignKey("customer.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("position", SmallInteger, primary_key=True, autoincrement=False),
    Column("number", Text, nullable=False),
    Column("sought", Text, nullable=False, index=True),
)

# The tags of customers are those of tickets, by the same names.
customer_tag = Table(
    "customer_tag",
    metadata,
    Column("customer_id", Id, ForeignKey("customer.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("tag_id", Id, ForeignKey("tag.id"), primary_key=True, autoincrement=False),
)
Index("ix_customer_tag_tag", customer_tag.c.tag_id, customer_tag.c.customer_id)

# Two customers who are not the same person, however like they look; the one with the lower id stands first.
customer_apart = Table(
    "customer_apart",
    metadata,
    Column("customer_id", Id, ForeignKey("customer.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column(
        "other_id", Id, ForeignKey("customer.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    ),
)

# What a deed changed of a customer, append-only; `kind` is a `Fact`, `before` and `after` are text as that says.
customer_journal = Table(
    "customer_journal",
    metadata,
    Column("id", Id, primary_key=True),
    Column("deed_id", Text, ForeignKey("deed.id"), nullable=False, index=True),
    Column("customer_id", Id, ForeignKey("customer.id", ondelete="CASCADE"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("agent_id", Id, ForeignKey("agent.id")),
    Column("at", Moment, nullable=False),
    Column("before", Text, nullable=False, server_default=""),
    Column("after", Text, nullable=False, server_default=""),
)
Index("ix_customer_journal_customer", customer_journal.c.customer_id, customer_journal.c.at)
