"""What reading a mail brings besides its text: the charset that a mailbox's mails usually have, meetings, what attached
messages say, and finding the mails that are to be read
again or could not be read."""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Add the columns and the indexes."""
    op.add_column("mailbox", sa.Column("charset_hint", sa.Text(), server_default="", nullable=False))
    op.add_column("message", sa.Column("invites", sa.Text(), server_default="[]", nullable=False))
    op.add_column("attachment", sa.Column("mail", sa.Text(), nullable=True))
    for state in ("again", "unreadable"):
        op.create_index(
            f"ix_raw_mail_{state}",
            "raw_mail",
            ["id"],
            sqlite_where=sa.text(f"state = '{state}'"),
            postgresql_where=sa.text(f"state = '{state}'"),
        )
