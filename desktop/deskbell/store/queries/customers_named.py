"""Whether words are what a customer is called."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import exists, select

from deskbell.rules.folding import fold
from deskbell.store.session import Session
from deskbell.store.tables import customer, customer_word

_LOOKED_AT: Final = 50
"""So many customers with these words at most; they may have them from their addresses, too."""


def is_named(session: Session, words: Collection[str], written: str) -> bool:
    """Whether there is a customer whose name has all of these words (folded), or is written like that."""
    there = [
        exists().where(customer_word.c.customer_id == customer.c.id, customer_word.c.word == word).correlate(customer)
        for word in words
    ]
    first, *_ = sorted(words, key=len, reverse=True)
    having = (
        select(customer.c.name)
        .join(customer_word, customer_word.c.customer_id == customer.c.id)
        .where(customer_word.c.word == first, *there)
        .limit(_LOOKED_AT)
    )
    if any(set(words) <= set(fold(name).split()) for name in session.connection.execute(having).scalars()):
        return True
    # Of scripts without spaces the words are others.
    return (
        session.connection.execute(select(customer.c.id).where(customer.c.name == written).limit(1)).first() is not None
    )
