"""What the steps of SLA policies did: which were done, whom they told, and what is on its way to these by mail."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, SmallInteger, Table, Text

from deskbell.store.tables.base import Id, Json, Moment, metadata, partial_index

# Which steps (`model.sla.Step`) were done at which runs of clocks, whatever becomes of the rows of these: none is done twice. `percent` and `late` are when it came.
step_done = Table(
    "step_done",
    metadata,
    Column("ticket_id", Id, ForeignKey("ticket.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("metric", SmallInteger, primary_key=True, autoincrement=False),
    Column("started_at", Moment, primary_key=True, autoincrement=False),
    Column("step_id", Id, primary_key=True, autoincrement=False),
    Column("policy_id", Id, nullable=False),
    Column("percent", SmallInteger, nullable=False),
    Column("late", Integer, nullable=False),
    Column("at", Moment, nullable=False),
)

# Who was warned of which ticket, and of what last. `told_at` is when they were, by a notice (`notify`) and by `mail`: NULL for not yet; `seen_at` when they looked.
warning = Table(
    "warning",
    metadata,
    Column("agent_id", Id, ForeignKey("agent.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column(
        "ticket_id", Id, ForeignKey("ticket.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    ),
    Column("metric", SmallInteger, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("at", Moment, nullable=False, index=True),
    Column("notify", Boolean, nullable=False),
    Column("mail", Boolean, nullable=False),
    Column("told_at", Moment),
    Column("seen_at", Moment),
)
partial_index("ix_warning_untold", warning.c.agent_id, where=warning.c.told_at.is_(None))

# A mail to an agent about the warnings of these `tickets`, written when it is sent, as they are then. It is gone once it has left, or cannot.
warning_mail = Table(
    "warning_mail",
    metadata,
    Column("id", Id, primary_key=True),
    Column("agent_id", Id, ForeignKey("agent.id", ondelete="CASCADE"), nullable=False),
    Column("mailbox_id", Id, ForeignKey("mailbox.id", ondelete="CASCADE"), nullable=False),
    Column("tickets", Json, nullable=False),
    Column("message_id", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("sending", Boolean, nullable=False),
    Column("not_before", Moment, nullable=False, index=True),
    Column("attempts", Integer, nullable=False),
)
