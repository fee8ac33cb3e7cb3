"""The layouts of mails."""

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, Table, Text

from deskbell.store.tables.base import Id, metadata

# What stands around the mails that leave a mailbox, where anything does: as `model.mail_layout.MailLayout`.
mail_layout = Table(
    "mail_layout",
    metadata,
    Column("mailbox_id", Id, ForeignKey("mailbox.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("header_html", Text, nullable=False, server_default=""),
    Column("header_text", Text, nullable=False, server_default=""),
    Column("footer_html", Text, nullable=False, server_default=""),
    Column("footer_text", Text, nullable=False, server_default=""),
    Column("accent", Text, nullable=False, server_default=""),
    Column("logo", LargeBinary),
    Column("logo_type", Text, nullable=False, server_default=""),
    Column("logo_width", Integer, nullable=False, server_default="0"),
    Column("logo_height", Integer, nullable=False, server_default="0"),
    Column("version", Integer, nullable=False, server_default="1"),
)
