"""The desk's addresses, the folders watched for them, and every raw mail as it came."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    false,
    literal_column,
    true,
)

from deskbell.store.tables.base import Id, Json, Moment, metadata, partial_index

mailbox = Table(
    "mailbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("address", Text, nullable=False, unique=True),
    Column("imap_host", Text, nullable=False, server_default=""),
    Column("imap_port", Integer, nullable=False, server_default="993"),
    Column("imap_security", Text, nullable=False, server_default="tls"),
    Column("imap_user", Text, nullable=False, server_default=""),
    Column("smtp_host", Text, nullable=False, server_default=""),
    Column("smtp_port", Integer, nullable=False, server_default="465"),
    Column("smtp_security", Text, nullable=False, server_default="tls"),
    Column("smtp_user", Text, nullable=False, server_default=""),
    # How large a mail it takes, in bytes, as it said when mail was last sent; 0 while that is not known, and where it names no limit.
    Column("smtp_limit", Id, nullable=False, server_default="0"),
    Column("sign_in", Text, nullable=False, server_default="password"),
    # The names of the folders that are watched; the first is the one that the server tells news of at once.
    Column("folders", Json, nullable=False, server_default='["INBOX"]'),
    Column("sent_folder", Text, nullable=False, server_default=""),
    Column("ca_file", Text, nullable=False, server_default=""),
    # How much of what lay in the folder before is taken in: days, or -1 for all of it.
    Column("history_days", Integer, nullable=False, server_default="30"),
    Column("signature", Text, nullable=False, server_default=""),
    # The same for single languages, as of an agent.
    Column("signatures", Json, nullable=False, server_default="[]"),
    # The charset of mails that do not say theirs and are not UTF-8, "" for a guess.
    Column("charset_hint", Text, nullable=False, server_default=""),
    # The language of what the desk says by itself, "" for the customer's.
    Column("language", Text, nullable=False, server_default=""),
    # What happens to a mail on its server once it is filed (`kinds.AfterFiling`), and the folder that it is moved to.
    Column("after", Text, nullable=False, server_default="leave"),
    Column("after_folder", Text, nullable=False, server_default=""),
    Column("active", Boolean, nullable=False, server_default=true()),
    Column("state", Text, nullable=False, server_default="new"),
    Column("state_since", Moment),
    Column("good_at", Moment),
    Column("reason", Text, nullable=False, server_default=""),
    Column("reason_values", Json, nullable=False, server_default="{}"),
    # What is wrong though mail comes in: codes of `model.sentences` with their values.
    Column("warnings", Json, nullable=False, server_default="[]"),
    Column("version", Integer, nullable=False, server_default="1"),
    # Answers come back to an address that names the ticket (`rules.token`).
    Column("plus_address", Boolean, nullable=False, server_default=false()),
    # The server whose Authentication-Results are believed (RFC 8601), "" for none.
    Column("authserv_id", Text, nullable=False, server_default=""),
    Column("acknowledge", Boolean, nullable=False, server_default=false()),
    Column("acknowledgement", Text, nullable=False, server_default=""),
    # The team that new tickets of this mailbox get, NULL for none.
    Column("team_id", Id),
    # In an office only the team sees it and its tickets, besides managers and administrators.
    Column("restricted", Boolean, nullable=False, server_default=false()),
)

# How far a folder has been read; `last_uid` counts within `uidvalidity`. What lies before `first_uid` was never asked for, because it came before
# `since` (NULL: all was). `compared_at` is the last nightly look at the whole folder, `recovered` how many mails such looks have found missing.
folder = Table(
    "folder",
    metadata,
    Column("mailbox_id", Id, ForeignKey("mailbox.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("name", Text, primary_key=True),
    Column("uidvalidity", Id, nullable=False),
    Column("last_uid", Id, nullable=False),
    Column("first_uid", Id, nullable=False, server_default="0"),
    Column("since", Moment),
    Column("read_at", Moment),
    Column("compared_at", Moment),
    Column("recovered", Integer, nullable=False, server_default="0"),
    # What the folder is for in RFC 6154's words (\Junk, \Sent), "" where its server does not say.
    Column("special", Text, nullable=False, server_default=""),
)

# A mail is (mailbox, folder, UIDVALIDITY, UID) on its server, and its SHA-256 everywhere. Kept before it is parsed. `after` is what is still to be
# done with it on the server, "" for nothing.
raw_mail = Table(
    "raw_mail",
    metadata,
    Column("id", Id, primary_key=True),
    Column("mailbox_id", Id, ForeignKey("mailbox.id", ondelete="CASCADE"), nullable=False),
    Column("folder", Text, nullable=False),
    Column("uidvalidity", Id, nullable=False),
    Column("uid", Id, nullable=False),
    Column("sha256", LargeBinary, nullable=False),
    Column("blob_id", Id, ForeignKey("blob.id"), nullable=False, index=True),
    Column("received_at", Moment, nullable=False),
    Column("kept_at", Moment, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("after", Text, nullable=False, server_default=""),
    Column("message_id", Id, ForeignKey("message.id", ondelete="SET NULL"), index=True),
    UniqueConstraint("mailbox_id", "folder", "uidvalidity", "uid"),
)
is_waiting = raw_mail.c.state == literal_column("'new'")
"""Waits to be read. Written out, not bound: else SQLite makes its plan anew at each execution, for it would have to look at the value."""
# Only what still waits to be read is in here, so that finding it costs what is waiting and not what has ever come.
partial_index("ix_raw_mail_waiting", raw_mail.c.id, where=is_waiting)
# Mails that a person asked to have read anew.
partial_index("ix_raw_mail_again", raw_mail.c.id, where=raw_mail.c.state == "again")
# Mails that a person must look at.
partial_index("ix_raw_mail_unreadable", raw_mail.c.id, where=raw_mail.c.state == "unreadable")
partial_index("ix_raw_mail_after", raw_mail.c.mailbox_id, raw_mail.c.folder, where=raw_mail.c.after != "")
# Listed by the server, but not given yet.
is_refused = raw_mail.c.reason == literal_column("'fetch.refused'")
"""Written out, not bound: only so does SQLite see that the index will do."""
partial_index("ix_raw_mail_refused", raw_mail.c.mailbox_id, raw_mail.c.folder, where=is_refused)
