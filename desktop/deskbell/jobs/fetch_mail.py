"""Mail in, first half: from the server's folder into the database, byte for byte, exactly once."""

import logging
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import insert, select, update

from deskbell.actions.keep_raw import RawMail, keep_raw
from deskbell.jobs.mailbox_state import record_failure, record_success
from deskbell.jobs.office import Office
from deskbell.mail.folders import FolderState
from deskbell.mail.imap import FetchedMail, Inbox, UnfetchedMail
from deskbell.model.errors import Trouble
from deskbell.model.rows import MailboxRow
from deskbell.store.queries import mailboxes
from deskbell.store.session import Session
from deskbell.store.tables import folder

log = logging.getLogger("deskbell.jobs.fetch")

# Raw mails are committed in groups of at most this many, or this many bytes.
GROUP_COUNT = 100
GROUP_BYTES = 16 << 20
# A lease must be renewed well before it runs out: a wait for news is at most this long.
LONGEST_WAIT = 10.0
FIRST_PAUSE = 5.0
LONGEST_PAUSE = 300.0
ALMOST_A_SECOND = timedelta(milliseconds=999)
# The code of `model.sentences` for a mail that the server lists and does not give.
REFUSED = "fetch.refused"
# How often to look whether a mailbox that is off or held elsewhere has become ours.
ELSEWHERE_PAUSE = 5.0


class MailboxFetcher:
    """Watches one mailbox over one connection that it keeps. Runs on one thread at a time."""

    def __init__(self, office: Office, mailbox_id: int) -> None:
        self._office = office
        self._id = mailbox_id
        self._inbox: Inbox | None = None
        self._version = -1
        self._failures = 0
        self._lapses: date | None = None
        self._lease = f"mailbox/{mailbox_id}"

    def run(self, *, wait: bool = True) -> float:
        """Look for new mail, then wait for news as long as the server lets us; in how many seconds to look again."""
        row = self._office.desk.read(mailboxes.by_id, self._id)
        if row is None or not row.active or not row.imap_host:
            self.close()
            return ELSEWHERE_PAUSE
        token = self._office.take(self._lease)
        if token is None:
            self.close()
            return ELSEWHERE_PAUSE
        try:
            inbox = self._connect(row)
            self._sync(inbox, row, token)
            record_success(self._office.desk, row, self._lapses)
            self._failures = 0
            return self._wait(inbox) if wait else 0.0
        except Trouble as trouble:
            self.close()
            self._failures += 1
            record_failure(self._office.desk, row, trouble)
            log.warning("mailbox %d: %s %s", self._id, trouble.code, trouble.detail)
            return min(FIRST_PAUSE * (1 << min(self._failures - 1, 16)), LONGEST_PAUSE)

    def interrupt(self) -> None:
        """Begin with a fresh connection at the next look; may be called from another thread."""
        self._version = -1

    def close(self) -> None:
        """Let go of the connection."""
        if self._inbox is not None:
            self._inbox.close()
            self._inbox = None

    def _connect(self, row: MailboxRow) -> Inbox:
        if self._inbox is not None and self._version == row.version:
            return self._inbox
        self.close()
        self._inbox = self._office.logins.incoming(row, Inbox.open)
        self._version = row.version
        self._lapses = self._office.logins.lapses(row)
        return self._inbox

    def _wait(self, inbox: Inbox) -> float:
        poll = float(self._office.settings().number("mail.poll_seconds"))
        if not inbox.can_idle():
            return poll
        inbox.wait(min(poll, LONGEST_WAIT), self._office.stop.is_set)
        return 0.0

    def _sync(self, inbox: Inbox, row: MailboxRow, token: int) -> None:
        state = inbox.select(row.folder)
        last = self._office.desk.read(_last_uid, row.id, state)
        if last is None:
            last = _first_look(inbox, row, state)
        uids = inbox.new_uids(last)
        for group in _grouped(inbox.fetch(uids)):
            mails = [_raw_mail(row, mail) for mail in group]
            self._keep(row, state, token, mails, group[-1].uid)
            if self._office.stop.is_set():
                return
        if not uids:
            self._keep(row, state, token, [], last)

    def _keep(self, row: MailboxRow, state: FolderState, token: int, mails: list[RawMail], last_uid: int) -> None:
        """Commit raw mails and how far the folder is read, together."""

        def work(session: Session) -> int:
            self._office.check(session, self._lease, token)
            kept = keep_raw(session, row.id, row.folder, state.uid_validity, mails) if mails else 0
            _remember(session, row, state, last_uid)
            return kept

        if mails or self._office.desk.read(_last_uid, row.id, state) != last_uid:
            kept = self._office.desk.transact(work)
            if kept:
                log.info("mailbox %d: %d new mails", row.id, kept)
                self._office.news.set()


def received_at(told: datetime | None, now: datetime) -> datetime:
    """When a mail came in, by its INTERNALDATE (None: now). That has whole seconds (RFC 3501, 2.3.3): its last moment is taken, or an answer
    that comes within the second of what it answers would stand before it."""
    if told is None:
        return now
    return max(told, min(told + ALMOST_A_SECOND, now))


def _raw_mail(row: MailboxRow, mail: FetchedMail | UnfetchedMail) -> RawMail:
    """What to keep of a mail; of one that the server does not give where it lies and what the server said, so that a person can look there."""
    if isinstance(mail, FetchedMail):
        return RawMail(mail.uid, received_at(mail.internal_date, datetime.now(UTC)), mail.raw)
    log.error("mailbox %d: the server cannot give mail %d: %s", row.id, mail.uid, mail.reason)
    where = f"{row.address}, {row.folder}, UID {mail.uid}: {mail.reason}"
    return RawMail(mail.uid, datetime.now(UTC), where.encode(), REFUSED)


def _first_look(inbox: Inbox, row: MailboxRow, state: FolderState) -> int:
    """After which UID to begin in a folder that was never read: at the mails of the last days that the mailbox asks for."""
    if row.history_days < 0:
        return 0
    recent = inbox.uids_since((datetime.now(UTC) - timedelta(days=row.history_days)).date())
    if recent:
        return recent[0] - 1
    return max(state.uid_next - 1, 0)


def _last_uid(session: Session, mailbox_id: int, state: FolderState) -> int | None:
    """How far a folder is read; 0 where its UIDVALIDITY is another one now, None where it was never read."""
    found = session.connection.execute(
        select(folder.c.uidvalidity, folder.c.last_uid).where(
            folder.c.mailbox_id == mailbox_id, folder.c.name == state.name
        )
    ).first()
    if found is None:
        return None
    return int(found.last_uid) if found.uidvalidity == state.uid_validity else 0


def _remember(session: Session, row: MailboxRow, state: FolderState, last_uid: int) -> None:
    here = (folder.c.mailbox_id == row.id) & (folder.c.name == state.name)
    values = {"uidvalidity": state.uid_validity, "last_uid": last_uid, "read_at": session.now}
    if session.connection.execute(update(folder).where(here).values(values)).rowcount == 0:
        session.connection.execute(insert(folder).values(values | {"mailbox_id": row.id, "name": state.name}))


def _grouped(mails: Iterable[FetchedMail | UnfetchedMail]) -> Iterator[list[FetchedMail | UnfetchedMail]]:
    group: list[FetchedMail | UnfetchedMail] = []
    size = 0
    for mail in mails:
        length = len(mail.raw) if isinstance(mail, FetchedMail) else 0
        if group and (len(group) == GROUP_COUNT or size + length > GROUP_BYTES):
            yield group
            group, size = [], 0
        group.append(mail)
        size += length
    if group:
        yield group
