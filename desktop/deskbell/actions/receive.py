"""Mail in, second half: parsed mails become messages of tickets, exactly once."""

from collections.abc import Callable, Sequence

from sqlalchemy import bindparam, select, update

from deskbell.actions import clocks
from deskbell.actions.deeds import add_lines
from deskbell.actions.give_after_all import close_stand_ins
from deskbell.actions.intake.acknowledge import acknowledge
from deskbell.actions.intake.arrival import Arrival, Placed, Policy
from deskbell.actions.intake.bounces import clear_bounces, note_bounces
from deskbell.actions.intake.memory import Memory, Seen
from deskbell.actions.intake.plan import MessagePlan
from deskbell.actions.intake.planner import Planner
from deskbell.actions.intake.ratings import note_ratings
from deskbell.actions.intake.second_way import is_known, load_traces, note_second_way
from deskbell.actions.intake.write import write
from deskbell.actions.keep_raw import NewMails
from deskbell.model.commands import Command, new_deed
from deskbell.model.kinds import RawState
from deskbell.store import plain
from deskbell.store.bulk import insert_rows
from deskbell.store.queries.identity import identity
from deskbell.store.session import Session
from deskbell.store.tables import is_waiting, raw_mail

_WAITING = select(raw_mail.c.id).where(raw_mail.c.id.in_(bindparam("raws")), is_waiting).with_for_update()
_PLACED = (
    update(raw_mail)
    .where(raw_mail.c.id == bindparam("raw"))
    .values(state=bindparam("new_state"), message_id=bindparam("message"), reason=bindparam("why_not"))
)


def receive(session: Session, arrivals: Sequence[Arrival], policy: Policy) -> list[Placed]:
    """File a batch of arrivals in their order; what became of each, in the same order.

    A raw mail that is no longer waiting was filed by somebody else and is left out: calling this twice files nothing twice.
    """

    def tie(placed: Sequence[Placed]) -> None:
        rows = [
            {"raw": one.raw_id, "new_state": one.state.value, "message": one.message_id, "why_not": one.reason}
            for one in placed
        ]
        if rows:
            plain.update_each(session.connection, _PLACED, rows)

    return _place(session, _still_waiting(session, arrivals), policy, tie)


def receive_new(session: Session, new: NewMails, arrivals: Sequence[Arrival], policy: Policy) -> list[Placed]:
    """Keep new mails and file those that are read already: nobody ever sees them wait."""
    rows = {row["id"]: row for row in new.rows}

    def tie(placed: Sequence[Placed]) -> None:
        tied = [
            rows.pop(one.raw_id) | {"state": one.state.value, "message_id": one.message_id, "reason": one.reason}
            for one in placed
        ]
        insert_rows(session, raw_mail, tied)

    placed = _place(session, arrivals, policy, tie)
    insert_rows(session, raw_mail, list(rows.values()))
    return placed


def _place(
    session: Session, arrivals: Sequence[Arrival], policy: Policy, tie: Callable[[Sequence[Placed]], None]
) -> list[Placed]:
    """File arrivals. `tie` writes into raw mail what became of them: of those that are messages now first, so that it is seen where a mail came once
    more."""
    if not arrivals:
        return []
    memory = Memory.load(session, identity(session), arrivals, policy.ticket_id)
    traces = load_traces(session, memory, arrivals)
    planner = Planner(memory, policy, session.now)
    filed: dict[int, MessagePlan] = {}
    ignored: dict[int, tuple[Seen, Arrival]] = {}
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
            add_lines(session, Command(agent_id=None, deed=deed), note_ratings(session, planner.messages))
            lines = clocks.follow(session, sorted({plan.ticket.id for plan in planner.messages}))
            add_lines(session, Command(agent_id=None, deed=deed), lines)
    messages = [_filed(plan) for plan in filed.values()]
    tie(messages)
    if ignored and not policy.imported:
        note_second_way(session, ignored)
    known_already = [Placed(raw_id, RawState.IGNORED, 0, seen.place()[0], "") for raw_id, (seen, _) in ignored.items()]
    tie(known_already)
    missed = {arrival.stand_in: arrival.raw_id for arrival in arrivals if arrival.stand_in}
    if missed:
        places = {raw_id: plan.ticket.id for raw_id, plan in filed.items()}
        places |= {raw_id: seen.place()[1] for raw_id, (seen, _) in ignored.items()}
        close_stand_ins(session, {stand_in: places[raw_id] for stand_in, raw_id in missed.items()})
    placed = {one.raw_id: one for one in (*messages, *known_already)}
    return [placed[arrival.raw_id] for arrival in arrivals]


def _filed(plan: MessagePlan) -> Placed:
    state = RawState.FILED if plan.arrival.mail is not None else RawState.UNREADABLE
    return Placed(plan.arrival.raw_id, state, plan.ticket.id, plan.id, plan.arrival.code)


def _still_waiting(session: Session, arrivals: Sequence[Arrival]) -> list[Arrival]:
    asked = [arrival.raw_id for arrival in arrivals]
    waiting = {raw_id for (raw_id,) in plain.rows(session.connection, _WAITING, {"raws": asked})}
    return [arrival for arrival in arrivals if arrival.raw_id in waiting]
