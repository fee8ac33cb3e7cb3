"""Teams: who of the agents works together on what."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, SmallInteger, Table, Text, true

from deskbell.store.tables.base import Id, Moment, metadata, partial_index

# `key` is the name as it is compared (`rules.team_names`). A team that was removed stays as a row that is not `active`: the journal speaks of it.
# Where `calendar_id` names no calendar, or one that is no more, the desk's first is meant. `lead_id` is the agent who answers for it, NULL for nobody.
# `handing`, `skills` and `languages` are a `model.routing.Way`; `level` of a member is a `model.routing.Level`.
team = Table(
    "team",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("active", Boolean, nullable=False, server_default=true()),
    Column("created_at", Moment, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("calendar_id", Id),
    Column("lead_id", Id),
    Column("handing", Text, nullable=False, server_default=""),
    Column("skills", Text, nullable=False, server_default=""),
    Column("languages", Text, nullable=False, server_default=""),
)
partial_index("ix_team_key", team.c.key, unique=True, where=team.c.active)

team_member = Table(
    "team_member",
    metadata,
    Column("team_id", Id, ForeignKey("team.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column(
        "agent_id", Id, ForeignKey("agent.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    ),
    Column("level", SmallInteger, nullable=False, server_default="1"),
)

# How many tickets of a team lie where; kept by triggers, as `tag_count`.
team_count = Table(
    "team_count",
    metadata,
    Column("team_id", Id, primary_key=True, autoincrement=False),
    Column("shelf", SmallInteger, primary_key=True, autoincrement=False),
    Column("n", Id, nullable=False),
)
