"""What decides where a mail goes: links and merged tickets, who takes part how, listed senders, bounces, and the automatic answers that went out."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID, MOMENT


def upgrade(op: Operations) -> None:
    """Make the tables and columns."""
    op.add_column("ticket", sa.Column("merged_into", ID, nullable=True))
    op.add_column("participant", sa.Column("standing", sa.Text(), server_default="in", nullable=False))
    op.add_column("message", sa.Column("reply_to", sa.Text(), server_default="[]", nullable=False))
    op.add_column("mailbox", sa.Column("plus_address", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("mailbox", sa.Column("authserv_id", sa.Text(), server_default="", nullable=False))
    op.add_column("mailbox", sa.Column("acknowledge", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("mailbox", sa.Column("acknowledgement", sa.Text(), server_default="", nullable=False))
    op.create_table(
        "ticket_link",
        sa.Column("ticket_id", ID, autoincrement=False, nullable=False),
        sa.Column("other_id", ID, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="fk_ticket_link_ticket_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["other_id"], ["ticket.id"], name="fk_ticket_link_other_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("ticket_id", "other_id", name="pk_ticket_link"),
    )
    op.create_index("ix_ticket_link_other_id", "ticket_link", ["other_id"])
    op.create_table(
        "listed_sender",
        sa.Column("pattern", sa.Text(), nullable=False),
        sa.Column("listed", sa.Text(), nullable=False),
        sa.Column("agent_id", ID, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name="fk_listed_sender_agent_id"),
        sa.PrimaryKeyConstraint("pattern", name="pk_listed_sender"),
    )
    op.create_table(
        "bounce",
        sa.Column("id", ID, nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("message_id", ID, nullable=False),
        sa.Column("report_id", ID, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="fk_bounce_message_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["report_id"], ["message.id"], name="fk_bounce_report_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_bounce"),
    )
    op.create_index("ix_bounce_email", "bounce", ["email", "at"])
    op.create_index("ix_bounce_message_id", "bounce", ["message_id"])
    op.create_index("ix_bounce_report_id", "bounce", ["report_id"])
    op.create_table(
        "auto_reply",
        sa.Column("id", ID, nullable=False),
        sa.Column("mailbox_id", ID, nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["mailbox_id"], ["mailbox.id"], name="fk_auto_reply_mailbox_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_auto_reply"),
    )
    op.create_index("ix_auto_reply_at", "auto_reply", ["at"])
