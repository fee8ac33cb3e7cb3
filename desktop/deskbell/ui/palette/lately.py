"""What was chosen and opened before, by the words it has now."""

from collections.abc import Sequence

from deskbell.model.answering import ArticleChoice
from deskbell.model.customers import CustomerTitle
from deskbell.model.rows import TicketRow
from deskbell.store.queries import article_choices, customers_found, ticket_list
from deskbell.store.session import Session


def lately(
    session: Session, tickets: Sequence[int], customers: Sequence[int], of: Sequence[int], agent_id: int, language: str
) -> tuple[tuple[TicketRow, ...], tuple[CustomerTitle, ...], tuple[ArticleChoice, ...]]:
    """What is remembered by number alone: these tickets in this order, these customers, and these articles (`of`)."""
    people = customers_found.of(session, customers) if customers else ()
    articles = article_choices.named(session, of, agent_id, language) if of else ()
    return ticket_list.rows(session, tickets, agent_id), people, articles
