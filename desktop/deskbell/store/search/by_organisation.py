"""Of which organisation a ticket's customer must be."""

from typing import Final

from sqlalchemy import ColumnElement, false, select

from deskbell.rules.folding import fold
from deskbell.store.queries.organisations import begins_with, formerly_called
from deskbell.store.search.by_customer import is_one
from deskbell.store.session import Session
from deskbell.store.tables import customer, organisation

# So many organisations at most begin with what is sought.
_MOST: Final = 1_000


def is_of(session: Session, value: str, *, each: bool) -> ColumnElement[bool]:
    """The ticket is of a customer of the organisation that is called so, or of those whose name begins so; or (`none`) of one who is in none.

    `each`: every ticket is looked at, however few are such.
    """
    if value.lower() == "none":
        of_them = customer.c.organisation_id.is_(None)
    elif ids := _called(session, value):
        of_them = customer.c.organisation_id.in_(ids)
    else:
        return false()
    return is_one(session, customer.c.id, of_them, each=each)


def _called(session: Session, value: str) -> list[int]:
    """Those that are called exactly so, else those that were before, else those whose name begins so."""
    sought = fold(value)

    def found(condition: ColumnElement[bool]) -> list[int]:
        ids = select(organisation.c.id).where(condition).order_by(organisation.c.sought, organisation.c.id)
        return list(session.connection.execute(ids.limit(_MOST)).scalars())

    return (
        found(organisation.c.sought == sought)
        or formerly_called(session, value)
        or found(begins_with(session, organisation.c.sought, sought))
    )
