"""One import from its first mail to its last: mails are kept, and filed beside it, and how far it is is told."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final

from sqlalchemy import func, select

from deskbell.jobs.import_mail import Kept, keep_all
from deskbell.jobs.mail_sources import FoundMail, Source
from deskbell.jobs.office import Office
from deskbell.jobs.read_mail import MailReader, waiting
from deskbell.model.errors import Conflict
from deskbell.model.importing import ImportCourse, ImportEnd
from deskbell.model.kinds import RawState, Status
from deskbell.rules.imports import import_folder
from deskbell.rules.pace import Pace
from deskbell.store.session import Session
from deskbell.store.tables import message, raw_mail, ticket

# So many mails are kept before they are filed, and no more: what is kept is filed even when the import is cut off.
LEAD: Final = 1_000
# While another program files, look this often how far it is.
_LOOK: Final = 0.2
_LOOK_FOR_ROOM: Final = 0.05


class ImportRun:
    """Takes the mails of a source in for a mailbox; tickets made of them get `status`, or they are added to the ticket `ticket_id`. `tell` hears how far it is, from any thread, one at a time;
    `refused` says how many files and mails could not be taken.

    It ends early, after the mails in hand, when `office.stop` is set.
    """

    def __init__(
        self,
        office: Office,
        mailbox_id: int,
        status: Status,
        source: Source,
        tell: Callable[[ImportCourse], None],
        refused: Callable[[], int],
        ticket_id: int = 0,
    ) -> None:
        self._office = office
        self._mailbox_id = mailbox_id
        self._folder = import_folder(status, ticket_id)
        self._source = source
        self._tell = tell
        self._refused = refused
        self._all_kept = threading.Event()
        self._telling = threading.Lock()
        self._seen = self._new = self._filed = self._expected = 0
        self._through = False
        self._began = time.monotonic()
        self._pace = Pace(self._began)
        self._before = office.desk.read(_newest)

    def run(self) -> None:
        """Keep every mail, and file beside it what is kept already: while one is written others are being read."""
        # An import that was killed here has left its lease; the next one must not wait until it runs out.
        self._office.release_of_dead()
        with ThreadPoolExecutor(1, "file") as beside:
            filing = beside.submit(self._file)
            try:
                keep_all(self._office.desk, self._mailbox_id, self._folder, self._mails(), self._on_kept)
                self._all_kept.set()
                filing.result()
            except BaseException:
                self._office.stop.set()
                raise
            finally:
                self._all_kept.set()
        self._through = not self._office.stop.is_set()

    def end(self) -> ImportEnd:
        """What was done, once `run` has ended, however it did."""
        tickets, first, last = self._office.desk.read(_tickets_since, self._before, self._mailbox_id, self._folder)
        filed = self._new - self._waiting()
        seconds = round(time.monotonic() - self._began, 3)
        return ImportEnd(
            seen=self._seen,
            new=self._new,
            filed=filed,
            refused=self._refused(),
            tickets=tickets,
            seconds=seconds,
            cut_off=not self._through,
            first=first,
            last=last,
        )

    def _mails(self) -> Iterator[FoundMail]:
        for found in self._source:
            if self._office.stop.is_set():
                return
            yield found

    def _on_kept(self, kept: Kept) -> None:
        with self._telling:
            self._seen, self._new = kept.seen, kept.new
            self._expected = kept.seen + self._source.to_come()
            self._tell(self._course())
        while self._new - self._filed > LEAD and not self._office.stop.wait(_LOOK_FOR_ROOM):
            pass

    def _file(self) -> None:
        """File what waits until all is kept and nothing waits, here, or see how another program does it."""
        reader = MailReader(self._office)
        try:
            self._file_with(reader)
        except BaseException:
            self._office.stop.set()
            raise
        finally:
            reader.rest()

    def _file_with(self, reader: MailReader) -> None:
        stop = self._office.stop
        while not stop.is_set():
            last_look, new = self._all_kept.is_set(), self._new
            # What an earlier import has kept is filed too, though it is not counted.
            left = self._office.desk.read(waiting)
            self._on_filed(0, new - self._waiting())
            if not left and last_look:
                return
            before = self._filed
            try:
                reader.run(partial(self._on_filed, before), go_on=True)
            except Conflict:
                # This computer slept, and a worker took over: it goes on with what is left.
                continue
            if self._filed == before:
                self._all_kept.wait(_LOOK) if not last_look else stop.wait(_LOOK)

    def _waiting(self) -> int:
        """How many of ours are kept and not filed yet, by whomever."""
        return self._office.desk.read(_waiting_since, self._before, self._mailbox_id, self._folder)

    def _on_filed(self, before: int, count: int) -> None:
        """Mails that had waited already are filed along with ours, and are not counted."""
        with self._telling:
            filed = min(self._new, before + count)
            if filed > self._filed:
                self._filed = filed
                self._tell(self._course())

    def _course(self) -> ImportCourse:
        done = self._seen - self._new + self._filed
        self._pace.mark(time.monotonic(), done)
        return ImportCourse(
            seen=self._seen,
            new=self._new,
            filed=self._filed,
            refused=self._refused(),
            expected=self._expected,
            rate=self._pace.rate(),
            left=self._pace.left(self._expected - done),
        )


def _newest(session: Session) -> tuple[int, int]:
    """The last raw mail and the last ticket."""
    last_mail = session.connection.execute(select(func.max(raw_mail.c.id))).scalar()
    last_ticket = session.connection.execute(select(func.max(ticket.c.id))).scalar()
    return last_mail or 0, last_ticket or 0


def _waiting_since(session: Session, before: tuple[int, int], mailbox_id: int, folder: str) -> int:
    """How many mails of an import's folder wait to be read, of those after this."""
    query = select(func.count()).where(
        raw_mail.c.state == RawState.NEW.value,
        raw_mail.c.id > before[0],
        raw_mail.c.mailbox_id == mailbox_id,
        raw_mail.c.folder == folder,
    )
    return session.connection.execute(query).scalar_one()


def _tickets_since(session: Session, before: tuple[int, int], mailbox_id: int, folder: str) -> tuple[int, int, int]:
    """How many tickets were made of mails of an import's folder, of those after these, and the numbers of the first and the last (0 for none)."""
    after_mail, after_ticket = before
    number = message.c.ticket_id
    query = (
        select(func.count(number.distinct()), func.min(number), func.max(number))
        .join(raw_mail, raw_mail.c.message_id == message.c.id)
        .where(
            raw_mail.c.id > after_mail,
            raw_mail.c.mailbox_id == mailbox_id,
            raw_mail.c.folder == folder,
            message.c.ticket_id > after_ticket,
        )
    )
    many, first, last = session.connection.execute(query).one()
    return many, first or 0, last or 0
