"""Rules, and what they did."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, false, true

from deskbell.store.tables.base import Id, Json, Moment, metadata, partial_index

# A `model.automation.Rule`; `key` is the name as it is compared (`rules.team_names`). `since` is the last line of the journal that was there when it was switched
# on, and `turn` the agent whom it gave a ticket last where they have them in turn. `position` rises in their order.
automation = Table(
    "automation",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("key", Text, nullable=False, unique=True),
    Column("active", Boolean, nullable=False, server_default=true()),
    Column("position", Integer, nullable=False),
    Column("events", Json, nullable=False),
    Column("conditions", Json, nullable=False),
    Column("actions", Json, nullable=False),
    Column("stop", Boolean, nullable=False, server_default=false()),
    Column("agent_id", Id, ForeignKey("agent.id")),
    Column("created_at", Moment, nullable=False),
    Column("since", Id, nullable=False, server_default="0"),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("fired", Integer, nullable=False, server_default="0"),
    Column("fired_at", Moment),
    Column("fired_on", Id, nullable=False, server_default="0"),
    Column("cut_at", Moment),
    Column("cut_on", Id, nullable=False, server_default="0"),
    Column("turn", Id, nullable=False, server_default="0"),
    Column("timer", Json),
    sqlite_autoincrement=True,
)

# `deed_id` is what a rule did to a ticket, `chain` the deed that all began with: a rule has its turn once in a chain at a ticket.
automation_run = Table(
    "automation_run",
    metadata,
    Column("id", Id, primary_key=True),
    Column("rule_id", Id, nullable=False),
    Column("ticket_id", Id, ForeignKey("ticket.id", ondelete="CASCADE"), nullable=False),
    Column("deed_id", Text, nullable=False),
    Column("chain", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
Index("ix_automation_run_deed", automation_run.c.deed_id)
Index("ix_automation_run_chain", automation_run.c.chain)
Index("ix_automation_run_ticket", automation_run.c.ticket_id)
Index("ix_automation_run_at", automation_run.c.at)

# When the time of a rule will have passed at a ticket, counted from `since`. `due_at` NULL: it was looked at then, and with `done` the rule had its turn.
automation_timer = Table(
    "automation_timer",
    metadata,
    Column("rule_id", Id, primary_key=True, autoincrement=False),
    Column("ticket_id", Id, ForeignKey("ticket.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("since", Moment, nullable=False),
    Column("due_at", Moment),
    Column("done", Boolean, nullable=False, server_default=false()),
)
Index("ix_automation_timer_ticket", automation_timer.c.ticket_id)
partial_index("ix_automation_timer_due", automation_timer.c.due_at, where=automation_timer.c.due_at.is_not(None))
