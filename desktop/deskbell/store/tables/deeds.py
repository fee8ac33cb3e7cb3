"""What was done and by whom."""

from sqlalchemy import Column, ForeignKey, Index, Table, Text

from deskbell.store.tables.base import Id, Moment, metadata, partial_index

# One command; its id was made by whoever asked, so that a command which arrives twice is carried out once. `undone_by` is the deed that took all of it
# back. A deed that takes another one back, all of it or on the tickets of its journal lines alone, says in `undoes` which. `tickets` is how many it
# changed, 0 where nobody counted; `macro` the name of the macro that was used, "" for none.
deed = Table(
    "deed",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("agent_id", Id, ForeignKey("agent.id")),
    Column("at", Moment, nullable=False),
    Column("undone_by", Text),
    Column("answer", Id),
    Column("undoes", Text),
    Column("tickets", Id, nullable=False, server_default="0"),
    Column("macro", Text, nullable=False, server_default=""),
)
partial_index("ix_deed_undoes", deed.c.undoes, where=deed.c.undoes.is_not(None))
partial_index("ix_deed_lately", deed.c.at, deed.c.id, where=deed.c.agent_id.is_not(None))
partial_index("ix_deed_of_agent", deed.c.agent_id, deed.c.at, deed.c.id, where=deed.c.agent_id.is_not(None))

# What a deed changed on one ticket, append-only: undo, the audit trail and reports are made of it. `before` and `after` are text: status and
# priority as their numbers, assignee, team and mailbox as ids ("" for none), a snooze as milliseconds since 1970, tags as all names of the ticket
# in order with line feeds between them, a message (received, replied, noted) as its id in `after`. Messages that were moved stand as ids with spaces
# between them: in `before` where they left for the ticket in `after`, in `after` where they came from the ticket in `before`.
journal = Table(
    "journal",
    metadata,
    Column("id", Id, primary_key=True),
    Column("deed_id", Text, ForeignKey("deed.id"), nullable=False, index=True),
    Column("ticket_id", Id, ForeignKey("ticket.id", ondelete="CASCADE"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("agent_id", Id, ForeignKey("agent.id")),
    Column("at", Moment, nullable=False),
    Column("before", Text, nullable=False, server_default=""),
    Column("after", Text, nullable=False, server_default=""),
)
Index("ix_journal_ticket", journal.c.ticket_id, journal.c.at)
