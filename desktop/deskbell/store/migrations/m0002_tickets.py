"""Tickets, tags, participants, and the tables that hold their counts."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID, MOMENT


def upgrade(op: Operations) -> None:
    """Make the tables."""
    op.create_table(
        "ticket",
        sa.Column("id", ID, nullable=False),
        sa.Column("mailbox_id", ID, nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("shelf", sa.SmallInteger(), nullable=False),
        sa.Column("assignee_id", ID, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("activity_at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("snoozed_until", MOMENT, nullable=True),
        sa.Column("messages", sa.Integer(), server_default="0", nullable=False),
        sa.Column("attachments", sa.Integer(), server_default="0", nullable=False),
        sa.Column("awaiting", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["assignee_id"], ["agent.id"], name="fk_ticket_assignee_id"),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="fk_ticket_customer_id"),
        sa.ForeignKeyConstraint(["mailbox_id"], ["mailbox.id"], name="fk_ticket_mailbox_id"),
        sa.PrimaryKeyConstraint("id", name="pk_ticket"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_ticket_assignee", "ticket", ["assignee_id", "shelf", "activity_at", "id", "priority"])
    op.create_index("ix_ticket_customer", "ticket", ["customer_id", "activity_at", "id"])
    op.create_index("ix_ticket_mailbox", "ticket", ["mailbox_id", "shelf", "activity_at", "id"])
    op.create_index("ix_ticket_shelf", "ticket", ["shelf", "activity_at", "id"])
    op.create_index(
        "ix_ticket_snoozed",
        "ticket",
        ["snoozed_until"],
        sqlite_where=sa.text("snoozed_until IS NOT NULL"),
        postgresql_where=sa.text("snoozed_until IS NOT NULL"),
    )
    op.create_index("ix_ticket_urgent", "ticket", ["shelf", "priority", "activity_at", "id"])
    op.create_table(
        "tag",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tag"),
        sa.UniqueConstraint("name", name="uq_tag_name"),
    )
    op.create_table(
        "ticket_tag",
        sa.Column("ticket_id", ID, autoincrement=False, nullable=False),
        sa.Column("tag_id", ID, autoincrement=False, nullable=False),
        sa.Column("shelf", sa.SmallInteger(), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("activity_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name="fk_ticket_tag_tag_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="fk_ticket_tag_ticket_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("ticket_id", "tag_id", name="pk_ticket_tag"),
    )
    op.create_index("ix_ticket_tag_view", "ticket_tag", ["tag_id", "shelf", "activity_at", "ticket_id", "priority"])
    op.create_table(
        "participant",
        sa.Column("ticket_id", ID, autoincrement=False, nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="fk_participant_ticket_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("ticket_id", "email", name="pk_participant"),
    )
    op.create_table(
        "ticket_count",
        sa.Column("shelf", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("mailbox_id", ID, autoincrement=False, nullable=False),
        sa.Column("assignee_id", ID, autoincrement=False, nullable=False),
        sa.Column("n", ID, nullable=False),
        sa.PrimaryKeyConstraint("shelf", "mailbox_id", "assignee_id", name="pk_ticket_count"),
    )
    op.create_table(
        "tag_count",
        sa.Column("tag_id", ID, autoincrement=False, nullable=False),
        sa.Column("shelf", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("n", ID, nullable=False),
        sa.PrimaryKeyConstraint("tag_id", "shelf", name="pk_tag_count"),
    )
