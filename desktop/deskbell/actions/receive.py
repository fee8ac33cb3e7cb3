"""Mail in, second half: parsed mails become messages of tickets, exactly once."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select, update

from deskbell.actions.give_after_all import close_stand_ins
from deskbell.actions.intake.acknowledge import acknowledge
from deskbell.actions.intake.arrival import Arrival, Placed, Policy
from deskbell.actions.intake.bounces import clear_bounces, note_bounces
from deskbell.actions.intake.memory import Memory
from deskbell.actions.intake.planner import Planner
from deskbell.actions.intake.second_way import is_known, load_traces, note_second_way
from deskbell.actions.intake.write import write
from deskbell.model.commands import new_deed
from deskbell.model.kinds import RawState
from deskbell.store import plain
from deskbell.store.queries.identity import identity
from deskbell.store.session import Session
from deskbell.store.tables import raw_mail

_WAITING = (
    select(raw_mail.c.id)
    .where(raw_mail.c.id.in_(bindparam("raws")), raw_mail.c.state == RawState.NEW.value)
    .with_for_update()
)
_IGNORED = (
    update(raw_mail)
    .where(raw_mail.c.id == bindparam("raw"))
    .values(state=RawState.IGNORED.value, message_id=bindparam("message"))
)


def receive(session: Session, arrivals: Sequence[Arrival], policy: Policy) -> list[Placed]:
    """File a batch of arrivals in their order; what became of each, in the same order.

    A raw mail that is no longer waiting was filed by somebody else and is left out: calling this twice files nothing twice.
    """
    arrivals = _still_waiting(session, arrivals)
    if not arrivals:
        return []
    memory = Memory.load(session, identity(session), arrivals)
    traces = load_traces(session, memory, arrivals)
    planner = Planner(memory, policy, session.now)
    filed = {}
    ignored = {}
    for arrival in arrivals:
        known = is_known(memory, arrival, traces)
        if known is None:
            filed[arrival.raw_id] = planner.add(arrival)
        else:
            ignored[arrival.raw_id] = (known, arrival)
    if filed:
        deed = new_deed()
        write(session, planner.people, list(planner.tickets.values()), planner.messages, deed)
        if not policy.imported:
            note_bounces(session, memory, planner.messages)
            clear_bounces(session, memory, planner.messages)
            acknowledge(session, memory, policy, planner.messages, deed)
    if ignored:
        if not policy.imported:
            note_second_way(session, ignored)
        rows = [{"raw": raw_id, "message": known.place()[0]} for raw_id, (known, _) in ignored.items()]
        session.connection.execute(_IGNORED, rows)
    missed = {arrival.stand_in: arrival.raw_id for arrival in arrivals if arrival.stand_in}
    if missed:
        places = {raw_id: plan.ticket.id for raw_id, plan in filed.items()}
        places |= {raw_id: seen.place()[1] for raw_id, (seen, _) in ignored.items()}
        close_stand_ins(session, {stand_in: places[raw_id] for stand_in, raw_id in missed.items()})
    return [
        Placed(arrival.raw_id, RawState.FILED, filed[arrival.raw_id].ticket.id)
        if arrival.raw_id in filed
        else Placed(arrival.raw_id, RawState.IGNORED, 0)
        for arrival in arrivals
    ]


def _still_waiting(session: Session, arrivals: Sequence[Arrival]) -> list[Arrival]:
    asked = [arrival.raw_id for arrival in arrivals]
    waiting = {raw_id for (raw_id,) in plain.rows(session.connection, _WAITING, {"raws": asked})}
    return [arrival for arrival in arrivals if arrival.raw_id in waiting]
