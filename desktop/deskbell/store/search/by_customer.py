"""What the customer of a ticket must be: found from the customers where few tickets are such, else ticket by ticket."""

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import ColumnElement, exists, false, func, or_, select
from sqlalchemy.sql.schema import Column

from deskbell.store.session import Session
from deskbell.store.tables import customer, customer_tag, organisation, organisation_tag, ticket

# What fewer tickets meet is gathered; of more a page is full soon, as the list goes.
_FEW: Final = 2_000


def is_one(session: Session, link: Column[Any], condition: ColumnElement[bool], *, each: bool) -> ColumnElement[bool]:
    """The ticket is of a customer whose number stands in the column `link`, in a row that meets the condition. `each`: every ticket is looked at, however few are such."""
    if not each:
        other = ticket.alias()
        theirs = select(other.c.id).join(link.table, link == other.c.customer_id).where(condition)
        some = select(func.count()).select_from(theirs.limit(_FEW).subquery())
        if session.connection.execute(some).scalar_one() < _FEW:
            return ticket.c.id.in_(theirs)
    return exists().where(link == ticket.c.customer_id, condition)


def has_tag(session: Session, tags: Collection[int], *, each: bool) -> ColumnElement[bool]:
    """The ticket's customer has one of these tags (ids), or their organisation has."""
    if not tags:
        return false()
    wanted = sorted(tags)
    through = select(organisation_tag.c.organisation_id).where(organisation_tag.c.tag_id.in_(wanted))
    own = is_one(session, customer_tag.c.customer_id, customer_tag.c.tag_id.in_(wanted), each=each)
    # Mostly no organisation has any of them: nothing is looked for then.
    if session.connection.execute(through.limit(1)).first() is None:
        return own
    return or_(own, is_one(session, customer.c.id, customer.c.organisation_id.in_(through), each=each))


def is_vip(session: Session, *, each: bool) -> ColumnElement[bool]:
    """The ticket's customer is a VIP, or their organisation is."""
    through = customer.c.organisation_id.in_(select(organisation.c.id).where(organisation.c.vip))
    return or_(*(is_one(session, customer.c.id, vip, each=each) for vip in (customer.c.vip, through)))
