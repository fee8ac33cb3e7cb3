"""Mails that warn agents, handed to SMTP: claimed in one commit, sent outside any transaction. One whose fate nobody knows is not sent again."""

import logging
import time
from collections.abc import Sequence
from functools import partial
from itertools import groupby
from typing import Any, Final

from deskbell.actions.logins import NOT_HERE
from deskbell.actions.steps import letters
from deskbell.jobs.held_lease import held_lease
from deskbell.jobs.hold import Hold
from deskbell.jobs.office import Office
from deskbell.jobs.send_outbox import LOOK_AGAIN, pause_after
from deskbell.mail.delivery import Fate
from deskbell.mail.smtp import Submission
from deskbell.model.errors import Conflict, Mistake, Trouble
from deskbell.store.queries import mailboxes
from deskbell.store.session import Session

log = logging.getLogger("deskbell.jobs.warnings")

LEASE: Final = "warnings"


class WarningSender:
    """Sends what is due. Runs on one thread at a time. A desk where nobody is warned by mail is asked for one row."""

    def __init__(self, office: Office) -> None:
        self._office = office
        # Mailboxes that this computer cannot log into, and until when it does not look again.
        self._not_here: dict[int, float] = {}

    def run(self) -> int:
        """Send all that is due; how many mails have left."""
        now = time.monotonic()
        self._not_here = {mailbox_id: until for mailbox_id, until in self._not_here.items() if until > now}
        if not self._office.desk.read(letters.any_letter, tuple(self._not_here)):
            return 0
        hold = Hold.take(self._office, LEASE)
        if hold is None:
            return 0
        sent = 0
        with held_lease(hold):
            try:
                if dropped := self._write(hold, letters.drop_begun):
                    log.warning("%d warnings by mail were given up", dropped)
                while not self._office.stop.is_set() and (due := self._due()):
                    for mailbox_id, group in groupby(due, lambda one: one[1]):
                        hold.renew()
                        sent += self._send_from(mailbox_id, [letter_id for letter_id, _ in group], hold)
            except Conflict:
                log.info("another worker sends from now on")
        if self._not_here:
            # Another computer may have what this one lacks.
            hold.release()
        return sent

    def _due(self) -> Sequence[tuple[int, int]]:
        return self._office.desk.read(letters.due_letters, tuple(self._not_here))

    def _send_from(self, mailbox_id: int, ids: Sequence[int], hold: Hold) -> int:
        box = self._office.desk.read(mailboxes.by_id, mailbox_id)
        assert box is not None
        try:
            submission = self._office.logins.outgoing(box, Submission.open)
        except Trouble as trouble:
            if trouble.code in NOT_HERE:
                self._not_here[mailbox_id] = time.monotonic() + LOOK_AGAIN
            else:
                self._put_off(mailbox_id, trouble, hold)
            return 0
        sent = 0
        with submission:
            for letter_id in ids:
                fate = self._send(submission, mailbox_id, letter_id, hold)
                sent += fate is Fate.SENT
                if fate is Fate.UNKNOWN:
                    break
        return sent

    def _send(self, submission: Submission, mailbox_id: int, letter_id: int, hold: Hold) -> Fate | None:
        """What became of a mail; None where there was none to be sent, UNKNOWN also where the connection is no longer one."""
        letter = self._write(hold, partial(letters.claim, letter_id=letter_id))
        if letter is None:
            return None
        try:
            # Nothing comes back for what a machine wrote (RFC 3834, 3.3).
            fate = submission.send("", (letter.recipient,), letter.raw).fate
        except Mistake as mistake:
            log.warning("a warning by mail cannot be sent: %s", mistake.code)
            fate = Fate.PERMANENT
        except Trouble as trouble:
            # Certainly not sent; only here may a claim be put back.
            self._put_off(mailbox_id, trouble, hold)
            return Fate.UNKNOWN
        if fate is Fate.TEMPORARY:
            self._write(hold, partial(letters.wait, letter_id=letter_id, pause_after=pause_after))
        else:
            self._write(hold, partial(letters.forget, letter_id=letter_id))
        return fate

    def _put_off(self, mailbox_id: int, trouble: Trouble, hold: Hold) -> None:
        log.warning("mailbox %d cannot send warnings: %s %s", mailbox_id, trouble.code, trouble.detail)
        self._write(hold, partial(letters.put_off, mailbox_id=mailbox_id, pause_after=pause_after))

    def _write(self, hold: Hold, verb: Any) -> Any:
        def work(session: Session) -> Any:
            hold.check(session)
            return verb(session)

        return self._office.desk.transact(work)
