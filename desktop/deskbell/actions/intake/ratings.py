"""Writing what the mails of a batch say of their tickets: the last word of each holds, and the journal has all of them."""

from collections.abc import Sequence

from sqlalchemy import select

from deskbell.actions.deeds import Line
from deskbell.actions.intake.plan import MessagePlan
from deskbell.model.kinds import Deed
from deskbell.model.ratings import Rating
from deskbell.store.session import Session
from deskbell.store.tables import rating
from deskbell.store.upsert import insert_into


def note_ratings(session: Session, messages: Sequence[MessagePlan]) -> list[Line]:
    """Keep the ratings among these messages, which are written by now; the lines of the journal."""
    rated = [(plan, plan.rating) for plan in messages if plan.rating is not None]
    if not rated:
        return []
    numbers = {plan.ticket.id for plan, _ in rated}
    asked = select(rating.c.ticket_id, rating.c.rating).where(rating.c.ticket_id.in_(numbers))
    before = {row.ticket_id: row.rating for row in session.connection.execute(asked)}
    lines: list[Line] = []
    for plan, says in rated:
        number = plan.ticket.id
        _keep(session, plan, says)
        lines.append((number, Deed.RATED, before.get(number, ""), says.value))
        before[number] = says.value
    return lines


def _keep(session: Session, plan: MessagePlan, says: Rating) -> None:
    values = {
        "message_id": plan.id,
        "customer_id": plan.author.id if plan.author is not None else None,
        "assignee_id": plan.ticket.assignee_id,
        "rating": says.value,
        "comment": plan.mail.visible_reply.strip(),
        "at": session.now,
    }
    fresh = insert_into(session, rating).values(ticket_id=plan.ticket.id, **values)
    session.connection.execute(fresh.on_conflict_do_update(index_elements=[rating.c.ticket_id], set_=values))
