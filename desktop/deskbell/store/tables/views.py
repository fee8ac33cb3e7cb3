"""Saved views."""

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from deskbell.store.tables.base import Id, Moment, metadata

# Of the agent or the team that is named, of everybody where neither is. `sort` is a value of `model.views.Sort`, `columns` what `rules.columns` writes,
# `grouped` a value of `model.grouping.Group`, "" for no groups.
saved_view = Table(
    "saved_view",
    metadata,
    Column("id", Id, primary_key=True),
    Column("owner_id", Id, ForeignKey("agent.id"), index=True),
    Column("team_id", Id, ForeignKey("team.id"), index=True),
    Column("name", Text, nullable=False),
    Column("query", Text, nullable=False),
    Column("sort", Text, nullable=False),
    Column("columns", Text, nullable=False, server_default=""),
    Column("created_at", Moment, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("grouped", Text, nullable=False, server_default=""),
)
