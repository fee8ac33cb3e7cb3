"""Customers and articles that the words of a search for tickets find, too: the first of each, as their own screens would have them."""

from typing import Final

from deskbell.model.customer_list import CustomerFilter, CustomerSort
from deskbell.model.found_beside import Beside
from deskbell.store.queries import article_choices, customer_list
from deskbell.store.session import Session

MOST: Final = 2
"""So many of each: they stand below the tickets that were looked for."""


def beside(session: Session, words: str, agent_id: int, language: str) -> Beside:
    """What these words find: of customers who wrote last, of published articles the best. Nothing for no words."""
    if not words.strip():
        return Beside()
    people = customer_list.page(session, CustomerFilter(words=words), CustomerSort.LATEST, limit=MOST)
    articles = article_choices.choices(session, words, agent_id, language)
    return Beside(people.lines, articles[:MOST], people.last is not None, len(articles) > MOST)
