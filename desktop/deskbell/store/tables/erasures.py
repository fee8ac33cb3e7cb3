"""Which persons were erased: when, by whom, and how much went, but nothing of them."""

from sqlalchemy import Column, ForeignKey, Table, Text

from deskbell.store.tables.base import Id, Json, Moment, metadata

# `counts` are those of `model.erasing.Erasure`.
erasure = Table(
    "erasure",
    metadata,
    Column("id", Id, primary_key=True),
    Column("deed_id", Text, ForeignKey("deed.id"), nullable=False),
    Column("agent_id", Id, ForeignKey("agent.id")),
    Column("at", Moment, nullable=False),
    Column("counts", Json, nullable=False),
)
