"""Mail in, second half: kept raw mails are read in the parser pool and filed.

While one batch is written the next one is being parsed. A mail that breaks the reader, or us, is set aside as a ticket that says so, with
the original attached; it never holds up the others.
"""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import accumulate, groupby
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace
from sqlalchemy import Row, func, select
from sqlalchemy.exc import DBAPIError

from deskbell.actions.intake.arrival import Arrival, Policy
from deskbell.actions.receive import receive
from deskbell.jobs.hold import Hold
from deskbell.jobs.office import Office
from deskbell.mail.pool import PoolClosed, Unread
from deskbell.model.errors import Conflict, DeskError
from deskbell.model.mail import InboundMail
from deskbell.rules.imports import imported_into, imported_status
from deskbell.store import blobs
from deskbell.store.session import Session
from deskbell.store.tables import blob, folder, is_waiting, mailbox, raw_mail

log = logging.getLogger("deskbell.jobs.read")

# Mails that are read and filed together: at most this many, and no more once they are this many bytes. Two batches are in memory at a time.
BATCH = 200
BATCH_BYTES = 8 << 20
LEASE = "read mail"


class _Batch(Struct):
    """Kept mails, in order, and what the pool was asked about them: their ids, and what gives the answers."""

    kept: list[Arrival]
    asked: list[tuple[list[int], Callable[[], list[InboundMail | Unread]]]] = field(default_factory=list)

    def arrivals(self) -> list[Arrival]:
        """The mails as they were read; waits for the pool. Raises `PoolClosed`."""
        outcomes = {raw_id: one for ids, answers in self.asked for raw_id, one in zip(ids, answers(), strict=True)}
        return [answered(one, outcomes[one.raw_id]) if one.raw_id in outcomes else one for one in self.kept]


# One raw mail that waits, with its bytes.
Waiting = tuple[Row[*tuple[Any, ...]], bytes]


class MailReader:
    """Reads and files all raw mail that waits. Runs on one thread at a time."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._hold: Hold | None = None

    def run(self, progress: Callable[[int], None] = lambda _: None, *, go_on: bool = False) -> int:
        """File what waits; how many mails that were. `progress` is called with the number of mails filed so far.

        With `go_on` the lease is kept for the next run, until `rest`: to take it and to give it back is a commit each. Raises `Conflict` lease.lost.
        """
        if not self._office.desk.read(_waiting_ids, 0, 1):
            return 0
        self._hold = self._hold or Hold.take(self._office, LEASE)
        if self._hold is None:
            return 0
        filed = 0
        try:
            with ThreadPoolExecutor(1, "read") as ahead:
                following = ahead.submit(self._begin_after, 0)
                while begun := following.result():
                    # The children have the next batch before they are through with this one: they never wait for us.
                    following = ahead.submit(self._begin_after, begun.kept[-1].raw_id)
                    arrivals = begun.arrivals()
                    if self._office.stop.is_set():
                        break
                    self._hold.renew()
                    self._file(arrivals, self._hold)
                    filed += len(arrivals)
                    progress(filed)
        except PoolClosed:
            # We are asked to end: what was being read waits for the next worker.
            log.info("stopped in the midst of reading")
        except Conflict:
            self._hold = None
            raise
        finally:
            if not go_on:
                self.rest()
        return filed

    def rest(self) -> None:
        """Give the lease back, if we have it: another program may read now."""
        if self._hold is not None:
            self._hold.release()
            self._hold = None

    def _begin_after(self, raw_id: int) -> "_Batch | None":
        """The next batch of waiting mails beyond `raw_id`, given to the pool; None where nothing waits there. Mails of mailboxes with the same charset
        hint go together."""
        waiting = self._office.desk.read(_waiting, raw_id, BATCH)
        if not waiting:
            return None
        groups: dict[str, dict[int, bytes]] = {}
        batch = _Batch([])
        for row, content in waiting:
            arrival = _arrival(row)
            batch.kept.append(_not_given(arrival, row.reason, content) if row.reason else arrival)
            if not row.reason:
                groups.setdefault(row.charset_hint, {})[row.id] = content
        for hint, contents in groups.items():
            batch.asked.append((list(contents), self._office.begin_to_parse(list(contents.values()), hint)))
        return batch

    def _file(self, arrivals: Sequence[Arrival], hold: Hold) -> None:
        """File a batch, each kind of mail (news, import) under its own policy; one by one where the batch as a whole fails."""
        for kind, group in groupby(arrivals, lambda one: (imported_status(one.folder), imported_into(one.folder))):
            status, into = kind
            policy = (
                Policy.of(self._office.settings())
                if status is None
                else Policy(imported=True, status=status, ticket_id=into)
            )
            self._file_together(list(group), policy, hold)

    def _file_together(self, batch: Sequence[Arrival], policy: Policy, hold: Hold) -> None:
        try:
            self._commit(batch, policy, hold)
        except (DeskError, DBAPIError):
            # The surroundings failed, or the lease is gone: nothing is wrong with the mails.
            raise
        except Exception:
            log.exception("a batch of %d mails could not be filed; filing them one by one", len(batch))
            self._file_singly(batch, policy, hold)

    def _file_singly(self, arrivals: Sequence[Arrival], policy: Policy, hold: Hold) -> None:
        for arrival in arrivals:
            try:
                self._commit([arrival], policy, hold)
            except (DeskError, DBAPIError):
                raise
            except Exception as error:
                log.exception("raw mail %d could not be filed", arrival.raw_id)
                self._commit([_set_aside(arrival, error)], policy, hold)

    def _commit(self, arrivals: Sequence[Arrival], policy: Policy, hold: Hold) -> None:
        def work(session: Session) -> None:
            hold.check(session)
            receive(session, arrivals, policy)

        self._office.desk.transact(work)


def answered(arrival: Arrival, outcome: InboundMail | Unread) -> Arrival:
    """A kept raw mail with what the parser made of it."""
    if isinstance(outcome, InboundMail):
        return replace(arrival, mail=outcome)
    return replace(arrival, code=outcome.code, reason=outcome.reason)


def _arrival(row: Row[Any]) -> Arrival:
    """A raw mail that waits to be read."""
    return Arrival(
        raw_id=row.id,
        blob_id=row.blob_id,
        mailbox_id=row.mailbox_id,
        received_at=row.received_at,
        folder=row.folder,
        special=row.special or "",
        stand_in=row.message_id or 0,
    )


def _not_given(arrival: Arrival, code: str, about: bytes) -> Arrival:
    """A mail that its server did not give: `about` is what was kept in its place."""
    return replace(arrival, code=code, reason=about.decode(), fetched=False, stand_in=0)


def _set_aside(arrival: Arrival, error: Exception) -> Arrival:
    """The arrival as one that could not be read: our bug, and the sender's mail kept whole."""
    return replace(arrival, mail=None, code="parse.failed", reason=type(error).__name__)


def waiting(session: Session) -> int:
    """How many raw mails wait to be read."""
    query = select(func.count()).select_from(raw_mail).where(is_waiting)
    return session.connection.execute(query).scalar_one()


def _waiting_ids(session: Session, after: int, limit: int) -> Sequence[int]:
    query = select(raw_mail.c.id).where(is_waiting, raw_mail.c.id > after)
    return session.connection.execute(query.order_by(raw_mail.c.id).limit(limit)).scalars().all()


def _waiting(session: Session, after: int, limit: int) -> list[Waiting]:
    columns = (raw_mail.c.id, raw_mail.c.blob_id, raw_mail.c.mailbox_id, raw_mail.c.received_at, raw_mail.c.folder)
    query = (
        select(
            *columns, raw_mail.c.reason, raw_mail.c.message_id, blob.c.size, mailbox.c.charset_hint, folder.c.special
        )
        .join(blob, blob.c.id == raw_mail.c.blob_id)
        .join(mailbox, mailbox.c.id == raw_mail.c.mailbox_id)
        .outerjoin(folder, (folder.c.mailbox_id == raw_mail.c.mailbox_id) & (folder.c.name == raw_mail.c.folder))
        .where(is_waiting, raw_mail.c.id > after)
    )
    found = session.connection.execute(query.order_by(raw_mail.c.id).limit(limit)).all()
    sizes = accumulate(row.size for row in found)
    rows = [row for place, (row, size) in enumerate(zip(found, sizes, strict=True)) if not place or size <= BATCH_BYTES]
    contents = blobs.read_all(session, [row.blob_id for row in rows])
    return [(row, contents[row.blob_id]) for row in rows]
