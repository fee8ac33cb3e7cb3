"""What is needed to hand tickets out: what agents can do, whether they are there, and who had one last."""

from sqlalchemy import Column, ForeignKey, Integer, Table

from deskbell.store.tables.base import Id, Json, Moment, metadata


def _agent() -> Column[int]:
    return Column("agent_id", Id, ForeignKey("agent.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)


# A `model.routing.AgentWork`; of whom there is none nothing was said. `skills` are ids of tags, one that was merged since stands for the other.
agent_work = Table(
    "agent_work",
    metadata,
    _agent(),
    Column("skills", Json, nullable=False, server_default="[]"),
    Column("languages", Json, nullable=False, server_default="[]"),
    Column("capacity", Integer),
    Column("calendar_id", Id),
)

# When a Deskbell of theirs told last that it is open, by the database's clock; as of `viewer` nobody's history, so not in the change log.
agent_seen = Table("agent_seen", metadata, _agent(), Column("at", Moment, nullable=False))

# `n` rises with each ticket that is handed to anybody: who has the lowest has waited longest. Whoever hands out holds the rows until it is done.
agent_turn = Table("agent_turn", metadata, _agent(), Column("n", Id, nullable=False))

# The teams of which nobody was there when a ticket came, and since when: whoever answers for them has been told.
team_waiting = Table(
    "team_waiting",
    metadata,
    Column("team_id", Id, ForeignKey("team.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("since", Moment, nullable=False),
)
