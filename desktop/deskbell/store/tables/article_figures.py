"""How often articles are read, by whom where the desk wants names, and what agents think of them."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, Table, Text

from deskbell.store.tables.base import Id, Moment, metadata


def _article() -> Column[int]:
    key = ForeignKey("article.id", ondelete="CASCADE")
    return Column("article_id", Id, key, primary_key=True, autoincrement=False)


def _agent() -> Column[int]:
    key = ForeignKey("agent.id", ondelete="CASCADE")
    return Column("agent_id", Id, key, primary_key=True, autoincrement=False)


# One row an article and day (since 1970, in UTC), for as many days as are counted; by whom is not kept here. `deed` is the last reading that is counted in it.
article_read = Table(
    "article_read",
    metadata,
    _article(),
    Column("day", Integer, primary_key=True, autoincrement=False, index=True),
    Column("n", Integer, nullable=False),
    Column("deed", Text, nullable=False),
)

# Only where the desk wants names.
article_reader = Table(
    "article_reader", metadata, _article(), Column("day", Integer, primary_key=True, autoincrement=False), _agent()
)

# Whether it was of use to an agent, and why not.
article_opinion = Table(
    "article_opinion",
    metadata,
    _article(),
    _agent(),
    Column("useful", Boolean, nullable=False),
    Column("why", Text, nullable=False, server_default=""),
    Column("at", Moment, nullable=False),
)
