"""Who is warned of which tickets: kept with the steps that were done, told once by whoever looks next, and seen."""

import logging
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import Insert, delete, select, update

from deskbell.model.kinds import Entity
from deskbell.model.sla import Metric
from deskbell.model.sla_warnings import KEPT, SeeWarnings
from deskbell.rules.sla_steps import Rank
from deskbell.store import plain
from deskbell.store.bulk import as_kept
from deskbell.store.session import Session
from deskbell.store.tables import warning
from deskbell.store.upsert import insert_of

log = logging.getLogger("deskbell.actions.steps")

AT_ONCE: Final = 50
"""People who are told in one transaction."""
_NEW: Final = ("metric", "due_at", "at", "told_at", "seen_at")
_UNTOLD = warning.c.told_at.is_(None)


class Told(Struct, frozen=True):
    """Somebody is to be warned of a ticket, by a notice or by mail: of what, due when (aware), by a step of which rank."""

    agent_id: int
    ticket_id: int
    metric: Metric
    due_at: datetime
    rank: Rank
    notify: bool
    mail: bool


def keep_warnings(session: Session, told: Sequence[Told]) -> None:
    """Have these be told. Of one ticket a person is told once, what presses most; what they were told before of it is over with that."""
    rows: dict[tuple[int, int], dict[str, Any]] = {}
    for one in sorted(told, key=lambda one: one.rank):
        known = rows.get((one.agent_id, one.ticket_id))
        rows[one.agent_id, one.ticket_id] = {
            "agent_id": one.agent_id,
            "ticket_id": one.ticket_id,
            "metric": int(one.metric),
            "due_at": one.due_at,
            "at": session.now,
            "notify": one.notify or (known is not None and known["notify"]),
            "mail": one.mail or (known is not None and known["mail"]),
            "told_at": None,
            "seen_at": None,
        }
    if rows:
        kept = as_kept(session, warning, list(rows.values()))
        plain.insert(session.connection, _keeping(session.engine_name), kept)


@cache
def _keeping(engine_name: str) -> Insert:
    new = insert_of(engine_name, warning)
    waits = warning.c.told_at.is_(None)
    values = {name: new.excluded[name] for name in _NEW} | {
        "notify": new.excluded.notify | (waits & warning.c.notify),
        "mail": new.excluded.mail | (waits & warning.c.mail),
    }
    kept: Insert = new.on_conflict_do_update(index_elements=[warning.c.agent_id, warning.c.ticket_id], set_=values)
    return kept


def tell(session: Session) -> int:
    """Tell the next of those who are to be warned, each all of it at once, in their windows and by mail; how many people those were. Each warning is told once.
    Where no mailbox can send, who is to be told by mail is told in their window.
    """
    untold = select(warning.c.agent_id).where(_UNTOLD).distinct().limit(AT_ONCE)
    agents = session.connection.execute(untold).scalars().all()
    if not agents:
        return 0
    told = update(warning).where(warning.c.agent_id.in_(agents), _UNTOLD).values(told_at=session.now)
    columns = (warning.c.agent_id, warning.c.ticket_id, warning.c.notify, warning.c.mail)
    found = session.connection.execute(told.returning(*columns)).all()
    noticed = {row.agent_id for row in found if row.notify}
    by_mail: dict[int, list[int]] = {}
    for row in found:
        if row.mail:
            by_mail.setdefault(row.agent_id, []).append(row.ticket_id)
    if by_mail:
        from deskbell.actions.steps.letters import write_letters

        if not write_letters(session, {agent_id: sorted(tickets) for agent_id, tickets in by_mail.items()}):
            log.warning("%d people are not warned by mail: no mailbox can send", len(by_mail))
            unsent = (warning.c.agent_id.in_(sorted(by_mail)), warning.c.told_at == session.now, warning.c.mail)
            session.connection.execute(update(warning).where(*unsent).values(notify=True))
            noticed |= by_mail.keys()
    for agent_id in noticed:
        # Of no ticket: what is shown of that is as it was.
        session.changed(Entity.WARNING, agent_id)
    return len(agents)


def see_warnings(session: Session, command: SeeWarnings) -> None:
    """Note that an agent has looked at these tickets; their other windows are told where that is news."""
    unseen = (
        warning.c.agent_id == command.agent_id,
        warning.c.ticket_id.in_(command.tickets),
        warning.c.seen_at.is_(None),
    )
    seen = session.connection.execute(update(warning).where(*unseen).values(seen_at=session.now))
    if seen.rowcount and command.agent_id is not None:
        session.changed(Entity.WARNING, command.agent_id)


def forget(session: Session) -> None:
    """Forget warnings that nobody needs to be told of any more."""
    session.connection.execute(delete(warning).where(warning.c.at <= session.now - KEPT))
