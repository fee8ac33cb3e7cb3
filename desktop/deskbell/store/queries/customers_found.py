"""Customers by how their names or addresses begin: a page of them along the indexes, however many the desk has."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import select, union_all

from deskbell.model.customers import CustomerTitle
from deskbell.store.queries.organisations import begins_with
from deskbell.store.session import Session
from deskbell.store.tables import address, customer

MOST: Final = 20
"""So many are found at most."""
_SHORTEST: Final = 2


def beginning(session: Session, words: str) -> tuple[CustomerTitle, ...]:
    """Those whose name begins with `words`, as they are typed or with the usual capitals, or an address of whom does; by name. None for a letter or none."""
    words = " ".join(words.split())
    if len(words) < _SHORTEST:
        return ()
    written = dict.fromkeys((words, words.title(), words.capitalize(), words.lower(), words.upper()))
    live = customer.c.merged_into.is_(None)
    named = (
        select(customer.c.id.label("id")).where(begins_with(session, customer.c.name, one), live) for one in written
    )
    mailed = select(address.c.customer_id.label("id")).where(begins_with(session, address.c.email, words.lower()))
    some = union_all(*(select(part.limit(MOST).subquery().c.id) for part in (*named, mailed)))
    return of(session, dict.fromkeys(session.connection.execute(some).scalars()))


def of(session: Session, ids: Collection[int]) -> tuple[CustomerTitle, ...]:
    """These customers by name, `MOST` at most; who is not there, or was merged into another, is left out."""
    first = (
        select(address.c.email)
        .where(address.c.customer_id == customer.c.id, address.c.position == 0)
        .correlate(customer)
        .scalar_subquery()
    )
    asked = select(customer.c.id, customer.c.name, first, customer.c.organisation).where(
        customer.c.id.in_(list(ids)[:MOST]), customer.c.merged_into.is_(None)
    )
    found = [
        CustomerTitle(number, name, email or "", there)
        for number, name, email, there in session.connection.execute(asked)
    ]
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.email, one.id)))
