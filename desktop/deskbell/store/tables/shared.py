"""Who is asked to look over drafts."""

from sqlalchemy import Column, ForeignKey, Table

from deskbell.store.tables.base import Id, metadata

# `author_id` is the draft's, so that what an office lets one see of this asks nothing of the draft.
draft_reader = Table(
    "draft_reader",
    metadata,
    Column("draft_id", Id, ForeignKey("draft.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("agent_id", Id, ForeignKey("agent.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("author_id", Id, nullable=False),
)
