"""How a mailbox is doing, written where every window sees it: good since, or failing since and why."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update

from deskbell.model.errors import Trouble
from deskbell.model.kinds import Entity, MailboxState
from deskbell.model.rows import MailboxRow
from deskbell.store.desk import Desk
from deskbell.store.session import Session
from deskbell.store.tables import mailbox

# "Good at" is written again only when it is older than this: a look every few seconds is no news.
GOOD_FOR = timedelta(seconds=60)


def record_success(desk: Desk, row: MailboxRow) -> None:
    """The mailbox was read without trouble."""

    def work(session: Session) -> None:
        values: dict[str, Any] = {
            "good_at": session.now,
            "reason": "",
            "reason_values": {},
            "state": MailboxState.GOOD.value,
        }
        if row.state is not MailboxState.GOOD:
            values["state_since"] = session.now
            session.changed(Entity.MAILBOX, row.id)
        session.connection.execute(update(mailbox).where(mailbox.c.id == row.id).values(values))

    if row.state is not MailboxState.GOOD or row.good_at is None or desk.read(_now) - row.good_at >= GOOD_FOR:
        desk.transact(work)


def record_failure(desk: Desk, row: MailboxRow, trouble: Trouble) -> None:
    """The mailbox could not be read; the same trouble as before is not written again."""
    values = {name: str(value) for name, value in trouble.values.items()}
    if row.state is MailboxState.FAILING and row.reason == trouble.code and row.reason_values == values:
        return

    def work(session: Session) -> None:
        new: dict[str, Any] = {"state": MailboxState.FAILING.value, "reason": trouble.code, "reason_values": values}
        if row.state is not MailboxState.FAILING:
            new["state_since"] = session.now
        session.connection.execute(update(mailbox).where(mailbox.c.id == row.id).values(new))
        session.changed(Entity.MAILBOX, row.id)

    desk.transact(work)


def _now(session: Session) -> datetime:
    return session.now
