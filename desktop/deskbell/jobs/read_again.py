"""Mails that a person asked to have read anew: parsed in the pool like new ones, and written over what their messages said."""

import logging
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.exc import DBAPIError

from deskbell.actions.read_again import rewrite, still_unreadable
from deskbell.jobs.hold import Hold
from deskbell.jobs.office import Office
from deskbell.mail.pool import PoolClosed
from deskbell.mail.pool_child import Unread
from deskbell.model.errors import DeskError
from deskbell.model.kinds import RawState
from deskbell.model.mail import InboundMail
from deskbell.rules import unread
from deskbell.store import blobs
from deskbell.store.session import Session
from deskbell.store.tables import mailbox, raw_mail

log = logging.getLogger("deskbell.jobs.read")

LEASE = "read again"
_AT_ONCE = 20


class AgainReader:
    """Reads all mail that was asked for. Runs on one thread at a time."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def run(self) -> int:
        """Read what was asked for until now; how many mails that were."""
        if not self._office.desk.read(_asked, 1):
            return 0
        hold = Hold.take(self._office, LEASE)
        if hold is None:
            return 0
        read = 0
        try:
            while not self._office.stop.is_set() and (rows := self._office.desk.read(_asked, _AT_ONCE)):
                for row in rows:
                    hold.renew()
                    self._read(row, hold)
                    read += 1
        except PoolClosed:
            log.info("stopped while mail was read again")
        finally:
            hold.release()
        return read

    def _read(self, row: Row[*tuple[Any, ...]], hold: Hold) -> None:
        content = self._office.desk.read(blobs.read, row.blob_id)
        (outcome,) = self._office.parse([content], row.charset_hint)
        try:
            self._write(row.id, outcome, hold)
        except (DeskError, DBAPIError):
            # The surroundings failed, or the lease is gone: it is tried again.
            raise
        except Exception as error:
            log.exception("raw mail %d could not be written anew", row.id)
            self._write(row.id, Unread("parse.failed", type(error).__name__), hold)

    def _write(self, raw_id: int, outcome: InboundMail | Unread, hold: Hold) -> None:
        def work(session: Session) -> None:
            hold.check(session)
            if isinstance(outcome, Unread):
                still_unreadable(session, raw_id, outcome.code, unread.note(outcome.code, outcome.reason))
            else:
                rewrite(session, raw_id, outcome)

        self._office.desk.transact(work)


def _asked(session: Session, limit: int) -> Sequence[Row[*tuple[Any, ...]]]:
    query = (
        select(raw_mail.c.id, raw_mail.c.blob_id, mailbox.c.charset_hint)
        .join(mailbox, mailbox.c.id == raw_mail.c.mailbox_id)
        .where(raw_mail.c.state == RawState.AGAIN.value)
        .order_by(raw_mail.c.id)
        .limit(limit)
    )
    return session.connection.execute(query).all()
