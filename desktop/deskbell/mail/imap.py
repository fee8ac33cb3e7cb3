"""One connection to an IMAP mailbox: what is new, the mails themselves, the copy in Sent. Nothing here ever sets \\Seen on a customer's mail.

A folder is opened read-only (EXAMINE) and mails are fetched with BODY.PEEK[] (RFC 9051 6.4.5). Mails are told apart by UIDVALIDITY and UID,
never by flags: people read the same mailbox on their phones. After a `Trouble` the connection is of no more use: close it and open another.
"""

import contextlib
import imaplib
import logging
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final, Self

from imapclient import IMAPClient
from msgspec import Struct

from deskbell.mail.folders import Folder, FolderState, choose_sent, listed
from deskbell.mail.imap_connection import RENEWAL, connect, fetch, idle
from deskbell.mail.imap_line import Line
from deskbell.mail.login import LIBRARY_ERRORS, explain, explained, is_busy, words
from deskbell.model.errors import Trouble
from deskbell.model.hidden import all_but
from deskbell.model.mail import Server

log = logging.getLogger(__name__)

BATCH_COUNT: Final = 100
BATCH_BYTES: Final = 8 * 1024 * 1024
# Sizes are asked for so many mails at a time: one round trip in place of ten.
SIZES_AT_ONCE: Final = 1_000
# A large answer may take so much longer, in bytes a second.
SLOWEST_BYTES: Final = 4_000
# imaplib gives up on an answer line of a million bytes: a search answers with at most this many ids of ten digits.
SEARCH_WINDOW: Final = 50_000
_WHOLE_MAIL: Final = ("INTERNALDATE", "BODY.PEEK[]")
# What may stand in an answer to FETCH, asked for or not. Anything else is a sign that a literal was longer or shorter than it said.
_ITEM: Final = re.compile(rb"SEQ|UID|INTERNALDATE|FLAGS|MODSEQ|SAVEDATE|EMAILID|THREADID|PREVIEW|RFC822.*|BODY.*|X-.*")


class FetchedMail(Struct, frozen=True):
    """One mail as the server holds it. `internal_date` is when the server got it, in UTC; None where the server tells nonsense."""

    uid: int
    internal_date: datetime | None
    raw: bytes

    __repr__ = all_but("raw")


class UnfetchedMail(Struct, frozen=True):
    """A mail that the server lists but cannot give, though it gives others: the reason in the server's words, and when it got the mail (UTC), None where
    it does not even say that.
    """

    uid: int
    reason: str
    internal_date: datetime | None = None


class Inbox:
    """A logged-in connection, for one thread. Make it with `Inbox.open`, and use it with `with`, or `close` it.

    Every method raises `Trouble` with a code of `model.sentences` when the server or the way to it fails.
    """

    def __init__(self, client: IMAPClient, server: Server, line: Line) -> None:
        self._client = client
        self._server = server
        self._line = line
        self._state: FolderState | None = None

    @classmethod
    def open(cls, server: Server, line: Line | None = None) -> Self:
        """Connect, verify the server's certificate, and only then log in. Who has the `line` may cut it, also before this comes back."""
        line = line or Line()
        return cls(connect(server, line), server, line)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Log out if the server still listens, and close the connection in any case. Raises nothing."""
        with contextlib.suppress(*LIBRARY_ERRORS):
            self._client.socket().settimeout(2)
            self._client.logout()
        self._hang_up()

    @property
    def client(self) -> IMAPClient:
        """The library's connection, for `mail.imap_changes`."""
        return self._client

    @property
    def host(self) -> str:
        """The server's name."""
        return self._server.host

    @contextlib.contextmanager
    def asking(self, *, seconds: float = 0.0) -> Iterator[None]:
        """Commands within are explained where they fail, and are overdue after a while; `seconds` are what they take by their nature."""
        with explained(self._server), self._line.waiting(seconds=seconds):
            yield

    def select(self, folder: str, *, readonly: bool = True) -> FolderState:
        """Open a folder; raises `Trouble` mail.folder where there is none. Ask again before each look: UIDVALIDITY may change.

        Without `readonly` it can be changed (see `mail.imap_changes`); raises `Trouble` after.refused where the server does not let us.
        """
        with self.asking():
            try:
                answer = self._client.select_folder(folder, readonly=readonly)
            except imaplib.IMAP4.readonly as error:
                raise Trouble("after.refused", host=self.host, folder=folder, reason=words(error)) from error
            except imaplib.IMAP4.abort:
                raise
            except imaplib.IMAP4.error as error:
                if is_busy(str(error)):
                    raise
                raise Trouble("mail.folder", folder=folder, detail=words(error)) from error
            validity, exists = int(answer[b"UIDVALIDITY"]), int(answer.get(b"EXISTS", 0))
            self._state = FolderState(folder, validity, int(answer.get(b"UIDNEXT", 0)), exists)
            return self._state

    def new_uids(self, after_uid: int) -> list[int]:
        """The UIDs of the open folder that are larger than `after_uid`, in order; as it was at the last `select` or `wait`."""
        # "n:*" means from the largest UID on where n is beyond it (RFC 9051, seq-range): the last old mail comes along.
        return [uid for uid in self._search(["UID", f"{after_uid + 1}:*"]) if uid > after_uid]

    def all_uids(self) -> list[int]:
        """The UIDs of all mails of the open folder, in order; as it was at the last `select` or `wait`."""
        return self._search(["ALL"])

    def uids_since(self, day: date) -> list[int]:
        """The UIDs of the mails of the open folder that the server got on `day` or later, in order; as it was at the last `select` or `wait`."""
        return self._search(["SINCE", day])

    def fetch(self, uids: Sequence[int]) -> Iterator[FetchedMail | UnfetchedMail]:
        """The mails of some UIDs of the open folder, in order, fetched in batches that fit in memory.

        A batch has at most `BATCH_COUNT` mails and `BATCH_BYTES` bytes; a larger mail comes alone. Mails that are gone by now are left out.
        A server that fails or hangs up in the middle is asked again for each mail alone, twice, before that mail counts as one it cannot give.
        """
        for low in range(0, len(uids), SIZES_AT_ONCE):
            wanted = uids[low : low + SIZES_AT_ONCE]
            with self.asking():
                answers = fetch(self._client, wanted, ["RFC822.SIZE"])
                sizes = {uid: int(answer.get(b"RFC822.SIZE") or 0) for uid, answer in answers.items()}
            for batch in batches([(uid, sizes[uid]) for uid in wanted if uid in sizes]):
                yield from self._fetch_batch(batch, sum(sizes[uid] for uid in batch))

    def folders(self) -> tuple[Folder, ...]:
        """All folders, as the server lists them."""
        with self.asking():
            found = self._client.list_folders()
        return tuple(listed(name, flags) for flags, _, name in found)

    def sent_folder(self) -> str:
        """The folder for copies of what was sent: the one marked so (RFC 6154), else the first with a usual name, else ""."""
        return choose_sent(self.folders())

    def append_sent(self, folder: str, raw: bytes, sent_at: datetime) -> None:
        """Put a copy of a sent mail into `folder`, read; `sent_at` is aware. Raises `Trouble` mail.folder where there is none."""
        with self.asking():
            try:
                self._client.append(folder, raw, flags=(b"\\Seen",), msg_time=sent_at)
            except imaplib.IMAP4.abort:
                raise
            except imaplib.IMAP4.error as error:
                if "TRYCREATE" in str(error).upper():
                    raise Trouble("mail.folder", folder=folder, detail=words(error)) from error
                raise

    def find_by_message_id(self, folder: str, message_id: str) -> list[int]:
        """The UIDs of the mails in `folder` with this Message-ID (without angle brackets). `folder` is the open one afterwards."""
        self.select(folder)
        with self.asking():
            return sorted(self._client.search(["HEADER", "Message-ID", f"<{message_id}>"]))

    def can_idle(self) -> bool:
        """Whether the server tells of new mail by itself (RFC 2177)."""
        with self.asking():
            return bool(self._client.has_capability("IDLE"))

    def wait(self, seconds: float, stopped: Callable[[], bool] = lambda: False) -> bool:
        """Wait until a mail comes into the open folder (True), `seconds` are over, or `stopped` says so (False).

        IDLE is renewed before anybody on the way forgets the connection, and a dead line is found out then, at the latest. `stopped` is asked
        twice a second. A mail that came before the wait began may go unnoticed: look for new ones after every wait.
        """
        deadline = time.monotonic() + seconds
        while (now := time.monotonic()) < deadline and not stopped():
            pause = min(deadline - now, RENEWAL)
            with self.asking(seconds=pause):
                if idle(self._client, pause, stopped):
                    return True
        return False

    def _search(self, criteria: list[object]) -> list[int]:
        """The UIDs that a search of the open folder finds, in order, asked for so that no answer is too long."""
        assert self._state is not None, "no folder is open"
        exists = self._state.exists
        found: set[int] = set()
        with self.asking():
            if exists <= SEARCH_WINDOW:
                found.update(self._client.search(criteria))
            else:
                for low in range(1, exists + 1, SEARCH_WINDOW):
                    high = low + SEARCH_WINDOW - 1
                    found.update(self._client.search([f"{low}:{high if high < exists else '*'}", *criteria]))
        return sorted(found)

    def _fetch_batch(self, uids: list[int], size: int) -> Iterator[FetchedMail | UnfetchedMail]:
        try:
            answers = self._whole(uids, size)
            if any(_odd(answer) for answer in answers.values()):
                raise imaplib.IMAP4.error("an answer to FETCH holds what nobody asked for")
        except LIBRARY_ERRORS as error:
            # One mail that the server stumbles over must not keep the others back; Dovecot even hangs up on it.
            self._recover(error)
            for uid in uids:
                yield from self._fetch_one(uid, size)
        else:
            for uid in uids:
                yield from self._found(uid, answers)

    def _fetch_one(self, uid: int, size: int) -> Iterator[FetchedMail | UnfetchedMail]:
        reason = ""
        for _ in range(2):
            try:
                answers = self._whole([uid], size)
            except LIBRARY_ERRORS as error:
                reason = words(error)
                self._recover(error)
            else:
                yield from self._found(uid, answers)
                return
        yield from self._missing(uid, reason)

    def _whole(self, uids: Sequence[int], size: int) -> Mapping[int, Mapping[bytes, Any]]:
        """The library's answers, and its errors as they are: those of one mail are no trouble yet."""
        with self._line.waiting(seconds=size / SLOWEST_BYTES):
            return fetch(self._client, uids, _WHOLE_MAIL)

    def _found(self, uid: int, answers: Mapping[int, Mapping[bytes, Any]]) -> Iterator[FetchedMail | UnfetchedMail]:
        """The mail of one UID in the answers of FETCH; none where it is gone."""
        if uid in answers:
            raw = answers[uid].get(b"BODY[]")
            if isinstance(raw, bytes):
                yield FetchedMail(uid, _received(answers[uid]), raw)
            else:
                yield from self._missing(uid, words(raw))

    def _missing(self, uid: int, reason: str) -> Iterator[UnfetchedMail]:
        """What to say of a mail that did not come: nothing if somebody has deleted it in the meantime."""
        with self.asking():
            self._client.noop()
            there = self._client.search(["UID", str(uid)])
        if there:
            log.warning("the server cannot give the mail with UID %d", uid)
            yield UnfetchedMail(uid, reason, self._date_of(uid))

    def _date_of(self, uid: int) -> datetime | None:
        """When the server got a mail that it does not give; to be silent about that too keeps no other mail back."""
        try:
            with self._line.waiting():
                return _received(fetch(self._client, [uid], ["INTERNALDATE"]).get(uid, {}))
        except LIBRARY_ERRORS as error:
            self._recover(ConnectionError() if isinstance(error, TimeoutError) else error)
            return None

    def _recover(self, error: Exception) -> None:
        """After an error of fetching, stand in the same folder again, with a new connection if need be; `Trouble` where that is impossible."""
        if isinstance(error, TimeoutError) or self._line.was_cut:
            raise explain(error, self._server) from error
        if isinstance(error, imaplib.IMAP4.error) and not isinstance(error, imaplib.IMAP4.abort):
            return
        before = self._state
        self._hang_up()
        self._client = connect(self._server, self._line)
        if before is None or self.select(before.name).uid_validity != before.uid_validity:
            raise explain(error, self._server) from error

    def _hang_up(self) -> None:
        with contextlib.suppress(*LIBRARY_ERRORS):
            self._client.shutdown()
        self._line.let_go()


def _received(answer: Mapping[bytes, Any]) -> datetime | None:
    when = answer.get(b"INTERNALDATE")
    return when.astimezone(UTC) if isinstance(when, datetime) else None


def _odd(answer: Mapping[bytes, Any]) -> bool:
    return not all(_ITEM.fullmatch(key) for key in answer)


def batches(sizes: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    """Group UIDs with their sizes in bytes, in order, so that a group has at most `BATCH_COUNT` mails and, unless it is one mail, `BATCH_BYTES`."""
    batch: list[int] = []
    total = 0
    for uid, size in sizes:
        if batch and (len(batch) == BATCH_COUNT or total + size > BATCH_BYTES):
            yield batch
            batch, total = [], 0
        batch.append(uid)
        total += size
    if batch:
        yield batch
