"""Fewer indexes to be written with each mail and each change: bytes are found by their blob, old changes by their order."""

from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Change the indexes."""
    op.drop_index("ix_change_at", "change")
    op.drop_index("ix_raw_mail_sha256", "raw_mail")
    op.create_index("ix_raw_mail_blob_id", "raw_mail", ["blob_id"])
