"""Mails that a folder's server refused under UIDs that hold no more: they are the same mails under their new ones, and no others.

Nothing of them is here whose SHA-256 could be compared. What the server did tell of each is when it got it; of the mails of one second in one folder the
first is the first.
"""

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, exists, select, update

from deskbell.model.kinds import RawState
from deskbell.rules.unread import REFUSED
from deskbell.store import plain
from deskbell.store.session import Session
from deskbell.store.tables import is_refused, raw_mail

_BEFORE = select(raw_mail).where(
    is_refused,
    raw_mail.c.mailbox_id == bindparam("mailbox"),
    raw_mail.c.folder == bindparam("folder"),
    raw_mail.c.uidvalidity != bindparam("validity"),
)
# Without LIMIT: SQLAlchemy binds it, and for that SQLite would plan anew each time.
any_before = exists(_BEFORE.with_only_columns(raw_mail.c.id))
"""Whether mails were refused under another UIDVALIDITY (`validity`) of this `folder` of this `mailbox`, so that one that is new may be one of them."""
_ANY_BEFORE = select(any_before)


def carry_over(session: Session, mailbox_id: int, folder: str, uidvalidity: int) -> int:
    """Tie raw mails that have just been kept to those that stood for them under another UIDVALIDITY; how many there were.

    One that is given now is filed, and says so at the ticket that stood in for it; one that is refused again keeps that ticket and gets no other.
    """
    place = {"mailbox": mailbox_id, "folder": folder, "validity": uidvalidity}
    if plain.rows(session.connection, _ANY_BEFORE, place) == [(False,)]:
        return 0
    before = session.connection.execute(_BEFORE, place).all()
    here = (raw_mail.c.mailbox_id == mailbox_id) & (raw_mail.c.folder == folder)
    seconds = [_second(row) for row in before]
    now = select(raw_mail).where(
        here,
        raw_mail.c.uidvalidity == uidvalidity,
        raw_mail.c.state == RawState.NEW.value,
        raw_mail.c.message_id.is_(None),
        raw_mail.c.received_at.between(min(seconds), max(seconds).replace(microsecond=999_000)),
    )
    waiting: defaultdict[datetime, list[Row[Any]]] = defaultdict(list)
    for row in session.connection.execute(now.order_by(raw_mail.c.uid)):
        waiting[_second(row)].append(row)
    found = 0
    for old in sorted(before, key=lambda row: (row.uidvalidity, row.uid)):
        if waiting[_second(old)]:
            _tie(session, old, waiting[_second(old)].pop(0))
            found += 1
    return found


def _tie(session: Session, old: Row[Any], new: Row[Any]) -> None:
    # Where the old one waits to be filed itself, there is no ticket for it yet: the new one makes it.
    state = old.state if new.reason == REFUSED and old.state != RawState.NEW.value else RawState.NEW.value
    by_id = update(raw_mail)
    session.connection.execute(by_id.where(raw_mail.c.id == new.id).values(state=state, message_id=old.message_id))
    session.connection.execute(by_id.where(raw_mail.c.id == old.id).values(state=RawState.IGNORED.value, reason=""))


def _second(row: Row[Any]) -> datetime:
    moment: datetime = row.received_at
    return moment.replace(microsecond=0)
