"""What was searched for in the knowledge base and not found."""

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from deskbell.store.tables.base import Id, Moment, metadata

# `words` are folded, `written` is how somebody wrote them last. `hits`: so many articles were found then, and none of them opened. `state` is of `model.gaps`.
# `asked_by` is kept only where the desk wants names. `deed` is the last time that is counted in `times`.
article_gap = Table(
    "article_gap",
    metadata,
    Column("id", Id, primary_key=True),
    Column("words", Text, nullable=False, unique=True),
    Column("written", Text, nullable=False),
    Column("times", Integer, nullable=False),
    Column("hits", Integer, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("asked_by", Id, ForeignKey("agent.id")),
    Column("state", Text, nullable=False, server_default="open"),
    Column("deed", Text, nullable=False),
)
