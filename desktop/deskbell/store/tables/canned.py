"""Canned replies, and how often each is used."""

from sqlalchemy import Column, ForeignKey, Integer, SmallInteger, Table, Text

from deskbell.store.tables.base import Id, Json, Moment, metadata

# Shared where it has no owner.
canned_reply = Table(
    "canned_reply",
    metadata,
    Column("id", Id, primary_key=True),
    Column("owner_id", Id, ForeignKey("agent.id"), index=True),
    Column("folder", Text, nullable=False, server_default=""),
    Column("name", Text, nullable=False),
    Column("shortcut", Text, nullable=False, server_default=""),
    Column("created_at", Moment, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    # Where a ticket that is begun with it leaves from, NULL for whichever mailbox is chosen.
    Column("mailbox_id", Id),
    # Of `model.canned.NUMBERS`, 0 for none: one key is enough for it.
    Column("number", SmallInteger, nullable=False, server_default="0"),
)

canned_text = Table(
    "canned_text",
    metadata,
    Column("reply_id", Id, ForeignKey("canned_reply.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("language", Text, primary_key=True),
    Column("html", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("subject", Text, nullable=False, server_default=""),
)

canned_file = Table(
    "canned_file",
    metadata,
    Column("id", Id, primary_key=True),
    Column("reply_id", Id, ForeignKey("canned_reply.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("position", Integer, nullable=False, server_default="0"),
    Column("blob_id", Id, ForeignKey("blob.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("content_type", Text, nullable=False),
    Column("size", Id, nullable=False),
    Column("content_id", Text, nullable=False, server_default=""),
)

# What a reply does to the ticket, where it does anything: as `model.canned.Actions`. `assign` is a value of `model.canned.Handing`.
canned_action = Table(
    "canned_action",
    metadata,
    Column("reply_id", Id, ForeignKey("canned_reply.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("status", SmallInteger),
    Column("assign", Text, nullable=False, server_default=""),
    Column("add_tags", Json, nullable=False, server_default="[]"),
    Column("remove_tags", Json, nullable=False, server_default="[]"),
    Column("snooze_days", Integer, nullable=False, server_default="0"),
    Column("due_days", Integer),
    Column("type", SmallInteger),
    Column("followers", Json, nullable=False, server_default="[]"),
    Column("checklist", Json, nullable=False, server_default="[]"),
    Column("priority", SmallInteger),
    Column("team_id", Id),
    Column("assignee_id", Id),
    Column("article_id", Id),
)

# One row a reply, agent and day (since 1970, in UTC), for as many days as are counted. `deed` is the last use that is counted in it.
canned_use = Table(
    "canned_use",
    metadata,
    Column("reply_id", Id, ForeignKey("canned_reply.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("agent_id", Id, ForeignKey("agent.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("n", Integer, nullable=False),
    Column("used_at", Moment, nullable=False),
    Column("deed", Text, nullable=False),
)
