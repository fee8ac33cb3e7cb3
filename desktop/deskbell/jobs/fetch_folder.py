"""One folder of a mailbox: what is new in it, what its server refused before, and once a night whether anything is missing."""

import logging
import time
from collections.abc import Generator, Iterable, Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace
from sqlalchemy.exc import DBAPIError

from deskbell.actions.give_after_all import give_after_all
from deskbell.actions.keep_raw import RawMail
from deskbell.jobs.ahead import ahead
from deskbell.jobs.folder_mark import Mark, kept_uids, read_mark, refused_uids, write_mark
from deskbell.jobs.hold import RENEW_EVERY, Hold
from deskbell.jobs.office import Office
from deskbell.jobs.take_in import FEW, Answers, Taken, read_few, take_in
from deskbell.mail.folders import FolderState
from deskbell.mail.imap import FetchedMail, Inbox, UnfetchedMail
from deskbell.model.errors import DeskError
from deskbell.model.rows import MailboxRow
from deskbell.rules import nightly
from deskbell.rules.unread import REFUSED
from deskbell.store import blobs
from deskbell.store.session import Session

log = logging.getLogger("deskbell.jobs.fetch")

# Raw mails are committed in groups of at most this many, or this many bytes.
GROUP_COUNT = 100
GROUP_BYTES = 8 << 20
ALMOST_A_SECOND = timedelta(milliseconds=999)

Fetched = FetchedMail | UnfetchedMail
# A group of mails, and what the parser made of them if it was asked already.
_Read = tuple[list[Fetched], Answers | None]


class FolderFetch:
    """Takes in one folder over a connection that others use before and after. `special` is what the server says it is for (`mail.folders`). Raises `Trouble` as `Inbox` does, `Conflict` lease.lost."""

    def __init__(self, office: Office, hold: Hold, inbox: Inbox, row: MailboxRow, name: str, special: str = "") -> None:
        self._office = office
        self._hold = hold
        self._inbox = inbox
        self._row = row
        self._name = name
        self._special = special
        self._began = time.monotonic()
        # The desk's time then: this computer's may be wrong.
        self._at: datetime = office.desk.read(_now)

    def run(self, *, ask_again: bool) -> None:
        """Open the folder, take in what is new, and do the nightly comparison where it is due.

        `ask_again`: also for the mails that the server has listed but refused.
        """
        state = self._inbox.select(self._name)
        mark = self._office.desk.read(read_mark, self._row.id, self._name)
        if mark is None or mark.uidvalidity != state.uid_validity:
            mark = self._begin(state, mark)
        mark = replace(mark, special=self._special)
        if ask_again:
            self._ask_again(mark)
        mark = self._take_new(state, mark)
        if not self._office.stop.is_set() and nightly.due(mark.compared_at, self._now().astimezone()):
            self._compare(mark)

    def _begin(self, state: FolderState, before: Mark | None) -> Mark:
        """Where to begin in a folder that was never read, or whose UIDVALIDITY is another: then all of it is gone through, and what is known is
        known by its bytes."""
        now = self._now()
        if before is not None:
            log.warning("mailbox %d: %s has new UIDs, looking through all of it", self._row.id, self._name)
            since = before.since
        else:
            since = None if self._row.history_days < 0 else now - timedelta(days=self._row.history_days)
        first = 0
        if since is not None:
            # "None" means none, not those of today.
            recent = self._inbox.uids_since(since.date()) if before is not None or self._row.history_days else []
            first = recent[0] if recent else state.uid_next or self._beyond_all()
        return Mark(
            uidvalidity=state.uid_validity,
            last_uid=max(first - 1, 0),
            first_uid=first,
            since=since,
            compared_at=now,
            again=before is not None,
        )

    def _beyond_all(self) -> int:
        """For a server that does not tell UIDNEXT."""
        uids = self._inbox.all_uids()
        return uids[-1] + 1 if uids else 1

    def _take_new(self, state: FolderState, mark: Mark) -> Mark:
        nothing = state.exists == 0 or 0 < state.uid_next <= mark.last_uid + 1
        uids = [] if nothing else self._inbox.new_uids(mark.last_uid)
        read = self._read(self._groups(uids), few=0 < len(uids) <= FEW)
        with ahead(read, self._hold.renew, RENEW_EVERY) as groups:
            for group, answers in groups:
                mark = mark.read_to(group[-1].uid)
                self._take_in(mark, group, answers)
                self._hold.renew()
                if self._office.stop.is_set():
                    return mark
        # What was listed and gone before it was fetched need not be asked for again.
        mark = mark.read_to(uids[-1]) if uids else mark
        if self._office.desk.read(read_mark, self._row.id, self._name) != mark.settled():
            self._keep(mark, [])
        return mark.settled()

    def _ask_again(self, mark: Mark) -> None:
        """For what the server has refused: it may have recovered."""
        uids = self._office.desk.read(refused_uids, self._row.id, self._name, mark.uidvalidity)
        for group in self._groups(uids):
            given = [self._raw_mail(mark, mail) for mail in group if isinstance(mail, FetchedMail)]
            if given:

                def work(session: Session, given: Sequence[RawMail] = given) -> int:
                    self._hold.check(session)
                    return give_after_all(session, self._row.id, self._name, mark.uidvalidity, given, self._row.after)

                log.info("mailbox %d: %d mails given after all", self._row.id, self._office.desk.transact(work))
                self._office.news.set()
            self._hold.renew()

    def _compare(self, mark: Mark) -> None:
        """Once a night: what the server has and the desk has not is fetched."""
        kept = self._office.desk.read(kept_uids, self._row.id, self._name, mark.uidvalidity)
        there = self._inbox.all_uids()
        missing = [uid for uid in there if mark.first_uid <= uid <= mark.last_uid and uid not in kept]
        found = 0
        for group in self._groups(missing):
            found += self._keep(mark, group)
            self._hold.renew()
        log.log(
            logging.WARNING if found else logging.INFO,
            "mailbox %d, %s: compared, %d mails on the server, %d were missing here",
            *(self._row.id, self._name, len(there), found),
        )
        self._keep(mark.compared(self._now(), found), [])

    def _take_in(self, mark: Mark, group: Sequence[Fetched], answers: Answers | None) -> None:
        """Commit a group of new mails: filed too, where they were read already and nothing of ours breaks on them."""
        try:
            self._keep(mark, group, answers)
        except (DeskError, DBAPIError):
            raise
        except Exception:
            if answers is None:
                raise
            log.exception("mailbox %d: %d mails could not be filed at once; keeping them", self._row.id, len(group))
            self._keep(mark, group)

    def _keep(self, mark: Mark, group: Sequence[Fetched], answers: Answers | None = None) -> int:
        """Commit raw mails and how far the folder is read, together; how many are new."""
        mails = [self._raw_mail(mark, mail) for mail in group]
        contents = {mail.uid: blobs.prepared(mail.content) for mail in mails}
        place = (self._row.id, self._name, mark.uidvalidity)

        def work(session: Session) -> Taken:
            self._hold.check(session)
            taken = Taken(0, 0)
            if mails:
                taken = take_in(session, self._office, place, mails, contents, answers, self._row.after, self._special)
            write_mark(session, self._row.id, self._name, mark)
            return taken

        taken = self._office.desk.transact(work)
        if taken.new:
            log.info("mailbox %d: %d new mails", self._row.id, taken.new)
        if taken.left:
            self._office.news.set()
        return taken.new

    def _read(self, groups: Generator[list[Fetched], None, None], *, few: bool) -> Generator[_Read, None, None]:
        """The groups, with what the parser makes of them where they are few mails, all of which the server gave."""
        settings = self._office.settings() if few else None
        for group in groups:
            given = {mail.uid: mail.raw for mail in group if isinstance(mail, FetchedMail)}
            if settings is None or len(given) < len(group):
                yield group, None
            else:
                yield group, read_few(self._office, settings, self._row.charset_hint, given)

    def _raw_mail(self, mark: Mark, mail: Fetched) -> RawMail:
        """What to keep of a mail; of one that the server does not give where it lies and what the server said, so that a person can look there."""
        at = received_at(mail.internal_date, self._now())
        # In a folder that is gone through once more, what came before the first look was not asked for then, and is not now.
        too_old = mark.again and mark.since is not None and at < mark.since
        if isinstance(mail, FetchedMail):
            return RawMail(mail.uid, at, mail.raw, too_old=too_old)
        log.error("mailbox %d: the server cannot give mail %d: %s", self._row.id, mail.uid, mail.reason)
        where = f"{self._row.address}, {self._name}, UID {mail.uid}: {mail.reason}"
        return RawMail(mail.uid, at, where.encode(), REFUSED, too_old=too_old)

    def _now(self) -> datetime:
        return self._at + timedelta(seconds=time.monotonic() - self._began)

    def _groups(self, uids: Sequence[int]) -> Generator[list[Fetched], None, None]:
        return grouped(self._inbox.fetch(uids))


def _now(session: Session) -> datetime:
    return session.now


def received_at(told: datetime | None, now: datetime) -> datetime:
    """When a mail came in, by its INTERNALDATE (None: now). That has whole seconds (RFC 3501, 2.3.3): its last moment is taken, or an answer
    that comes within the second of what it answers would stand before it."""
    if told is None:
        return now
    return max(told, min(told + ALMOST_A_SECOND, now))


def grouped(mails: Iterable[Fetched]) -> Generator[list[Fetched], None, None]:
    """Groups of `GROUP_COUNT` mails or `GROUP_BYTES` at most, in order; a larger mail comes alone."""
    group: list[Fetched] = []
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
