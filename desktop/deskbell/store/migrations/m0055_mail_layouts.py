"""What stands around the mails that leave a mailbox."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make the table. A program that does not know it sends mails without."""
    op.create_table(
        "mail_layout",
        sa.Column("mailbox_id", ID, autoincrement=False, nullable=False),
        sa.Column("header_html", sa.Text(), server_default="", nullable=False),
        sa.Column("header_text", sa.Text(), server_default="", nullable=False),
        sa.Column("footer_html", sa.Text(), server_default="", nullable=False),
        sa.Column("footer_text", sa.Text(), server_default="", nullable=False),
        sa.Column("accent", sa.Text(), server_default="", nullable=False),
        sa.Column("logo", sa.LargeBinary(), nullable=True),
        sa.Column("logo_type", sa.Text(), server_default="", nullable=False),
        sa.Column("logo_width", sa.Integer(), server_default="0", nullable=False),
        sa.Column("logo_height", sa.Integer(), server_default="0", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["mailbox_id"], ["mailbox.id"], name="fk_mail_layout_mailbox_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("mailbox_id", name="pk_mail_layout"),
    )
