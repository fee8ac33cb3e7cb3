"""Who is mentioned in notes."""

from sqlalchemy import Column, ForeignKey, Index, Table

from deskbell.store.tables.base import Id, Moment, metadata

# What `rules.mentions` found in a note when it was written. On which ticket is for the note to say, which may be moved. `seen_at` is when the agent
# saw it, NULL for not yet.
mention = Table(
    "mention",
    metadata,
    Column("message_id", Id, ForeignKey("message.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("agent_id", Id, ForeignKey("agent.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("seen_at", Moment),
)
Index("ix_mention_agent", mention.c.agent_id, mention.c.seen_at)
