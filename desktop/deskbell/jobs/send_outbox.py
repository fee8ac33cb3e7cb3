"""Mail out: what is due in the outbox is handed to SMTP, and what became of it is written down.

A mail is claimed in one commit, sent outside any transaction, and its fate recorded in another. A claim that nobody finished, because the
worker died in between, is UNKNOWN: the Sent folder or a person decides, it is never sent again by itself. Of several recipients each has a fate of its
own: who has the mail does not get it again when it is tried again for the others.
"""

import logging
import time
from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import partial
from itertools import groupby
from typing import Any

from msgspec import Struct
from sqlalchemy import Row, select, update

from deskbell.actions.logins import NOT_HERE
from deskbell.actions.outbox_state import (
    as_json,
    named,
    refusal_told,
    refusals_of,
    ticket_of,
    to_go,
    write,
    write_sent,
)
from deskbell.jobs.held_lease import held_lease
from deskbell.jobs.hold import Hold
from deskbell.jobs.office import Office
from deskbell.mail.delivery import Delivery, Fate, Refusal
from deskbell.mail.smtp import Submission
from deskbell.model.errors import Conflict, Mistake, Trouble
from deskbell.model.kinds import Entity, OutboxState
from deskbell.store import blobs
from deskbell.store.queries import mailboxes
from deskbell.store.session import Session
from deskbell.store.tables import mailbox, outbox

log = logging.getLogger("deskbell.jobs.send")

LEASE = "outbox"
AT_ONCE = 20
FIRST_PAUSE = timedelta(seconds=15)
LONGEST_PAUSE = timedelta(minutes=30)
# What this computer cannot log into is looked at again after so many seconds, and is told once the others have had their turn.
LOOK_AGAIN = 15.0
OTHERS_TURN = timedelta(seconds=30)
# Two days, as RFC 5321 (4.5.4.1) advises at the least before a sender gives up.
ATTEMPTS = 100


class Claim(Struct, frozen=True):
    """A mail that is ours to hand over now, and to whom."""

    raw: bytes
    recipients: tuple[str, ...]


class OutboxSender:
    """Sends what is due. Runs on one thread at a time."""

    def __init__(self, office: Office) -> None:
        self._office = office
        # What became of mails while the database could not be told; by outbox id.
        self._untold: dict[int, tuple[Claim, Delivery]] = {}
        # Mailboxes that this computer cannot log into, and until when it does not look again.
        self._not_here: dict[int, float] = {}

    def run(self) -> int:
        """Send all that is due; how many mails have left."""
        now = time.monotonic()
        self._not_here = {mailbox_id: until for mailbox_id, until in self._not_here.items() if until > now}
        if not self._untold and not self._office.desk.read(_anything_to_do, self._not_here):
            return 0
        hold = Hold.take(self._office, LEASE)
        if hold is None:
            return 0
        sent = 0
        with held_lease(hold):
            self._settle_orphans(hold)
            try:
                while not self._office.stop.is_set() and (due := self._office.desk.read(_due, self._not_here)):
                    for mailbox_id, group in groupby(due, lambda row: row.mailbox_id):
                        hold.renew()
                        sent += self._send_from(mailbox_id, list(group), hold)
            except Conflict:
                log.info("another worker sends from now on")
        if self._not_here:
            # Another computer may have what this one lacks.
            hold.release()
        return sent

    def _settle_orphans(self, hold: Hold) -> None:
        """Mails that were claimed and never reported on: their worker is gone, or this one could not write down what became of them."""

        def work(session: Session) -> None:
            hold.check(session)
            for row in session.connection.execute(_undecided(self._untold)).all():
                if row.id in self._untold:
                    report(session, row, *self._untold[row.id])
                elif row.state == OutboxState.SENDING.value:
                    write(
                        session, row, OutboxState.UNKNOWN, reason="mail.unknown", reason_values={"host": row.smtp_host}
                    )

        claimed = self._office.desk.read(_any_claimed)
        if self._untold or claimed:
            self._office.desk.transact(work)
            self._untold.clear()

    def _send_from(self, mailbox_id: int, rows: Sequence[Row[Any]], hold: Hold) -> int:
        box = self._office.desk.read(mailboxes.by_id, mailbox_id)
        assert box is not None
        try:
            submission = self._office.logins.outgoing(box, Submission.open)
        except Trouble as trouble:
            if trouble.code in NOT_HERE:
                self._leave(mailbox_id, trouble, hold)
            else:
                self._put_back(mailbox_id, 0, trouble, hold)
            return 0
        sent = 0
        with submission:
            if submission.limit != box.smtp_limit:
                self._office.desk.transact(partial(_note_limit, hold=hold, mailbox_id=box.id, limit=submission.limit))
            for row in rows:
                if self._office.stop.is_set():
                    break
                claim = self._office.desk.transact(partial(_claim, hold=hold, outbox_id=row.id))
                if claim is None:
                    continue
                try:
                    delivery = hand_over(submission, row.sender, claim)
                except Trouble as trouble:
                    # Certainly not sent; only here may a claim be put back.
                    self._put_back(mailbox_id, row.id, trouble, hold)
                    break
                self._tell(row, claim, delivery, hold)
                sent += delivery.fate is Fate.SENT
                if delivery.fate is Fate.UNKNOWN:
                    self._put_back(mailbox_id, 0, Trouble("mail.dropped", host=box.smtp_host), hold)
                    break
        return sent

    def _tell(self, row: Row[Any], claim: Claim, delivery: Delivery, hold: Hold) -> None:
        """Write down what became of a mail; where that fails it is remembered, and written before anything else is sent."""

        def work(session: Session) -> None:
            hold.check(session)
            for now in session.connection.execute(_rows().where(outbox.c.id == row.id)).all():
                report(session, now, claim, delivery)

        self._untold[row.id] = claim, delivery
        self._office.desk.transact(work)
        del self._untold[row.id]

    def _leave(self, mailbox_id: int, trouble: Trouble, hold: Hold) -> None:
        """Only this computer cannot log in: the mails stay due for others. Where nobody has sent them for a while, why is told with them."""
        self._not_here[mailbox_id] = time.monotonic() + LOOK_AGAIN
        log.info("mailbox %d is for others to send from: %s", mailbox_id, trouble.code)

        def work(session: Session) -> None:
            hold.check(session)
            values = {name: str(value) for name, value in trouble.values.items()}
            for row in _due(session):
                waits = row.mailbox_id == mailbox_id and session.now - row.not_before >= OTHERS_TURN
                if waits and row.reason != trouble.code:
                    write(session, row, OutboxState.WAITING, reason=trouble.code, reason_values=values)

        self._office.desk.transact(work)

    def _put_back(self, mailbox_id: int, claimed_id: int, trouble: Trouble, hold: Hold) -> None:
        """The server could not be used: what is due, and the one mail that was claimed, wait, with the reason where the agents see it."""
        log.warning("mailbox %d cannot send: %s %s", mailbox_id, trouble.code, trouble.detail)

        def work(session: Session) -> None:
            hold.check(session)
            values = {name: str(value) for name, value in trouble.values.items()}
            claimed = session.connection.execute(_claimed().where(outbox.c.id == claimed_id)).all()
            for row in (*claimed, *_due(session)):
                if row.mailbox_id == mailbox_id:
                    attempts = row.attempts + (row.state == OutboxState.WAITING.value)
                    told = {"reason": trouble.code, "reason_values": values, "attempts": attempts}
                    write(session, row, OutboxState.WAITING, not_before=session.now + pause_after(attempts), **told)

        self._office.desk.transact(work)


def hand_over(submission: Submission, sender: str, claim: Claim) -> Delivery:
    """One attempt. Raises `Trouble` where the mail was certainly not sent and nobody refused it."""
    try:
        return submission.send(sender, claim.recipients, claim.raw)
    except Mistake as mistake:
        values = {name: str(value) for name, value in mistake.values.items()}
        return Delivery(Fate.PERMANENT, 0, "", told=mistake.code, values=values)


def report(session: Session, row: Row[Any], claim: Claim, delivery: Delivery) -> None:
    """Write down what an attempt has brought: who has the mail now, who never will, and when it is tried again for the others."""
    host = row.smtp_host
    said = {refusal.address: refusal for refusal in delivery.refused}
    missed = [said[address] for address in claim.recipients if address in said]
    if delivery.fate in (Fate.TEMPORARY, Fate.PERMANENT):
        missed = [said.get(one) or Refusal(one, delivery.code, delivery.text) for one in claim.recipients]
    over = delivery.fate is Fate.PERMANENT or row.attempts >= ATTEMPTS
    lost = [one for one in missed if one.permanent or over]
    rest = [one for one in missed if one not in lost]
    refused = [*refusals_of(row), *lost]
    taken = [*row.taken]
    if delivery.fate is Fate.SENT:
        taken += [address for address in claim.recipients if address not in said]
    known: dict[str, Any] = {"taken": taken, "refused": as_json(refused)}
    values = {"host": host, "reason": f"{delivery.code or ''} {delivery.text}".strip(), **delivery.values}
    if delivery.fate is Fate.UNKNOWN:
        write(session, row, OutboxState.UNKNOWN, reason="mail.unknown", reason_values=values, **known)
    elif rest:
        # Some have it: what counts attempts begins anew. A server that only takes no more at once gets the others with the next mail.
        onward = delivery.fate is Fate.SENT
        attempts = 1 if onward else row.attempts
        pause = timedelta(0) if onward and all(one.too_many for one in rest) else pause_after(attempts)
        told = "mail.partly" if taken else delivery.told
        if taken:
            values |= {"address": named(rest), "count": str(len(rest)), "total": str(len(row.recipients))}
            values["reason"] = f"{rest[0].code} {rest[0].text}"
        known |= {"attempts": attempts, "not_before": session.now + pause}
        write(session, row, OutboxState.WAITING, reason=told, reason_values=values, **known)
    elif taken:
        write_sent(session, row, host, refused)
    elif delivery.refused:
        reason, told_values = refusal_told(host, refused, len(row.recipients))
        write(session, row, OutboxState.FAILED, reason=reason, reason_values=told_values, **known)
    else:
        write(session, row, OutboxState.FAILED, reason=delivery.told, reason_values=values, **known)


def _claim(session: Session, hold: Hold, outbox_id: int) -> Claim | None:
    """The mail, now that it is ours; None where it was taken back in the meantime."""
    hold.check(session)
    claimed = session.connection.execute(
        update(outbox)
        .where(outbox.c.id == outbox_id, outbox.c.state == OutboxState.WAITING.value)
        .values(state=OutboxState.SENDING.value, changed_at=session.now, attempts=outbox.c.attempts + 1)
        .returning(outbox)
    ).first()
    if claimed is None:
        return None
    session.changed(Entity.OUTBOX, outbox_id, ticket_of(session, claimed.message_id))
    return Claim(blobs.read(session, claimed.blob_id), tuple(to_go(claimed)))


def _note_limit(session: Session, hold: Hold, mailbox_id: int, limit: int) -> None:
    """The server says how large a mail it takes: whoever writes the next one can be told before."""
    hold.check(session)
    session.connection.execute(update(mailbox).where(mailbox.c.id == mailbox_id).values(smtp_limit=limit))
    session.changed(Entity.MAILBOX, mailbox_id)


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts: doubled each time, up to half an hour."""
    return min(FIRST_PAUSE * (1 << min(attempts - 1, 16)), LONGEST_PAUSE)


def _rows() -> Any:
    return select(outbox, mailbox.c.smtp_host).join(mailbox, mailbox.c.id == outbox.c.mailbox_id)


def _claimed() -> Any:
    return _rows().where(outbox.c.state == OutboxState.SENDING.value)


def _undecided(untold: Iterable[int]) -> Any:
    known = (OutboxState.SENDING.value, OutboxState.UNKNOWN.value)
    return _rows().where((outbox.c.state == known[0]) | (outbox.c.id.in_(untold) & outbox.c.state.in_(known)))


def _due(session: Session, but_of: Iterable[int] = ()) -> Sequence[Row[Any]]:
    """What is to be sent now, but for mailboxes that are for others to send from."""
    query = _rows().where(outbox.c.state == OutboxState.WAITING.value, outbox.c.not_before <= session.now)
    if but_of:
        query = query.where(outbox.c.mailbox_id.not_in(list(but_of)))
    rows = session.connection.execute(query.order_by(outbox.c.not_before).limit(AT_ONCE)).all()
    return sorted(rows, key=lambda row: row.mailbox_id)


def _anything_to_do(session: Session, but_of: Iterable[int]) -> bool:
    return bool(_due(session, but_of)) or _any_claimed(session)


def _any_claimed(session: Session) -> bool:
    return session.connection.execute(_claimed().limit(1)).first() is not None
