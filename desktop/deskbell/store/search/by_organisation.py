"""Of which organisation a ticket's customer must be."""

from typing import Final

from sqlalchemy import ColumnElement, exists, false, func, select

from deskbell.rules.folding import fold
from deskbell.store.queries.organisations import begins_with, formerly_called
from deskbell.store.session import Session
from deskbell.store.tables import customer, organisation, ticket

# What fewer tickets meet is gathered; of more a page is full soon, as the list goes.
_FEW: Final = 2_000
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
    if not each:
        other = ticket.alias()
        theirs = select(other.c.id).join(customer, customer.c.id == other.c.customer_id).where(of_them)
        some = select(func.count()).select_from(theirs.limit(_FEW).subquery())
        if session.connection.execute(some).scalar_one() < _FEW:
            return ticket.c.id.in_(theirs)
    return exists().where(customer.c.id == ticket.c.customer_id, of_them)


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
