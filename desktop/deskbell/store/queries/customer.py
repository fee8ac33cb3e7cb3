"""The customer beside a ticket."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Text, bindparam, column, func, literal_column, select, table, union_all

from deskbell.model.kinds import LinkKind, Status
from deskbell.model.linking import INVERSE
from deskbell.model.rows import CustomerPanel, CustomerRow, TicketTitle
from deskbell.store import plain
from deskbell.store.queries.customer_ways import ask_around
from deskbell.store.queries.fields import ask_of_customer
from deskbell.store.session import Session
from deskbell.store.tables import customer, ticket, ticket_link

# So many other tickets are shown; who wants more searches for the address.
OTHERS = 20

_TICKETS = select(func.count()).where(ticket.c.customer_id == customer.c.id).scalar_subquery()
# As bare names: the table comes with others that no ticket needs.
_organisation = table("organisation", column("id"), column("note", Text), column("vip"))
_ITS_NOTE = select(_organisation.c.note).where(_organisation.c.id == customer.c.organisation_id).scalar_subquery()
_IS_VIP = select(_organisation.c.vip).where(_organisation.c.id == customer.c.organisation_id).scalar_subquery()
_CUSTOMER = select(
    customer,
    _TICKETS.label("tickets"),
    _ITS_NOTE.label("organisation_note"),
    _IS_VIP.label("organisation_vip"),
).where(customer.c.id == bindparam("customer"))
_TITLES = select(ticket.c.id, ticket.c.subject, ticket.c.status, ticket.c.activity_at)
_OTHERS = (
    _TITLES.where(ticket.c.customer_id == bindparam("customer"), ticket.c.id != bindparam("ticket"))
    .order_by(ticket.c.activity_at.desc(), ticket.c.id.desc())
    .limit(OTHERS)
)
_KIND = ticket_link.c.kind
_NONE: ColumnElement[str] = literal_column("''")
# Each with what this ticket says of the other one, and what that says of this.
_LINKS = union_all(
    select(ticket_link.c.other_id.label("id"), _KIND.label("here"), _NONE.label("there"))
    .where(ticket_link.c.ticket_id == bindparam("ticket")),
    select(ticket_link.c.ticket_id, _NONE, _KIND).where(ticket_link.c.other_id == bindparam("ticket")),
    select(ticket.c.merged_into, _NONE, _NONE)
    .where(ticket.c.id == bindparam("ticket"), ticket.c.merged_into.is_not(None)),
).subquery("links")  # fmt: skip
_LINKED = (
    _TITLES.add_columns(_LINKS.c.here, _LINKS.c.there)
    .join_from(_LINKS, ticket, ticket.c.id == _LINKS.c.id)
    .order_by(ticket.c.id.desc())
)


def panel(session: Session, customer_id: int, ticket_id: int) -> CustomerPanel | None:
    """The customer and the newest others of their tickets besides `ticket_id` (0 for none); None where there is no such customer."""
    return ask_panel(session, customer_id, ticket_id)()


def ask_panel(session: Session, customer_id: int, ticket_id: int) -> Callable[[], CustomerPanel | None]:
    """The same, together with what is asked next."""
    who = {"customer": customer_id}
    answer = plain.ask_named(session.connection, _CUSTOMER, who)
    around = ask_around(session, customer_id)
    fields = ask_of_customer(session, customer_id)
    others = plain.ask_named(session.connection, _OTHERS, who | {"ticket": ticket_id})
    links = plain.ask_named(session.connection, _LINKED, {"ticket": ticket_id})

    def panel() -> CustomerPanel | None:
        found = next(iter(answer()), None)
        if found is None:
            return None
        ways = around()
        theirs, its = fields()
        row = CustomerRow(
            id=found.id,
            name=found.name,
            emails=ways.emails,
            language=found.language,
            organisation=found.organisation,
            note=found.note,
            created_at=found.created_at,
            tickets=found.tickets,
            version=found.version,
            time_zone=found.time_zone,
            utc_offset=_offset(found.time_zone, session.now) if found.time_zone else None,
            vip=bool(found.vip),
            phones=ways.phones,
            blocked=ways.blocked,
            organisation_note=found.organisation_note or "",
            tags=ways.tags,
            organisation_id=found.organisation_id or 0,
            organisation_vip=bool(found.organisation_vip),
        )
        likely = ways.likely(found.name, found.organisation)
        return CustomerPanel(
            row, _titles(others()), _linked(links()), likely, ways.merged, theirs, its if found.organisation_id else ()
        )

    return panel


def linked(session: Session, ticket_id: int) -> tuple[TicketTitle, ...]:
    """The tickets that this one points to, that point to it, and that were merged with it, newest first."""
    return _linked(plain.ask_named(session.connection, _LINKED, {"ticket": ticket_id})())


def _offset(time_zone: str, now: datetime) -> int | None:
    """The minutes by which the clocks there are ahead of UTC, None where this computer knows no such zone."""
    # Loaded for the first customer of whom it is known.
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ahead = now.astimezone(ZoneInfo(time_zone)).utcoffset()
    except (ZoneInfoNotFoundError, ValueError):
        return None
    return None if ahead is None else int(ahead.total_seconds()) // 60


def _linked(found: Iterable[Any]) -> tuple[TicketTitle, ...]:
    """Each of them once, with what people say that it is: two may be linked by them and by the desk itself."""
    titles: dict[int, TicketTitle] = {}
    for row in found:
        link = INVERSE.get(row.here) or (LinkKind(row.there) if row.there in INVERSE else None)
        if row.id not in titles or link is not None:
            titles[row.id] = TicketTitle(row.id, row.subject, Status(row.status), row.activity_at, link)
    return tuple(titles.values())


def _titles(found: Iterable[Any]) -> tuple[TicketTitle, ...]:
    return tuple(TicketTitle(row.id, row.subject, Status(row.status), row.activity_at) for row in found)
