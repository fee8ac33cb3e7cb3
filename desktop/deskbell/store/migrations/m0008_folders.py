"""Several folders a mailbox, what happens to a filed mail on its server, and what tells the same mail that came on two ways."""

import sqlalchemy as sa
from alembic.operations import Operations

from deskbell.store.migrations.types import ID, MOMENT

_LIST_OF_ONE = {"sqlite": "json_array(folder)", "postgresql": "json_build_array(folder)::text"}


def upgrade(op: Operations) -> None:
    """Change the tables."""
    _mailboxes(op)
    _folders(op)
    op.add_column("raw_mail", sa.Column("after", sa.Text(), server_default="", nullable=False))
    for name, condition in (("after", "after <> ''"), ("refused", "reason = 'fetch.refused'")):
        op.create_index(
            f"ix_raw_mail_{name}",
            "raw_mail",
            ["mailbox_id", "folder"],
            sqlite_where=sa.text(condition),
            postgresql_where=sa.text(condition),
        )
    op.add_column("message", sa.Column("sent_at", MOMENT, nullable=True))


def _mailboxes(op: Operations) -> None:
    op.add_column("mailbox", sa.Column("folders", sa.Text(), server_default='["INBOX"]', nullable=False))
    op.execute(f"UPDATE mailbox SET folders = {_LIST_OF_ONE[op.get_bind().dialect.name]}")  # noqa: S608  our own words
    op.drop_column("mailbox", "folder")
    op.add_column("mailbox", sa.Column("language", sa.Text(), server_default="", nullable=False))
    op.add_column("mailbox", sa.Column("after", sa.Text(), server_default="leave", nullable=False))
    op.add_column("mailbox", sa.Column("after_folder", sa.Text(), server_default="", nullable=False))
    op.add_column("mailbox", sa.Column("warnings", sa.Text(), server_default="[]", nullable=False))


def _folders(op: Operations) -> None:
    op.add_column("folder", sa.Column("first_uid", ID, server_default="0", nullable=False))
    op.add_column("folder", sa.Column("since", MOMENT, nullable=True))
    op.add_column("folder", sa.Column("compared_at", MOMENT, nullable=True))
    op.add_column("folder", sa.Column("recovered", sa.Integer(), server_default="0", nullable=False))
    # Where the first look began was not noted: what is kept tells it.
    kept = "FROM raw_mail r WHERE r.mailbox_id = folder.mailbox_id AND r.folder = folder.name"
    op.execute(
        f"UPDATE folder SET first_uid = coalesce((SELECT min(r.uid) {kept} AND r.uidvalidity = folder.uidvalidity),"  # noqa: S608
        " folder.last_uid + 1)"
    )
    op.execute(
        f"UPDATE folder SET since = coalesce((SELECT min(r.received_at) {kept}), read_at)"  # noqa: S608
        " WHERE (SELECT history_days FROM mailbox WHERE mailbox.id = folder.mailbox_id) >= 0"
    )
