"""Messages, and the drafts and outgoing mails that are on their way to become or have become one."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from deskbell.store.tables.base import Id, Json, Moment, metadata, partial_index

# `visible` and `html_visible` are empty (NULL) where they would say the same as `text` and `html`. `at` orders the thread,
# `sent_at` is what the sender's own clock said.
message = Table(
    "message",
    metadata,
    Column("id", Id, primary_key=True),
    Column("ticket_id", Id, ForeignKey("ticket.id", ondelete="CASCADE"), nullable=False),
    Column("kind", SmallInteger, nullable=False),
    Column("agent_id", Id, ForeignKey("agent.id")),
    Column("customer_id", Id, ForeignKey("customer.id")),
    Column("from_name", Text, nullable=False),
    Column("from_email", Text, nullable=False),
    Column("to", Json, nullable=False),
    Column("cc", Json, nullable=False),
    Column("subject", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("message_id", Text, nullable=False),
    Column("in_reply_to", Text, nullable=False, server_default=""),
    Column("references", Json, nullable=False, server_default="[]"),
    Column("text", Text, nullable=False),
    Column("visible", Text),
    Column("html", Text, nullable=False, server_default=""),
    Column("html_visible", Text),
    Column("why", Text, nullable=False, server_default=""),
    Column("is_auto", Boolean, nullable=False, server_default=false()),
    Column("is_bounce", Boolean, nullable=False, server_default=false()),
    Column("problems", Json, nullable=False, server_default="[]"),
    Column("attachments", Integer, nullable=False, server_default="0"),
    Column("raw_id", Id),
    # Meetings that the mail speaks of, as `store.invites` packs them.
    Column("invites", Json, nullable=False, server_default="[]"),
    Column("reply_to", Json, nullable=False, server_default="[]"),
    # Why no machine may answer it ("list", "bulk"; "unknown" of what older programs filed); "" where one may, as far as the mail says.
    Column("machine", Text, nullable=False, server_default="unknown"),
    sqlite_autoincrement=True,
)
Index("ix_message_thread", message.c.ticket_id, message.c.at, message.c.id)
Index("ix_message_message_id", message.c.message_id)

# Within which days messages of ten thousand numbers were written (`newest` not included), kept by triggers; what was removed may have widened it.
message_span = Table(
    "message_span",
    metadata,
    Column("span", Id, primary_key=True, autoincrement=False),
    Column("oldest", Moment, nullable=False),
    Column("newest", Moment, nullable=False),
)

# `blob_id` holds the frozen bytes of the mail, `sender` and `recipients` the envelope. A reply whose undo time runs is WAITING.
# `taken` are the recipients that a server has taken the mail for, `refused` those it will never take it for, each as [address, code, words]:
# an attempt goes to all others. `kind`, `bcc` (names and addresses), `original_id` (the message passed on) and `macro_id` (the macro that waited for it)
# make a draft of it again.
outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("message_id", Id, ForeignKey("message.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("mailbox_id", Id, ForeignKey("mailbox.id"), nullable=False),
    Column("blob_id", Id, ForeignKey("blob.id"), nullable=False),
    Column("sender", Text, nullable=False),
    Column("recipients", Json, nullable=False),
    Column("state", Text, nullable=False),
    Column("not_before", Moment, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("reason", Text, nullable=False, server_default=""),
    Column("reason_values", Json, nullable=False, server_default="{}"),
    Column("changed_at", Moment, nullable=False),
    Column("copied", Boolean, nullable=False, server_default=false()),
    Column("taken", Json, nullable=False, server_default="[]"),
    Column("refused", Json, nullable=False, server_default="[]"),
    Column("kind", Text, nullable=False, server_default="reply"),
    Column("bcc", Json, nullable=False, server_default="[]"),
    Column("original_id", Id, nullable=False, server_default="0"),
    # A person has said of a mail that not everybody got that it is all right so.
    Column("settled", Boolean, nullable=False, server_default=false()),
    Column("macro_id", Id, nullable=False, server_default="0"),
)
partial_index("ix_outbox_waiting", outbox.c.not_before, where=outbox.c.state.in_(("waiting", "sending")))
# Sent, but no copy in the Sent folder yet.
partial_index("ix_outbox_copy", outbox.c.id, where=(outbox.c.state == "sent") & (outbox.c.copied == false()))
# Waits for a person, or to be found in the Sent folder.
partial_index("ix_outbox_undecided", outbox.c.id, where=outbox.c.state.in_(("unknown", "failed")))

# Sent, but not to all.
partial_index("ix_outbox_partly", outbox.c.id, where=(outbox.c.state == "sent") & (outbox.c.reason != ""))

# `ticket_id` 0 is a ticket that is only being begun. `original_id` is the message passed on (-1: as a file of its own), `passed` the ids of its
# attachments that go along. Whoever writes it is its agent. Where colleagues look it over (`draft_reader`) it stays its `author_id`'s; `before` is its text as it
# was when one of them took it over, `returned_by` who gave it back.
draft = Table(
    "draft",
    metadata,
    Column("id", Id, primary_key=True),
    Column("agent_id", Id, ForeignKey("agent.id"), nullable=False),
    Column("ticket_id", Id, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("mailbox_id", Id, nullable=False),
    Column("to", Text, nullable=False, server_default=""),
    Column("cc", Text, nullable=False, server_default=""),
    Column("bcc", Text, nullable=False, server_default=""),
    Column("subject", Text, nullable=False, server_default=""),
    Column("html", Text, nullable=False, server_default=""),
    Column("text", Text, nullable=False, server_default=""),
    Column("updated_at", Moment, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("original_id", Id, nullable=False, server_default="0"),
    Column("passed", Json, nullable=False, server_default="[]"),
    Column("macro_id", Id, nullable=False, server_default="0"),
    Column("author_id", Id),
    Column("asked_at", Moment),
    Column("returned_by", Id),
    Column("before", Text, nullable=False, server_default=""),
    Column("versions", Json, nullable=False, server_default="[]"),
    UniqueConstraint("agent_id", "ticket_id", "kind"),
)
