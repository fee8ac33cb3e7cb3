"""Webhooks, and their calls."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, false, true

from deskbell.store.tables.base import Id, Json, Moment, metadata, partial_index

# A `model.webhooks.Webhook`; `key` is the name as it is compared (`rules.team_names`). `failures` is how often it was away since it last answered.
webhook = Table(
    "webhook",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("key", Text, nullable=False, unique=True),
    Column("address", Text, nullable=False),
    Column("active", Boolean, nullable=False, server_default=true()),
    Column("agent_id", Id, ForeignKey("agent.id")),
    Column("created_at", Moment, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("gone", Boolean, nullable=False, server_default=false()),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("failing_since", Moment),
    Column("rests_until", Moment),
    Column("reason", Text, nullable=False, server_default=""),
    Column("reason_values", Json, nullable=False, server_default="{}"),
    Column("called_at", Moment),
    sqlite_autoincrement=True,
)

# A `model.webhooks.Call`; `key` is its webhook-id.
webhook_call = Table(
    "webhook_call",
    metadata,
    Column("id", Id, primary_key=True),
    Column("webhook_id", Id, ForeignKey("webhook.id", ondelete="CASCADE"), nullable=False),
    Column("key", Text, nullable=False, unique=True),
    Column("type", Text, nullable=False),
    Column("ticket_id", Id, ForeignKey("ticket.id", ondelete="CASCADE")),
    Column("body", Text, nullable=False),
    Column("state", Text, nullable=False, server_default="waiting"),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("queued_at", Moment, nullable=False),
    Column("due", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("tried_at", Moment),
    Column("status", Integer, nullable=False, server_default="0"),
    Column("milliseconds", Integer, nullable=False, server_default="0"),
    Column("answer", Text, nullable=False, server_default=""),
    Column("reason", Text, nullable=False, server_default=""),
    Column("reason_values", Json, nullable=False, server_default="{}"),
    sqlite_autoincrement=True,
)
Index("ix_webhook_call_webhook", webhook_call.c.webhook_id, webhook_call.c.id)
Index("ix_webhook_call_ticket", webhook_call.c.ticket_id)
Index("ix_webhook_call_queued", webhook_call.c.queued_at)
partial_index(
    "ix_webhook_call_waiting", webhook_call.c.webhook_id, webhook_call.c.id, where=webhook_call.c.state == "waiting"
)
partial_index(
    "ix_webhook_call_undelivered",
    webhook_call.c.webhook_id,
    webhook_call.c.id,
    where=webhook_call.c.state.in_(("waiting", "given_up")),
)
