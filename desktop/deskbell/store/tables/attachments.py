"""Bytes, kept once each, and the files of messages and drafts that are made of them."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, LargeBinary, Table, Text, false

from deskbell.store.tables.base import Id, Json, metadata

# Bytes are kept once, by content; `coding` says how the chunks are packed (see `store.packing`), `size` is of the unpacked bytes.
blob = Table(
    "blob",
    metadata,
    Column("id", Id, primary_key=True),
    Column("sha256", LargeBinary, nullable=False, unique=True),
    Column("size", Id, nullable=False),
    Column("coding", Text, nullable=False),
)

blob_chunk = Table(
    "blob_chunk",
    metadata,
    Column("blob_id", Id, ForeignKey("blob.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("data", LargeBinary, nullable=False),
)

# Belongs to a message, or to the draft that is being written.
attachment = Table(
    "attachment",
    metadata,
    Column("id", Id, primary_key=True),
    Column("message_id", Id, ForeignKey("message.id", ondelete="CASCADE"), index=True),
    Column("draft_id", Id, ForeignKey("draft.id", ondelete="CASCADE"), index=True),
    Column("position", Integer, nullable=False, server_default="0"),
    Column("blob_id", Id, ForeignKey("blob.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("content_type", Text, nullable=False),
    Column("size", Id, nullable=False),
    Column("inline", Boolean, nullable=False, server_default=false()),
    Column("content_id", Text, nullable=False, server_default=""),
    # What an attached message says, as `store.attached` packs it; NULL for every other file.
    Column("mail", Json),
)
