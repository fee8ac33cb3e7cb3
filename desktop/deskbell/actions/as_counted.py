"""Noting that clocks have run out which are as they were counted: it need not be looked at what happened on their tickets, however many they are."""

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import ColumnElement, Text, bindparam, cast, func, insert, literal_column, select, update

from deskbell.actions.deeds import begin
from deskbell.model.commands import Command
from deskbell.model.kinds import Deed
from deskbell.rules.sla_history import TOLD
from deskbell.store import plain
from deskbell.store.session import Session
from deskbell.store.tables import clock, customer_recount, journal, sla_state
from deskbell.store.tables.base import Moment, to_milliseconds

_THESE: Final = clock.c.id.in_(bindparam("ids", expanding=True))
# A mail that is read again is another one only a while after the line that says so, and a program of an older version leaves it at that.
_TOUCHED: Final = sorted(kind.value for kind in (*TOLD, Deed.READ_AGAIN))
# Counted, not asked whether there are any: for that PostgreSQL would rather go through all the journal.
_NEWER: Final = (
    select(func.count())
    .select_from(journal)
    .where(
        journal.c.ticket_id == clock.c.ticket_id,
        journal.c.id > clock.c.counted_to,
        journal.c.kind.in_(_TOUCHED),
    )
    .scalar_subquery()
)
_BEHIND: Final = select(sla_state.c.id).where(sla_state.c.version != sla_state.c.counted)
_AS_COUNTED: Final = select(clock.c.id, clock.c.ticket_id).where(
    _THESE,
    clock.c.counted_to.is_not(None),
    _NEWER == 0,
    # While policies, hours or customers are others than they were counted by, all is counted.
    ~_BEHIND.exists(),
    ~select(customer_recount.c.id).exists(),
)
_LATE: Final = update(clock).where(_THESE).values(breached_at=clock.c.due_at)
_SPACE: Final[ColumnElement[str]] = literal_column("' '")
_PARTS: Final = tuple(cast(part, Text) for part in (clock.c.metric, clock.c.policy_id, clock.c.target, clock.c.due_at))
# As `rules.sla_journal.as_text` has it: for many the words are best made where the clocks are.
_PROMISED: Final = _PARTS[0] + _SPACE + _PARTS[1] + _SPACE + _PARTS[2] + _SPACE + _PARTS[3]
_LINES: Final = insert(journal).from_select(
    ["deed_id", "ticket_id", "kind", "at", "before", "after"],
    select(
        bindparam("deed", type_=Text),
        clock.c.ticket_id,
        literal_column(f"'{Deed.BREACHED.value}'"),
        bindparam("now", type_=Moment),
        literal_column("''"),
        _PROMISED,
    )
    .where(_THESE)
    .order_by(clock.c.ticket_id, clock.c.id),
    include_defaults=False,
)


def note_as_counted(session: Session, ids: Sequence[int]) -> Mapping[int, int]:
    """Note of those of these clocks that nothing has touched since they were counted that they have run out, in the journals of their tickets too; which those
    are, with their tickets. All of them run out, and are locked with their tickets.
    """
    found: Mapping[int, int] = dict(plain.rows(session.connection, _AS_COUNTED, {"ids": ids}))
    if found:
        command = Command(agent_id=None)
        begin(session, command, Deed.BREACHED, len(set(found.values())))
        these = {"ids": list(found)}
        plain.write(session.connection, _LINES, these | {"deed": command.deed, "now": to_milliseconds(session.now)})
        plain.write(session.connection, _LATE, these)
    return found
