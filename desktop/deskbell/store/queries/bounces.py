"""Whom mail did not reach."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence

from sqlalchemy import BindParameter, bindparam, select

from deskbell.model.rows import BounceRow
from deskbell.store import plain
from deskbell.store.session import Session
from deskbell.store.tables import bounce

_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_EMAILS: BindParameter[str] = bindparam("emails", expanding=True)
_OF_MESSAGES = select(bounce).where(bounce.c.message_id.in_(_IDS)).order_by(bounce.c.id)
_OPEN = select(bounce).where(bounce.c.email.in_(_EMAILS), bounce.c.open).order_by(bounce.c.at)


def ask_of_messages(session: Session, ids: Sequence[int]) -> Callable[[], dict[int, tuple[BounceRow, ...]]]:
    """Whom each of these messages did not reach; those that reached everybody are left out."""
    answer = plain.ask_named(session.connection, _OF_MESSAGES, {"ids": ids})

    def missed() -> dict[int, tuple[BounceRow, ...]]:
        found = defaultdict(list)
        for row in answer():
            found[row.message_id].append(BounceRow(row.email, row.reason, row.at))
        return {message_id: tuple(rows) for message_id, rows in found.items()}

    return missed


def ask_still_open(session: Session, emails: Collection[str]) -> Callable[[], tuple[BounceRow, ...]]:
    """Which of these addresses (lower case) mail has not reached since, each with its last reason."""
    answer = plain.ask_named(session.connection, _OPEN, {"emails": emails})
    return lambda: tuple({row.email: BounceRow(row.email, row.reason, row.at) for row in answer()}.values())
