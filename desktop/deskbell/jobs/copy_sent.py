"""A copy of each sent mail in the mailbox's Sent folder, where people look for it."""

import logging
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Row, false, select, update

from deskbell.jobs.office import Office
from deskbell.mail.imap import Inbox
from deskbell.model.errors import Trouble
from deskbell.model.kinds import OutboxState
from deskbell.model.rows import MailboxRow
from deskbell.store import blobs
from deskbell.store.queries import mailboxes
from deskbell.store.session import Session
from deskbell.store.tables import message, outbox

log = logging.getLogger("deskbell.jobs.copy")

LEASE = "copy sent"
AT_ONCE = 50
# Their servers file what they send by themselves; a second copy would be ours alone.
COPY_THEMSELVES = ("gmail.com", "googlemail.com", "office365.com", "outlook.com")


class SentCopier:
    """Files copies of what was sent. Runs on one thread at a time."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def run(self) -> int:
        """Copy what has none yet; how many copies were made. A mailbox in trouble is left for the next time."""
        rows = self._office.desk.read(_without_copy)
        if not rows:
            return 0
        token = self._office.take(LEASE)
        if token is None:
            return 0
        made = 0
        for mailbox_id, group in groupby(rows, lambda row: row.mailbox_id):
            box = self._office.desk.read(mailboxes.by_id, mailbox_id)
            assert box is not None
            try:
                made += self._copy(box, list(group), token)
            except Trouble as trouble:
                log.warning("mailbox %d: no copy in Sent: %s %s", mailbox_id, trouble.code, trouble.detail)
        return made

    def _copy(self, box: MailboxRow, rows: Sequence[Row[Any]], token: int) -> int:
        if not box.imap_host or box.imap_host.endswith(COPY_THEMSELVES):
            self._done([row.id for row in rows], token)
            return 0
        made = 0
        with self._office.logins.incoming(box, Inbox.open) as inbox:
            folder = box.sent_folder or inbox.sent_folder()
            for row in rows:
                # A worker that died after the append has left a copy already.
                if folder and not inbox.find_by_message_id(folder, row.rfc_id):
                    raw = self._office.desk.read(blobs.read, row.blob_id)
                    inbox.append_sent(folder, raw, row.changed_at)
                    made += 1
                self._done([row.id], token)
        return made

    def _done(self, ids: Sequence[int], token: int) -> None:
        def work(session: Session) -> None:
            self._office.check(session, LEASE, token)
            session.connection.execute(update(outbox).where(outbox.c.id.in_(ids)).values(copied=True))

        self._office.desk.transact(work)


def _without_copy(session: Session) -> Sequence[Row[Any]]:
    query = (
        select(outbox, message.c.message_id.label("rfc_id"))
        .join(message, message.c.id == outbox.c.message_id)
        .where(outbox.c.state == OutboxState.SENT.value, outbox.c.copied == false())
        .order_by(outbox.c.mailbox_id, outbox.c.id)
        .limit(AT_ONCE)
    )
    return session.connection.execute(query).all()
