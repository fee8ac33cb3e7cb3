"""Replies that are written once and used often."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID

OLDEST_WRITER = 22
OLDEST_READER = 21


def upgrade(op: Operations) -> None:
    """Make the tables."""
    op.create_table(
        "canned_reply",
        sa.Column("id", ID, nullable=False),
        sa.Column("owner_id", ID, nullable=True),
        sa.Column("folder", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("shortcut", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["agent.id"], name="fk_canned_reply_owner_id"),
        sa.PrimaryKeyConstraint("id", name="pk_canned_reply"),
    )
    op.create_index("ix_canned_reply_owner_id", "canned_reply", ["owner_id"])
    op.create_table(
        "canned_text",
        sa.Column("reply_id", ID, autoincrement=False, nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["reply_id"], ["canned_reply.id"], name="fk_canned_text_reply_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("reply_id", "language", name="pk_canned_text"),
    )
    op.create_table(
        "canned_file",
        sa.Column("id", ID, nullable=False),
        sa.Column("reply_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("blob_id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("size", ID, nullable=False),
        sa.Column("content_id", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["reply_id"], ["canned_reply.id"], name="fk_canned_file_reply_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["blob_id"], ["blob.id"], name="fk_canned_file_blob_id"),
        sa.PrimaryKeyConstraint("id", name="pk_canned_file"),
    )
    op.create_index("ix_canned_file_reply_id", "canned_file", ["reply_id"])
    op.create_table(
        "canned_use",
        sa.Column("reply_id", ID, autoincrement=False, nullable=False),
        sa.Column("agent_id", ID, autoincrement=False, nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=False),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["reply_id"], ["canned_reply.id"], name="fk_canned_use_reply_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name="fk_canned_use_agent_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("reply_id", "agent_id", "day", name="pk_canned_use"),
    )
