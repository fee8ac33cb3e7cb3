"""Tickets, their tags and participants, and the counters that triggers keep (`migrations`)."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, SmallInteger, Table, Text, false, literal_column

from deskbell.store.tables.base import Id, Moment, metadata, partial_index

# `id` is the number that people see. `team_id` is NULL for no team. `merged_into` is the ticket that took all of this one's messages, `checklist` is as `rules.checklist` keeps it. `shelf` follows from status and snooze (`rules.shelf`); every view reads one shelf along an index. `sla_due_at` is the next time at which a clock of the ticket is or was due (`tables.sla`); nothing is promised of what was before `sla_since`. `level` is whom of the team it is for (`model.routing.Level`), NULL for the first.
ticket = Table(
    "ticket",
    metadata,
    Column("id", Id, primary_key=True),
    Column("mailbox_id", Id, ForeignKey("mailbox.id"), nullable=False),
    Column("customer_id", Id, ForeignKey("customer.id"), nullable=False),
    Column("subject", Text, nullable=False),
    Column("status", SmallInteger, nullable=False),
    Column("priority", SmallInteger, nullable=False),
    Column("shelf", SmallInteger, nullable=False),
    Column("assignee_id", Id, ForeignKey("agent.id")),
    Column("created_at", Moment, nullable=False),
    Column("activity_at", Moment, nullable=False),
    Column("done_at", Moment),
    Column("snoozed_until", Moment),
    Column("messages", Integer, nullable=False, server_default="0"),
    Column("attachments", Integer, nullable=False, server_default="0"),
    Column("awaiting", Boolean, nullable=False, server_default=false()),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("merged_into", Id),
    Column("team_id", Id),
    Column("due_at", Moment),
    Column("checklist", Text),
    Column("type", SmallInteger),
    Column("sla_due_at", Moment),
    Column("sla_since", Moment),
    Column("level", SmallInteger),
    sqlite_autoincrement=True,
)
Index("ix_ticket_shelf", ticket.c.shelf, ticket.c.activity_at, ticket.c.id)
# With the priority at the end one person's tickets, a mailbox's and a tag's are sorted by urgency without a look at the rows.
Index("ix_ticket_assignee", ticket.c.assignee_id, ticket.c.shelf, ticket.c.activity_at, ticket.c.id, ticket.c.priority)
# As one person's tickets; PostgreSQL knows no order of those where a column is NULL.
partial_index(
    "ix_ticket_unassigned",
    ticket.c.shelf,
    ticket.c.activity_at,
    ticket.c.id,
    ticket.c.priority,
    where=ticket.c.assignee_id.is_(None),
)
# As one person's tickets; those of no team cost nothing here.
partial_index(
    "ix_ticket_team",
    ticket.c.team_id,
    ticket.c.shelf,
    ticket.c.activity_at,
    ticket.c.id,
    ticket.c.priority,
    where=ticket.c.team_id.is_not(None),
)
Index("ix_ticket_mailbox", ticket.c.mailbox_id, ticket.c.shelf, ticket.c.activity_at, ticket.c.id, ticket.c.priority)
# By number, and by when they came.
Index("ix_ticket_number", ticket.c.shelf, ticket.c.id)
Index("ix_ticket_created", ticket.c.shelf, ticket.c.created_at, ticket.c.id)
Index("ix_ticket_urgent", ticket.c.shelf, ticket.c.priority, ticket.c.activity_at, ticket.c.id)
Index("ix_ticket_customer", ticket.c.customer_id, ticket.c.activity_at, ticket.c.id)
partial_index("ix_ticket_snoozed", ticket.c.snoozed_until, where=ticket.c.snoozed_until.is_not(None))
partial_index("ix_ticket_merged", ticket.c.merged_into, where=ticket.c.merged_into.is_not(None))
partial_index("ix_ticket_due", ticket.c.shelf, ticket.c.due_at, ticket.c.id, where=ticket.c.due_at.is_not(None))
partial_index(
    "ix_ticket_sla_due", ticket.c.shelf, ticket.c.sla_due_at, ticket.c.id, where=ticket.c.sla_due_at.is_not(None)
)

# Those that are not done. With a value that is bound SQLite would not see that the index serves.
is_open = ticket.c.shelf <= literal_column("1")
# Of each customer.
partial_index("ix_ticket_open", ticket.c.customer_id, where=is_open)

# New and open tickets. With values that are bound SQLite would not see that the indexes below serve.
waits_for_us = (ticket.c.shelf == literal_column("0")) & (ticket.c.status <= literal_column("1"))
# How many of them somebody has, and those that nobody of their team has, the most urgent behind.
partial_index(
    "ix_ticket_load",
    ticket.c.assignee_id,
    ticket.c.shelf,
    ticket.c.status,
    where=ticket.c.assignee_id.is_not(None) & waits_for_us,
)
partial_index(
    "ix_ticket_queue",
    ticket.c.team_id,
    ticket.c.priority,
    ticket.c.id,
    where=ticket.c.team_id.is_not(None) & ticket.c.assignee_id.is_(None) & waits_for_us,
)

# With `merged_into` it is no tag but a name, on no ticket, that leads to one: what that was called before it was renamed, or a tag that was merged into it by
# the deed `merged_by`. `colour` is a value of `model.kinds.TagColour`. A retired tag stays on its tickets and is offered for no others.
tag = Table(
    "tag",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("group", Text, nullable=False, server_default=""),
    Column("colour", Text, nullable=False, server_default=""),
    Column("retired", Boolean, nullable=False, server_default=false()),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("merged_into", Id),
    Column("merged_by", Text),
)

# `shelf`, `priority` and `activity_at` are copies of the ticket's, kept by a trigger, so that a tag's view is read along one index.
ticket_tag = Table(
    "ticket_tag",
    metadata,
    Column("ticket_id", Id, ForeignKey("ticket.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("tag_id", Id, ForeignKey("tag.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("shelf", SmallInteger, nullable=False),
    Column("priority", SmallInteger, nullable=False),
    Column("activity_at", Moment, nullable=False),
)
Index(
    "ix_ticket_tag_view",
    ticket_tag.c.tag_id,
    ticket_tag.c.shelf,
    ticket_tag.c.activity_at,
    ticket_tag.c.ticket_id,
    ticket_tag.c.priority,
)

# Whoever wrote, was written to or was named on a ticket, in lower case; `standing` says what follows from it (`model.kinds.Standing`).
participant = Table(
    "participant",
    metadata,
    Column("ticket_id", Id, ForeignKey("ticket.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("email", Text, primary_key=True),
    Column("name", Text, nullable=False, server_default=""),
    Column("standing", Text, nullable=False, server_default="in"),
)

# `ticket_id` is the one that came later and points to `other_id`; both show it. Of those that people link either may be either: there is one such row of
# two tickets, beside one that the desk itself made.
ticket_link = Table(
    "ticket_link",
    metadata,
    Column("ticket_id", Id, ForeignKey("ticket.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column(
        "other_id", Id, ForeignKey("ticket.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    ),
    Column("kind", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

# How many tickets lie where; `assignee_id` 0 is nobody. A view's count is a sum over a few of these rows.
ticket_count = Table(
    "ticket_count",
    metadata,
    Column("shelf", SmallInteger, primary_key=True, autoincrement=False),
    Column("mailbox_id", Id, primary_key=True, autoincrement=False),
    Column("assignee_id", Id, primary_key=True, autoincrement=False),
    Column("n", Id, nullable=False),
)

tag_count = Table(
    "tag_count",
    metadata,
    Column("tag_id", Id, primary_key=True, autoincrement=False),
    Column("shelf", SmallInteger, primary_key=True, autoincrement=False),
    Column("n", Id, nullable=False),
)
