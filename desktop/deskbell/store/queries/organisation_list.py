"""The list of all organisations, page by page, what is known of one, and the tickets of its customers."""

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ScalarSelect,
    Select,
    Text,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
    tuple_,
)

from deskbell.model.customer_list import MOST_COUNTED
from deskbell.model.kinds import Status
from deskbell.model.organisations import (
    OrganisationKey,
    OrganisationLine,
    OrganisationPage,
    OrganisationPanel,
    OrganisationRow,
)
from deskbell.rules.folding import fold
from deskbell.store.queries import tags
from deskbell.store.queries.customer_tickets import AT_ONCE, TicketLine
from deskbell.store.queries.fields import of_organisation
from deskbell.store.queries.organisations import begins_with, domains_of, tags_of_all
from deskbell.store.session import Session
from deskbell.store.tables import (
    address,
    agent,
    customer,
    organisation,
    organisation_domain,
    organisation_tag,
    ticket,
)
from deskbell.store.tables.base import Id, Moment
from deskbell.store.tables.tickets import is_open

PAGE: Final = 50
"""Lines of a page."""

_ONE: Final[ColumnElement[int]] = literal_column("1")
_MOST: Final[ColumnElement[int]] = literal_column(str(MOST_COUNTED))
_THEIRS: Final = customer.c.organisation_id == organisation.c.id


def _up_to_most(some: Select[Any]) -> ScalarSelect[Any]:
    few = some.correlate(organisation).limit(_MOST).subquery()
    return select(func.count()).select_from(few).correlate(organisation).scalar_subquery()


_CUSTOMERS: Final = _up_to_most(select(_ONE).select_from(customer).where(_THEIRS))
_OPEN: Final = _up_to_most(
    select(_ONE).select_from(ticket.join(customer, customer.c.id == ticket.c.customer_id)).where(_THEIRS, is_open)
)
_MAIL: Final = (
    select(address.c.email).where(address.c.customer_id == customer.c.id, address.c.position == literal_column("0"))
).scalar_subquery()


def page(session: Session, words: str, after: OrganisationKey | None = None, limit: int = PAGE) -> OrganisationPage:
    """At most `limit` organisations whose name, or a word of it, domain or tag begins with `words`, by name: those that stand behind `after`, or the first ones."""
    place = (organisation.c.sought, organisation.c.id)
    some = select(*place, organisation.c.name, organisation.c.vip, _CUSTOMERS.label("customers"), _OPEN.label("open"))
    some = some.where(_asked(session, words.strip()))
    if after is not None:
        some = some.where(tuple_(*place) > tuple_(literal(after.sought, Text), literal(after.id, BigInteger)))
    rows = session.connection.execute(some.order_by(*place).limit(limit + 1)).all()
    found = tuple(OrganisationLine(row.id, row.name, bool(row.vip), row.customers, row.open) for row in rows[:limit])
    last = OrganisationKey(rows[limit - 1].sought, rows[limit - 1].id) if len(rows) > limit else None
    return OrganisationPage(found, last)


def count(session: Session, words: str) -> int:
    """How many organisations these find."""
    some = select(func.count()).select_from(organisation).where(_asked(session, words.strip()))
    return int(session.connection.execute(some).scalar_one())


def panel(session: Session, organisation_id: int) -> OrganisationPanel | None:
    """What is known of one; None where it is no more."""
    one = select(organisation, _CUSTOMERS.label("customers")).where(organisation.c.id == organisation_id)
    row = session.connection.execute(one).one_or_none()
    if row is None:
        return None
    domains, tagged = (found(session, [row.id]).get(row.id, ()) for found in (domains_of, tags_of_all))
    known = OrganisationRow(row.id, row.name, domains, row.note, row.customers, row.version, bool(row.vip), tagged)
    return OrganisationPanel(known, of_organisation(session, row.id))


def tickets(session: Session, organisation_id: int, after: TicketLine | None = None) -> tuple[TicketLine, ...]:
    """The latest tickets of its customers, in Spam and Trash, too, or those that come next after one: fewer than `AT_ONCE` where there are no more."""
    place = (ticket.c.activity_at, ticket.c.id)
    lines = (
        select(
            ticket.c.id,
            ticket.c.subject,
            ticket.c.status,
            ticket.c.created_at,
            ticket.c.activity_at,
            ticket.c.messages,
            agent.c.name.label("assignee"),
            func.coalesce(func.nullif(customer.c.name, ""), _MAIL, "").label("customer"),
        )
        .select_from(customer)
        .join(ticket, ticket.c.customer_id == customer.c.id)
        .outerjoin(agent, agent.c.id == ticket.c.assignee_id)
        .where(customer.c.organisation_id == organisation_id, ticket.c.merged_into.is_(None))
        .order_by(*(column.desc() for column in place))
        .limit(AT_ONCE)
    )
    if after is not None:
        there = tuple_(literal(after.activity_at, Moment), literal(after.id, Id))
        lines = lines.where(tuple_(*place) < there)
    return tuple(
        TicketLine(
            row.id,
            row.subject,
            Status(row.status),
            row.created_at,
            row.activity_at,
            row.messages,
            row.assignee or "",
            row.customer,
        )
        for row in session.connection.execute(lines)
    )


def _asked(session: Session, words: str) -> ColumnElement[bool]:
    if not words:
        return true()
    # Names are few beside customers: they are looked through.
    inside = func.instr if session.engine_name == "sqlite" else func.strpos
    named = inside(literal_column("' '", Text) + organisation.c.sought, f" {fold(words)}") > literal_column("0")
    domain = begins_with(session, organisation_domain.c.domain, words.lower().removeprefix("@"))
    of_domain = select(organisation_domain.c.organisation_id).where(domain)
    ways = [named, organisation.c.id.in_(of_domain)]
    if called := tags.beginning_with(session, fold(words)):
        having = select(organisation_tag.c.organisation_id).where(organisation_tag.c.tag_id.in_(sorted(called)))
        ways.append(organisation.c.id.in_(having))
    return or_(*ways)
