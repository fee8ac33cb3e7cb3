"""Mails of unknown fate: what proves that one has left is looked for, and nothing is ever sent again.

Two things prove it: the mail lies in the Sent folder, where the provider itself has put it (we put copies there of sent mails only), or somebody
has answered it. That neither is there proves nothing; such a mail goes on waiting for a person.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Row, exists, select, text

from deskbell.actions.outbox_state import refusals_of, write_sent
from deskbell.jobs.hold import Hold
from deskbell.jobs.office import Office
from deskbell.mail.imap import Inbox
from deskbell.model.errors import Trouble
from deskbell.model.kinds import MessageKind, OutboxState
from deskbell.store.queries import mailboxes
from deskbell.store.session import Session
from deskbell.store.tables import mailbox, message, outbox

log = logging.getLogger("deskbell.jobs.settle")

LEASE = "settle unknown"
# A provider that files what it sends has done so by then; and after two days a person has looked, or never will.
FIRST_LOOK: Final = timedelta(seconds=20)
LAST_LOOK: Final = timedelta(days=2)


class UnknownSettler:
    """Looks for proof. Runs on one thread at a time."""

    def __init__(self, office: Office) -> None:
        self._office = office
        # How old a mail was when it was last looked for: it is looked for again when it is twice as old.
        self._looked: dict[int, timedelta] = {}

    def run(self) -> int:
        """Settle what can be; how many were."""
        now, rows = self._office.desk.read(_unknown)
        due = [row for row in rows if self._due(row, now)]
        if not due:
            return 0
        hold = Hold.take(self._office, LEASE)
        if hold is None:
            return 0
        settled = self._settle([row for row in due if row.answered], hold, copied=False)
        for mailbox_id, group in groupby((row for row in due if not row.answered), lambda row: row.mailbox_id):
            settled += self._look_in_sent(mailbox_id, list(group), hold)
        self._looked = {row.id: self._looked[row.id] for row in rows if row.id in self._looked}
        self._looked |= {row.id: now - row.changed_at for row in due}
        return settled

    def _due(self, row: Row[Any], now: datetime) -> bool:
        age: timedelta = now - row.changed_at
        return FIRST_LOOK <= age <= LAST_LOOK and age >= 2 * self._looked.get(row.id, timedelta(0))

    def _look_in_sent(self, mailbox_id: int, rows: Sequence[Row[Any]], hold: Hold) -> int:
        box = self._office.desk.read(mailboxes.by_id, mailbox_id)
        if box is None or not box.imap_host:
            return 0
        try:
            with self._office.logins.incoming(box, Inbox.open) as inbox:
                folder = box.sent_folder or inbox.sent_folder()
                found = [row for row in rows if folder and inbox.find_by_message_id(folder, row.rfc_id)]
        except Trouble as trouble:
            log.warning("mailbox %d: could not look in Sent: %s %s", mailbox_id, trouble.code, trouble.detail)
            return 0
        return self._settle(found, hold, copied=True)

    def _settle(self, rows: Sequence[Row[Any]], hold: Hold, *, copied: bool) -> int:
        def work(session: Session) -> int:
            hold.check(session)
            still = _asked().where(outbox.c.id.in_([row.id for row in rows]))
            found = session.connection.execute(still).all()
            for row in found:
                write_sent(session, row, row.smtp_host, refusals_of(row), copied=copied)
            return len(found)

        return self._office.desk.transact(work) if rows else 0


def _asked() -> Any:
    answer = message.alias("answer")
    answered = exists().where(
        answer.c.ticket_id == message.c.ticket_id,
        answer.c.kind == int(MessageKind.IN),
        answer.c.in_reply_to == message.c.message_id,
    )
    return (
        select(outbox, message.c.message_id.label("rfc_id"), mailbox.c.smtp_host, answered.label("answered"))
        .join(message, message.c.id == outbox.c.message_id)
        .join(mailbox, mailbox.c.id == outbox.c.mailbox_id)
        # Written out, so that SQLite sees that the index on them will do.
        .where(text("outbox.state IN ('unknown', 'failed')"), outbox.c.state == OutboxState.UNKNOWN.value)
        .order_by(outbox.c.mailbox_id, outbox.c.id)
    )


def _unknown(session: Session) -> tuple[datetime, Sequence[Row[Any]]]:
    return session.now, session.connection.execute(_asked()).all()
