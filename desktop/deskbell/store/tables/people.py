"""Agents who answer, and customers who write."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, false, true

from deskbell.store.tables.base import Id, Json, Moment, metadata, partial_index

# `login` is the name by which a person logs into an office's database (`store.rights`), NULL for nobody who does.
# Who is away by `presence` is so since `away_since`, and until `away_until` (NULL: until they say so); `leaving` is a `model.presence.Leaving`.
agent = Table(
    "agent",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("presence", Text, nullable=False),
    Column("signature", Text, nullable=False, server_default=""),
    # For single mailboxes (0 for any) and languages ("" for any): lists of mailbox, language and text.
    Column("signatures", Json, nullable=False, server_default="[]"),
    Column("active", Boolean, nullable=False, server_default=true()),
    Column("created_at", Moment, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("login", Text),
    Column("runs_worker", Boolean, nullable=False, server_default=false()),
    Column("away_since", Moment),
    Column("away_until", Moment),
    Column("leaving", Text, nullable=False, server_default=""),
)
Index("ix_agent_login", agent.c.login, unique=True)

# What `store.profiles.seal` makes of an agent's password. An office has none: there it is the login that shows who somebody is.
profile_password = Table(
    "profile_password",
    metadata,
    Column("agent_id", Id, ForeignKey("agent.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("sealed", Text, nullable=False),
)

# Who was merged into another customer has nothing of their own any more but what is written here; `merged_by` is the deed that did so. `organisation` is the name
# of the one with `organisation_id`; triggers keep the two together where a program knows of the name alone.
customer = Table(
    "customer",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("organisation", Text, nullable=False, server_default=""),
    Column("language", Text, nullable=False, server_default=""),
    Column("note", Text, nullable=False, server_default=""),
    Column("created_at", Moment, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("time_zone", Text, nullable=False, server_default=""),
    Column("vip", Boolean, nullable=False, server_default=false()),
    Column("merged_into", Id),
    Column("merged_by", Text),
    Column("organisation_id", Id, index=True),
)
Index("ix_customer_name", customer.c.name)
partial_index("ix_customer_merged", customer.c.merged_into, where=customer.c.merged_into.is_not(None))
partial_index("ix_customer_vip", customer.c.id, where=customer.c.vip)

# `email` is the address in lower case: one person, however a client writes it. `position` 0 is the one to write to. `domain`, filled by a trigger, is what
# stands behind the @ there.
address = Table(
    "address",
    metadata,
    Column("email", Text, primary_key=True),
    Column("customer_id", Id, ForeignKey("customer.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("position", Integer, nullable=False, server_default="0"),
    Column("domain", Text, nullable=False, server_default="", index=True),
)

# Whose pictures from the internet an agent sees without being asked; the address is in lower case.
picture_sender = Table(
    "picture_sender",
    metadata,
    Column("agent_id", Id, ForeignKey("agent.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("address", Text, primary_key=True),
    Column("since", Moment, nullable=False),
)
