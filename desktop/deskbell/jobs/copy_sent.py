"""A copy of each sent mail in the mailbox's Sent folder, where people look for it."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Row, false, select, update

from deskbell.jobs.held_lease import held_lease
from deskbell.jobs.hold import Hold
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
FIRST_PAUSE = timedelta(seconds=15)
LONGEST_PAUSE = timedelta(hours=1)
# Their servers file what they send by themselves; a second copy would be ours alone.
COPY_THEMSELVES = ("gmail.com", "googlemail.com", "office365.com", "outlook.com")


class SentCopier:
    """Files copies of what was sent. Runs on one thread at a time."""

    def __init__(self, office: Office) -> None:
        self._office = office
        # Mailboxes in trouble: when they are tried again, and how long they rest now.
        self._resting: dict[int, tuple[datetime, timedelta]] = {}

    def run(self) -> int:
        """Copy what has none yet; how many copies were made. A mailbox in trouble rests for a while, longer each time, and holds no other up."""
        now, rows = self._office.desk.read(_without_copy, self._resting)
        if not rows:
            return 0
        hold = Hold.take(self._office, LEASE)
        if hold is None:
            return 0
        made = 0
        with held_lease(hold):
            for mailbox_id, group in groupby(rows, lambda row: row.mailbox_id):
                box = self._office.desk.read(mailboxes.by_id, mailbox_id)
                assert box is not None
                try:
                    made += self._copy(box, list(group), hold)
                    self._resting.pop(mailbox_id, None)
                except Trouble as trouble:
                    log.warning("mailbox %d: no copy in Sent: %s %s", mailbox_id, trouble.code, trouble.detail)
                    _, before = self._resting.get(mailbox_id, (now, FIRST_PAUSE / 2))
                    pause = min(before * 2, LONGEST_PAUSE)
                    self._resting[mailbox_id] = now + pause, pause
        return made

    def _copy(self, box: MailboxRow, rows: Sequence[Row[Any]], hold: Hold) -> int:
        if not box.imap_host or files_by_itself(box.imap_host):
            self._done([row.id for row in rows], hold)
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
                self._done([row.id], hold)
        return made

    def _done(self, ids: Sequence[int], hold: Hold) -> None:
        def work(session: Session) -> None:
            hold.check(session)
            session.connection.execute(update(outbox).where(outbox.c.id.in_(ids)).values(copied=True))

        self._office.desk.transact(work)


def files_by_itself(host: str) -> bool:
    """Whether this server is of a provider that puts what it sends into Sent."""
    return any(
        host.lower().rstrip(".") == name or host.lower().rstrip(".").endswith(f".{name}") for name in COPY_THEMSELVES
    )


def _without_copy(
    session: Session, resting: Mapping[int, tuple[datetime, timedelta]]
) -> tuple[datetime, Sequence[Row[Any]]]:
    """The time, and sent mails without a copy, but for those of mailboxes that rest."""
    query = (
        select(outbox, message.c.message_id.label("rfc_id"))
        .join(message, message.c.id == outbox.c.message_id)
        .where(outbox.c.state == OutboxState.SENT.value, outbox.c.copied == false())
        .where(outbox.c.mailbox_id.not_in([box for box, (until, _) in resting.items() if until > session.now]))
        .order_by(outbox.c.mailbox_id, outbox.c.id)
        .limit(AT_ONCE)
    )
    return session.now, session.connection.execute(query).all()
