"""Mail in, first half: from the server's folders into the database, byte for byte, exactly once.

A mailbox has one connection. Providers allow few of them, and people's phones and mail programs want them too; so the first folder is the
one that the server tells news of at once (IDLE, RFC 2177), and the others are looked through each time the waiting ends.
"""

import logging
import time
from datetime import date

from deskbell.actions.logins import NOT_HERE
from deskbell.jobs.after_filing import Caution, any_due, do_after_filing
from deskbell.jobs.fetch_folder import FolderFetch
from deskbell.jobs.hold import Hold
from deskbell.jobs.mailbox_state import reason_of, record_failure, record_success, served
from deskbell.jobs.office import Office
from deskbell.mail.imap import Inbox
from deskbell.mail.imap_line import Line
from deskbell.model.errors import Conflict, Trouble
from deskbell.model.mail import Server
from deskbell.model.rows import MailboxRow
from deskbell.store.queries import mailboxes

log = logging.getLogger("deskbell.jobs.fetch")

FIRST_PAUSE = 5.0
LONGEST_PAUSE = 300.0
# How often to look whether a mailbox that is off or held elsewhere has become ours, or one in trouble has been changed.
ELSEWHERE_PAUSE = 5.0
# What a server has listed and refused is asked for again so often, and on each new connection.
ASK_AGAIN = 600.0
# A connection that was good for so many seconds may end without that being a trouble: servers and routers do so.
OLD = 60.0


class MailboxFetcher:
    """Watches one mailbox over one connection that it keeps. Runs on one thread at a time; `interrupt` and `watch` are for others."""

    def __init__(self, office: Office, mailbox_id: int) -> None:
        self._office = office
        self._id = mailbox_id
        self._inbox: Inbox | None = None
        self._line = Line()
        self._pushed = False
        # What the folders are for; by their names.
        self._special: dict[str, str] = {}
        self._version = -1
        self._anew = False
        self._failures = 0
        self._lapses: date | None = None
        self._not_before = 0.0
        self._connected = 0.0
        self._asked_again = 0.0
        self._lease = f"mailbox/{mailbox_id}"

    def run(self, *, wait: bool = True) -> float:
        """Look for new mail, then wait for news as long as the server lets us; in how many seconds to look again."""
        row = self._office.desk.read(mailboxes.by_id, self._id)
        if row is None or not row.active or not row.imap_host:
            self.close()
            return ELSEWHERE_PAUSE
        rest = self._not_before - time.monotonic()
        if rest > 0 and row.version == self._version and not self._anew:
            return min(rest, ELSEWHERE_PAUSE)
        hold = Hold.take(self._office, self._lease)
        if hold is None:
            self.close()
            return ELSEWHERE_PAUSE
        old = self._inbox is not None and time.monotonic() - self._connected > OLD
        try:
            inbox = self._connect(row)
            cautions = self._look(inbox, row, hold)
            record_success(self._office.desk, hold.check, row, cautions, lapses=self._lapses)
            self._failures = 0
            return self._wait(inbox, row, hold, cautions) if wait else 0.0
        except Conflict:
            # Another worker reads the mailbox now.
            self.close()
            return ELSEWHERE_PAUSE
        except Exception as error:  # noqa: BLE001  the edge of a job: logged, and told where people look
            self.close()
            if self._anew or (old and isinstance(error, Trouble) and error.code == "mail.dropped"):
                # We were asleep, or a server ended a connection that it had for long: no trouble unless a new one fails too.
                log.info("mailbox %d: connecting anew: %s", self._id, error)
                return 0.0
            return self._fail(row, error, hold)

    def interrupt(self) -> None:
        """Begin with a fresh connection, now; may be called from another thread."""
        self._anew = True
        self._line.cut()

    def watch(self) -> None:
        """Cut a connection whose server is still there and does not get on with its answer; may be called from another thread."""
        if self._line.overdue():
            log.warning("mailbox %d: the server does not get on, cutting the connection", self._id)
            self._line.cut()

    def finish(self) -> None:
        """Do on the server what is due for mails that were filed since the look, over the connection of that look."""
        row = self._office.desk.read(mailboxes.by_id, self._id)
        hold = Hold.take(self._office, self._lease)
        if row is None or hold is None or self._inbox is None or not self._office.desk.read(any_due, self._id):
            return
        try:
            record_success(
                self._office.desk, hold.check, row, self._change(self._inbox, row, hold), lapses=self._lapses
            )
        except Conflict:
            log.info("mailbox %d: another worker has taken over", self._id)
        except Trouble as trouble:
            self._fail(row, trouble, hold)

    def leave(self) -> None:
        """Let go of the connection, and of the mailbox: the next worker need not wait for the lease to run out."""
        self.close()
        self._office.give_up(self._lease)

    def close(self) -> None:
        """Let go of the connection."""
        if self._inbox is not None:
            self._inbox.close()
            self._inbox = None

    def _fail(self, row: MailboxRow, error: Exception, hold: Hold) -> float:
        self._failures += 1
        pause = min(FIRST_PAUSE * (1 << min(self._failures - 1, 16)), LONGEST_PAUSE)
        self._not_before = time.monotonic() + pause
        code, values = reason_of(error)
        if code in NOT_HERE:
            # Another computer may have what this one lacks: it is that one's turn.
            return self._make_way(row, code, values, hold, pause)
        try:
            record_failure(self._office.desk, hold.check, row, code, values)
        except Conflict:
            log.info("mailbox %d: another worker has taken over", self._id)
            return ELSEWHERE_PAUSE
        if code == "bug":
            log.error("mailbox %d: fetching failed", self._id, exc_info=error)
        else:
            log.warning("mailbox %d: %s %s", self._id, code, getattr(error, "detail", ""))
        return min(pause, ELSEWHERE_PAUSE)

    def _make_way(self, row: MailboxRow, code: str, values: dict[str, object], hold: Hold, pause: float) -> float:
        try:
            # Who has read it a moment ago is only away for that moment.
            if not served(self._office.desk, row):
                record_failure(self._office.desk, hold.check, row, code, values)
                log.warning("mailbox %d: %s", self._id, code)
            hold.release()
        except Conflict:
            log.info("mailbox %d: another worker has taken over", self._id)
        return min(pause, ELSEWHERE_PAUSE)

    def _connect(self, row: MailboxRow) -> Inbox:
        if self._inbox is not None and self._version == row.version and not self._anew:
            return self._inbox
        self.close()
        self._anew = False
        self._version = row.version
        self._asked_again = 0.0
        self._inbox = self._office.logins.incoming(row, self._open)
        self._connected = time.monotonic()
        self._special = {folder.name: folder.special for folder in self._inbox.folders()} if others(row) else {}
        self._lapses = self._office.logins.lapses(row)
        return self._inbox

    def _open(self, server: Server) -> Inbox:
        self._line = Line()
        return Inbox.open(server, self._line)

    def _look(self, inbox: Inbox, row: MailboxRow, hold: Hold) -> list[Caution]:
        """Go through all folders, the first one last: it stays open. A folder that is gone keeps no other back.

        Where the server has just told news of the first one, somebody waits for them: they come before everything else.
        """
        if self._pushed:
            self._pushed = False
            self._folder(inbox, row, hold, row.folders[0]).run(ask_again=False)
        ask_again = not self._asked_again or time.monotonic() - self._asked_again > ASK_AGAIN
        cautions = self._change(inbox, row, hold)
        gone: list[Trouble] = []
        for name in (*row.folders[1:], row.folders[0]):
            try:
                self._folder(inbox, row, hold, name).run(ask_again=ask_again)
            except Trouble as trouble:
                if trouble.code != "mail.folder":
                    raise
                gone.append(trouble)
                cautions.append(("fetch.folder_gone", {"folder": name}))
            hold.renew()
        if len(gone) == len(row.folders):
            raise gone[-1]
        if ask_again:
            self._asked_again = time.monotonic()
        return cautions

    def _folder(self, inbox: Inbox, row: MailboxRow, hold: Hold, name: str) -> FolderFetch:
        return FolderFetch(self._office, hold, inbox, row, name, self._special.get(name, ""))

    def _change(self, inbox: Inbox, row: MailboxRow, hold: Hold) -> list[Caution]:
        """Do on the server what is due; what is wrong about it, as it is known from this time or the one before."""
        if not self._office.desk.read(any_due, row.id):
            return [(code, values) for code, values in row.warnings if code.startswith("after.")]
        return do_after_filing(self._office.desk, hold, inbox, row)

    def _wait(self, inbox: Inbox, row: MailboxRow, hold: Hold, cautions: list[Caution]) -> float:
        poll = float(self._office.settings().number("mail.poll_seconds"))
        if not inbox.can_idle() or ("fetch.folder_gone", {"folder": row.folders[0]}) in cautions:
            return poll
        self._pushed = inbox.wait(poll, lambda: self._called_away(row, hold))
        return 0.0

    def _called_away(self, row: MailboxRow, hold: Hold) -> bool:
        """Whether the waiting must end; asked twice a second. Renews the lease when it is time to."""
        if self._office.stop.is_set() or self._anew:
            return True
        if not hold.due():
            return False
        hold.renew()
        now = self._office.desk.read(mailboxes.by_id, row.id)
        return now is None or now.version != row.version or self._office.desk.read(any_due, row.id)


def others(row: MailboxRow) -> bool:
    """Whether folders are watched besides the one that mail comes into, whose use is known."""
    return any(name.upper() != "INBOX" for name in row.folders)
