"""Mail out: what is due in the outbox is handed to SMTP, and what became of it is written down.

A mail is claimed in one commit, sent outside any transaction, and its fate recorded in another. A claim that nobody finished, because the
worker died in between, is UNKNOWN: a person decides, it is never sent again by itself.
"""

import logging
from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Row, select, update

from deskbell.jobs.office import Office
from deskbell.mail.smtp import Delivery, Fate, Submission
from deskbell.model.errors import Trouble
from deskbell.model.kinds import Entity, OutboxState
from deskbell.model.mail import Server
from deskbell.model.rows import MailboxRow
from deskbell.store import blobs
from deskbell.store.queries import mailboxes
from deskbell.store.secrets import Secrets
from deskbell.store.session import Session
from deskbell.store.tables import mailbox, message, outbox

log = logging.getLogger("deskbell.jobs.send")

LEASE = "outbox"
AT_ONCE = 20
FIRST_PAUSE = timedelta(seconds=15)
LONGEST_PAUSE = timedelta(minutes=30)
# Two days, as RFC 5321 (4.5.4.1) advises at the least before a sender gives up.
ATTEMPTS = 100


class OutboxSender:
    """Sends what is due. Runs on one thread at a time."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def run(self) -> int:
        """Send all that is due; how many mails have left."""
        if not self._office.desk.read(_anything_to_do):
            return 0
        token = self._office.take(LEASE)
        if token is None:
            return 0
        self._settle_orphans(token)
        sent = 0
        while not self._office.stop.is_set() and (due := self._office.desk.read(_due)):
            for mailbox_id, group in groupby(due, lambda row: row.mailbox_id):
                sent += self._send_from(mailbox_id, list(group), token)
        return sent

    def _settle_orphans(self, token: int) -> None:
        """Mails that a worker claimed and never reported on: the lease is ours, so that worker is gone."""

        def work(session: Session) -> None:
            self._office.check(session, LEASE, token)
            for row in session.connection.execute(_claimed()).all():
                _record(session, row, OutboxState.UNKNOWN, "mail.unknown", {"host": row.smtp_host})

        if self._office.desk.read(lambda session: session.connection.execute(_claimed()).first()):
            self._office.desk.transact(work)

    def _send_from(self, mailbox_id: int, rows: Sequence[Row[Any]], token: int) -> int:
        box = self._office.desk.read(mailboxes.by_id, mailbox_id)
        assert box is not None
        sent = 0
        try:
            with Submission.open(outgoing_server(self._office.secrets, box)) as submission:
                for row in rows:
                    sent += self._send(submission, row, token)
        except Trouble as trouble:
            log.warning("mailbox %d cannot send: %s %s", mailbox_id, trouble.code, trouble.detail)
            self._put_back(mailbox_id, trouble, token)
        return sent

    def _send(self, submission: Submission, row: Row[Any], token: int) -> bool:
        """Claim, send, record; whether the mail has left. Raises `Trouble` where it certainly has not and the connection is of no more use."""
        raw = self._office.desk.transact(lambda session: self._claim(session, row.id, token))
        if raw is None:
            return False
        delivery = submission.send(row.sender, row.recipients, raw)
        self._office.desk.transact(lambda session: self._report(session, row, delivery))
        if delivery.fate is Fate.UNKNOWN:
            raise Trouble("mail.dropped", host=row.smtp_host)
        return delivery.fate is Fate.SENT

    def _claim(self, session: Session, outbox_id: int, token: int) -> bytes | None:
        """The mail's bytes, now that it is ours; None where it was taken back in the meantime."""
        self._office.check(session, LEASE, token)
        claimed = session.connection.execute(
            update(outbox)
            .where(outbox.c.id == outbox_id, outbox.c.state == OutboxState.WAITING.value)
            .values(state=OutboxState.SENDING.value, changed_at=session.now, attempts=outbox.c.attempts + 1)
            .returning(outbox.c.blob_id, outbox.c.message_id)
        ).first()
        if claimed is None:
            return None
        session.changed(Entity.OUTBOX, outbox_id, _ticket_of(session, claimed.message_id))
        return blobs.read(session, claimed.blob_id)

    def _report(self, session: Session, row: Row[Any], delivery: Delivery) -> None:
        """Write down what became of a mail."""
        values = {"host": row.smtp_host, "reason": f"{delivery.code} {delivery.text}".strip()}
        match delivery.fate:
            case Fate.SENT if delivery.refused:
                refused = delivery.refused[0]
                values |= {"address": refused.address, "reason": f"{refused.code} {refused.text}"}
                _record(session, row, OutboxState.SENT, "mail.recipient", values)
            case Fate.SENT:
                _record(session, row, OutboxState.SENT, "", {})
            case Fate.UNKNOWN:
                _record(session, row, OutboxState.UNKNOWN, "mail.unknown", values)
            case Fate.TEMPORARY if row.attempts + 1 < ATTEMPTS:
                _record(session, row, OutboxState.WAITING, "mail.rejected", values, pause_after(row.attempts + 1))
            case _:
                _record(session, row, OutboxState.FAILED, "mail.rejected", values)

    def _put_back(self, mailbox_id: int, trouble: Trouble, token: int) -> None:
        """The server could not be used: what is due or claimed waits, with the reason where the agents see it."""

        def work(session: Session) -> None:
            self._office.check(session, LEASE, token)
            values = {name: str(value) for name, value in trouble.values.items()}
            for row in (*session.connection.execute(_claimed()).all(), *_due(session)):
                if row.mailbox_id == mailbox_id:
                    attempts = row.attempts + (row.state == OutboxState.WAITING.value)
                    pause = pause_after(attempts)
                    _record(session, row, OutboxState.WAITING, trouble.code, values, pause, attempts)

        self._office.desk.transact(work)


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts: doubled each time, up to half an hour."""
    return min(FIRST_PAUSE * (1 << min(attempts - 1, 16)), LONGEST_PAUSE)


def outgoing_server(secrets: Secrets, box: MailboxRow) -> Server:
    """Where to hand a mailbox's mail to. Raises `Trouble` mail.no_password. One password serves both ways unless there are two."""
    password = secrets.get(f"mailbox/{box.id}/smtp") or secrets.get(f"mailbox/{box.id}/imap")
    if password is None:
        raise Trouble("mail.no_password", address=box.address)
    return Server(box.smtp_host, box.smtp_port, box.smtp_security, box.smtp_user or box.address, password, box.ca_file)


def _rows() -> Any:
    return select(outbox, mailbox.c.smtp_host).join(mailbox, mailbox.c.id == outbox.c.mailbox_id)


def _claimed() -> Any:
    return _rows().where(outbox.c.state == OutboxState.SENDING.value)


def _due(session: Session) -> Sequence[Row[Any]]:
    query = _rows().where(outbox.c.state == OutboxState.WAITING.value, outbox.c.not_before <= session.now)
    rows = session.connection.execute(query.order_by(outbox.c.not_before).limit(AT_ONCE)).all()
    return sorted(rows, key=lambda row: row.mailbox_id)


def _anything_to_do(session: Session) -> bool:
    return bool(_due(session)) or session.connection.execute(_claimed().limit(1)).first() is not None


def _record(
    session: Session,
    row: Row[Any],
    state: OutboxState,
    reason: str,
    values: dict[str, str],
    pause: timedelta | None = None,
    attempts: int | None = None,
) -> None:
    new: dict[str, Any] = {
        "state": state.value,
        "reason": reason,
        "reason_values": values,
        "changed_at": session.now,
    }
    if pause is not None:
        new["not_before"] = session.now + pause
    if attempts is not None:
        new["attempts"] = attempts
    session.connection.execute(update(outbox).where(outbox.c.id == row.id).values(new))
    ticket_id = _ticket_of(session, row.message_id)
    session.changed(Entity.OUTBOX, row.id, ticket_id)
    session.changed(Entity.MESSAGE, row.message_id, ticket_id)


def _ticket_of(session: Session, message_id: int) -> int:
    found: int = session.connection.execute(select(message.c.ticket_id).where(message.c.id == message_id)).scalar_one()
    return found
