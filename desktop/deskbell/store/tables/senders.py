"""What the desk knows of addresses besides their people: listed ones, those whose mail came back, and those that a machine has answered."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Table, Text

from deskbell.store.tables.base import Id, Moment, metadata

# `pattern` is an address or a domain, in lower case; `listed` a value of `model.kinds.Listed`.
listed_sender = Table(
    "listed_sender",
    metadata,
    Column("pattern", Text, primary_key=True),
    Column("listed", Text, nullable=False),
    Column("agent_id", Id, ForeignKey("agent.id")),
    Column("at", Moment, nullable=False),
)

# An address that a mail of ours did not reach. `message_id` is that mail, `report_id` the report that said so, `reason` the server's words.
# `open` until mail from the address shows that it works after all.
bounce = Table(
    "bounce",
    metadata,
    Column("id", Id, primary_key=True),
    Column("email", Text, nullable=False),
    Column("message_id", Id, ForeignKey("message.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("report_id", Id, ForeignKey("message.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("reason", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("open", Boolean, nullable=False),
)
Index("ix_bounce_email", bounce.c.email, bounce.c.at)

# The automatic answers of the last day, so that loops end.
auto_reply = Table(
    "auto_reply",
    metadata,
    Column("id", Id, primary_key=True),
    Column("mailbox_id", Id, ForeignKey("mailbox.id", ondelete="CASCADE"), nullable=False),
    Column("email", Text, nullable=False),
    Column("at", Moment, nullable=False, index=True),
)
