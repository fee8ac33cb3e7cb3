"""How a mailbox is doing, written where every window sees it: good since, or failing since and why."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import update

from deskbell.mail.oauth.authority import NAMES
from deskbell.model.errors import Trouble
from deskbell.model.kinds import Entity, MailboxState
from deskbell.model.rows import MailboxRow
from deskbell.store.desk import Desk
from deskbell.store.session import Session
from deskbell.store.tables import mailbox

# "Good at" is written again only when it is older than this: a look every few seconds is no news.
GOOD_FOR = timedelta(seconds=60)
# So long before a sign-in ends for good, people are told.
AHEAD = timedelta(days=5)


def record_success(desk: Desk, row: MailboxRow, lapses: date | None = None) -> None:
    """The mailbox was read without trouble. `lapses` is the day on which its sign-in ends; that is said while there is time."""
    now = desk.read(_now)
    state, reason, reason_values = MailboxState.GOOD, "", {}
    if lapses is not None and lapses - now.date() <= AHEAD:
        state, reason = MailboxState.LAPSING, "oauth.lapses"
        reason_values = {"name": NAMES.get(row.sign_in, row.imap_host), "date": lapses.isoformat()}
    news = row.state is not state or row.reason_values != reason_values

    def work(session: Session) -> None:
        values: dict[str, Any] = {
            "good_at": session.now,
            "reason": reason,
            "reason_values": reason_values,
            "state": state.value,
        }
        if row.state is not state:
            values["state_since"] = session.now
        if news:
            session.changed(Entity.MAILBOX, row.id)
        session.connection.execute(update(mailbox).where(mailbox.c.id == row.id).values(values))

    if news or row.good_at is None or now - row.good_at >= GOOD_FOR:
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
