"""The desk itself: what it is, how it is set, who works for it."""

from sqlalchemy import Column, Integer, Table, Text

from deskbell.store.tables.base import Id, Json, Moment, metadata

# After this step a program must know the schema at least up to `oldest_writer` to write, and up to `oldest_reader` to read; null: up to this step.
schema_step = Table(
    "schema_step",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("oldest_writer", Integer),
    Column("oldest_reader", Integer),
)

# desk_id, token_key (signs the Message-IDs we make), sample.
meta = Table("meta", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))

# `owner` is an agent for what is a person's, 0 for what is the desk's.
setting = Table(
    "setting",
    metadata,
    Column("key", Text, primary_key=True),
    Column("owner", Id, primary_key=True, autoincrement=False),
    Column("value", Json, nullable=False),
)

# Exactly one worker holds a name until `expires_at` of the database's clock; `token` rises with each new holder and fences the writes
# of an old one that does not know yet.
lease = Table(
    "lease",
    metadata,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("token", Id, nullable=False),
    Column("expires_at", Moment, nullable=False),
)

# Tells screens what to read again.
change = Table(
    "change",
    metadata,
    Column("id", Id, primary_key=True),
    Column("entity", Text, nullable=False),
    Column("row_id", Id, nullable=False),
    Column("ticket_id", Id, nullable=False),
    Column("at", Moment, nullable=False),
    sqlite_autoincrement=True,
)
