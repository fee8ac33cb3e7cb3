"""Working hours."""

from sqlalchemy import Column, Integer, Table, Text

from deskbell.store.tables.base import Id, Json, Moment, metadata

# `key` is the name as it is compared (`rules.team_names`). `week` is `model.calendars.Week`, `closed` has [first, last, yearly, name], `worked` names:
# small, and only ever read whole.
calendar = Table(
    "calendar",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("key", Text, nullable=False, unique=True),
    Column("zone", Text, nullable=False),
    Column("week", Json, nullable=False),
    Column("closed", Json, nullable=False, server_default="[]"),
    Column("country", Text, nullable=False, server_default=""),
    Column("region", Text, nullable=False, server_default=""),
    Column("worked", Json, nullable=False, server_default="[]"),
    Column("created_at", Moment, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
)
