"""What is promised to customers, and the clocks that count it."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, SmallInteger, Table, Text, false, true

from deskbell.store.tables.base import Id, Json, Moment, metadata, partial_index

# `conditions`, `targets`, `pauses` and `steps` are as `store.queries.policies` reads them: small, and only ever read whole. A policy that was `removed` stays: clocks
# that are over speak of it. Without a `calendar_id` the hours are those of the ticket's team, with 0 there are none.
policy = Table(
    "policy",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("active", Boolean, nullable=False, server_default=true()),
    Column("removed", Boolean, nullable=False, server_default=false()),
    Column("conditions", Json, nullable=False, server_default="{}"),
    Column("targets", Json, nullable=False, server_default="[]"),
    Column("calendar_id", Id),
    Column("pauses", Json, nullable=False, server_default="[]"),
    Column("pauses_snoozed", Boolean, nullable=False, server_default=false()),
    Column("created_at", Moment, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("steps", Json, nullable=False, server_default="[]"),
)
partial_index("ix_policy_key", policy.c.key, unique=True, where=~policy.c.removed)

# A row for each stretch of a ticket that is measured (`rules.sla_clocks.Clock`), kept when it is over: of the next answer a ticket may have many.
# `metric` is a value of `model.sla.Metric`, `target` are seconds and `spent` milliseconds of working time. `warn_at` is when the next step of its policy comes.
# `counted_to` is the last line of the journal of its ticket that may change it when it was counted, as far as it goes; NULL where that is not known.
clock = Table(
    "clock",
    metadata,
    Column("id", Id, primary_key=True),
    Column("ticket_id", Id, ForeignKey("ticket.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("metric", SmallInteger, nullable=False),
    Column("policy_id", Id, nullable=False),
    Column("target", Integer, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("spent", Id, nullable=False),
    Column("due_at", Moment),
    Column("paused_at", Moment),
    Column("stopped_at", Moment),
    Column("breached_at", Moment),
    Column("warn_at", Moment),
    Column("counted_to", Id),
)
# What may still be late. The sweep goes along it.
partial_index("ix_clock_due", clock.c.due_at, where=clock.c.stopped_at.is_(None) & clock.c.breached_at.is_(None))
partial_index("ix_clock_warn", clock.c.warn_at, where=clock.c.warn_at.is_not(None) & clock.c.stopped_at.is_(None))
Index("ix_clock_policy", clock.c.policy_id, clock.c.started_at)

# One row, of id 1, once there has been a change of policies or hours: `version` rises with each, at `changed_at`; `counted` is the one that the clocks of all open
# tickets are counted by. While they differ the worker goes through the tickets for the one of `counting`, and has come to the number `behind`;
# where it is `late`, for the second time.
sla_state = Table(
    "sla_state",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    Column("counted", Integer, nullable=False, server_default="0"),
    Column("counting", Integer, nullable=False, server_default="0"),
    Column("changed_at", Moment, nullable=False),
    Column("behind", Id, nullable=False, server_default="0"),
    Column("late", Boolean, nullable=False, server_default=false()),
)

# Of whom something that policies ask for has changed, noted by triggers; some may be gone. The worker counts their open tickets, and has come to the number
# `behind`. A customer may be in it several times: who is noted while they are being counted is not lost.
customer_recount = Table(
    "customer_recount",
    metadata,
    Column("id", Id, primary_key=True),
    Column("customer_id", Id, nullable=False),
    Column("behind", Id, nullable=False, server_default="0"),
)
