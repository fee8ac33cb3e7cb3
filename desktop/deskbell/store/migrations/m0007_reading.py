"""What reading a mail brings besides its text: the charset that a mailbox's mails usually have, meetings, and mails that are to be read again."""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Add the columns and the index."""
    op.add_column("mailbox", sa.Column("charset_hint", sa.Text(), server_default="", nullable=False))
    op.add_column("message", sa.Column("invites", sa.Text(), server_default="[]", nullable=False))
    op.create_index(
        "ix_raw_mail_again",
        "raw_mail",
        ["id"],
        sqlite_where=sa.text("state = 'again'"),
        postgresql_where=sa.text("state = 'again'"),
    )
