"""A ticket as the beginning of an article: what was asked and what was answered, without what tells who asked."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from deskbell.model.answering import ArticleDraft
from deskbell.model.kinds import MessageKind
from deskbell.rules.articles import LONGEST_TITLE, clean
from deskbell.rules.blanking import Blank, Blanking, drafted, marks_in
from deskbell.rules.quoting import bare_subject
from deskbell.store.session import Session
from deskbell.store.tables import agent, customer, message, participant, ticket

_LOOKED_AT = 20_000
_PUBLIC = (int(MessageKind.IN), int(MessageKind.OUT))


def draft_of(session: Session, ticket_id: int, words: Mapping[Blank, str], heads: Sequence[str]) -> ArticleDraft | None:
    """The draft; None where there is no such ticket. `words` is what each kind of blank is called, `heads` stand above the question and the answer.

    The question is the customer's first mail, the answer the longest that an agent wrote; notes are for the desk alone and left out.
    """
    about = select(ticket.c.subject, customer.c.language).join(customer, customer.c.id == ticket.c.customer_id)
    here = session.connection.execute(about.where(ticket.c.id == ticket_id)).first()
    if here is None:
        return None
    columns = (message.c.kind, message.c.text, message.c.visible)
    thread = (message.c.ticket_id == ticket_id, message.c.kind.in_(_PUBLIC), message.c.is_bounce.is_(False))
    letters = session.connection.execute(select(*columns).where(*thread).order_by(message.c.at, message.c.id)).all()
    asked = [_said(row) for row in letters if row.kind == MessageKind.IN]
    answers = [_said(row) for row in letters if row.kind == MessageKind.OUT]
    blanking = Blanking(people_of(session, ticket_id), words)
    title = clean(blanking.text(bare_subject(here.subject)))[:LONGEST_TITLE]
    question = blanking.text(asked[0]) if asked else ""
    answer = blanking.text(max(answers, key=len)) if answers else ""
    body = drafted(question, answer, heads)
    return ArticleDraft(title, body, here.language or "", marks_in(title) + marks_in(body))


def _said(row: object) -> str:
    text: str = getattr(row, "text", "")
    visible: str | None = getattr(row, "visible", None)
    return (text if visible is None else visible)[:_LOOKED_AT]


def people_of(session: Session, ticket_id: int) -> set[str]:
    """The names of who asks, of who else is in the thread, and of whoever works here: answers are signed."""
    letters = (message.c.ticket_id == ticket_id, message.c.kind.in_(_PUBLIC), message.c.is_bounce.is_(False))
    asking = customer.join(ticket, ticket.c.customer_id == customer.c.id)
    queries = (
        select(customer.c.name).select_from(asking).where(ticket.c.id == ticket_id),
        select(message.c.from_name).where(*letters).distinct(),
        select(participant.c.name).where(participant.c.ticket_id == ticket_id),
        select(agent.c.name),
    )
    return {name for query in queries for name in session.connection.execute(query).scalars()} - {""}
