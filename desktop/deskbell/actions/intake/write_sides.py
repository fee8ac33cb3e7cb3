"""Writing what stands beside a batch's tickets: who takes part, and which tickets point to which."""

from collections.abc import Sequence

from sqlalchemy import bindparam, update

from deskbell.actions.intake.plan import TicketPlan
from deskbell.model.kinds import Entity
from deskbell.store import plain
from deskbell.store.bulk import insert_rows
from deskbell.store.session import Session
from deskbell.store.tables import participant, ticket_link

_RAISED = (
    update(participant)
    .where(participant.c.ticket_id == bindparam("ticket"), participant.c.email == bindparam("who"))
    .values(standing=bindparam("now"))
)


def write_participants(session: Session, plans: Sequence[TicketPlan]) -> None:
    """Write who is new on these tickets, and who has become more than was only named."""
    insert_rows(
        session,
        participant,
        [
            {"ticket_id": plan.id, "email": email, "name": name, "standing": standing.value}
            for plan in plans
            for email, (name, standing) in plan.new_participants.items()
        ],
    )
    raised = [
        {"ticket": plan.id, "who": email, "now": standing.value}
        for plan in plans
        for email, standing in plan.raised_participants.items()
    ]
    if raised:
        plain.update_each(session.connection, _RAISED, raised)


def write_links(session: Session, plans: Sequence[TicketPlan]) -> None:
    """Write the links of tickets that are there by now; the others are shown it too."""
    linked = [(plan, other, kind) for plan in plans for other, kind in plan.links]
    insert_rows(
        session,
        ticket_link,
        [
            {"ticket_id": plan.id, "other_id": other.id, "kind": kind.value, "at": session.now}
            for plan, other, kind in linked
        ],
    )
    for _, other, _ in linked:
        session.changed(Entity.TICKET, other.id, other.id)
