"""How a mailbox is doing, written where every window sees it: good since, or failing since and why, and what is wrong besides."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import update

from deskbell.mail.oauth.authority import NAMES
from deskbell.model.errors import DeskError
from deskbell.model.kinds import Entity, MailboxState
from deskbell.model.rows import MailboxRow
from deskbell.store.desk import Desk
from deskbell.store.session import Session
from deskbell.store.tables import mailbox

# "Good at" is written again only when it is older than this: a look every few seconds is no news.
GOOD_FOR = timedelta(seconds=60)
# Longer than it takes to notice that a worker is gone, and to take over from it.
SERVED = 2 * GOOD_FOR
# So long before a sign-in ends for good, people are told.
AHEAD = timedelta(days=5)
# Raises `Conflict` in a transaction that may not be committed, as `Hold.check` does.
Check = Callable[[Session], None]


def record_success(
    desk: Desk,
    check: Check,
    row: MailboxRow,
    cautions: Sequence[tuple[str, dict[str, str]]] = (),
    *,
    lapses: date | None = None,
) -> None:
    """The mailbox was read; `cautions` are codes of `model.sentences` with their values: what is wrong nevertheless.

    `lapses` is the day on which its sign-in ends; that is said while there is time. Raises what `check` does.
    """
    now = desk.read(_now)
    state, reason, reason_values = MailboxState.GOOD, "", {}
    if lapses is not None and lapses - now.date() <= AHEAD:
        state, reason = MailboxState.LAPSING, "oauth.lapses"
        reason_values = {"name": NAMES.get(row.sign_in, row.imap_host), "date": lapses.isoformat()}
    news = row.state is not state or row.reason_values != reason_values or list(row.warnings) != list(cautions)

    def work(session: Session) -> None:
        check(session)
        values: dict[str, Any] = {
            "good_at": session.now,
            "reason": reason,
            "reason_values": reason_values,
            "state": state.value,
            "warnings": [[code, values] for code, values in cautions],
        }
        if row.state is not state:
            values["state_since"] = session.now
        if news:
            session.changed(Entity.MAILBOX, row.id)
        session.connection.execute(update(mailbox).where(mailbox.c.id == row.id).values(values))

    if news or row.good_at is None or now - row.good_at >= GOOD_FOR:
        desk.transact(work)


def record_failure(desk: Desk, check: Check, row: MailboxRow, code: str, values: dict[str, object]) -> None:
    """The mailbox could not be read, for what the sentence `code` says; the same as before is not written again. Raises as `record_success`."""
    told = {name: str(value) for name, value in values.items()}
    if row.state is MailboxState.FAILING and row.reason == code and row.reason_values == told:
        return

    def work(session: Session) -> None:
        check(session)
        new: dict[str, Any] = {"state": MailboxState.FAILING.value, "reason": code, "reason_values": told}
        if row.state is not MailboxState.FAILING:
            new["state_since"] = session.now
        session.connection.execute(update(mailbox).where(mailbox.c.id == row.id).values(new))
        session.changed(Entity.MAILBOX, row.id)

    desk.transact(work)


def served(desk: Desk, row: MailboxRow) -> bool:
    """Whether some worker has read the mailbox of late."""
    return row.state is not MailboxState.FAILING and row.good_at is not None and desk.read(_now) - row.good_at < SERVED


def reason_of(error: Exception) -> tuple[str, dict[str, object]]:
    """The code and values of a sentence for what stopped a mailbox; a bug of ours is told as one."""
    return (error.code, error.values) if isinstance(error, DeskError) else ("bug", {})


def _now(session: Session) -> datetime:
    return session.now
