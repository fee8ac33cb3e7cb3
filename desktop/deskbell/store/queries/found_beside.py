"""Customers and articles that the words of a search for tickets find, too: the first of each, as their own screens would have them."""

from typing import Final

from deskbell.model.customer_list import CustomerFilter, CustomerSort
from deskbell.model.found_beside import Beside
from deskbell.store.queries import article_choices, customer_list
from deskbell.store.session import Session

MOST: Final = 2
"""So many of each: they stand below the tickets that were looked for."""

# Where many customers have the words, those are found who wrote with one of so many tickets: nobody waits for tickets behind a walk along a million.
_TICKETS: Final = 3_000


def beside(session: Session, words: str, agent_id: int, language: str) -> Beside:
    """What these words find: of customers who wrote last, of published articles the best. Nothing for no words."""
    if not words.strip():
        return Beside()
    wanted = CustomerFilter(words=words)
    people = customer_list.page(session, wanted, CustomerSort.LATEST, limit=MOST, tickets=_TICKETS)
    articles = article_choices.choices(session, words, agent_id, language)
    # Of many it is not known how many.
    more = people.last is not None or people.total is None
    return Beside(people.lines, articles[:MOST], more, len(articles) > MOST)
