"""Custom fields: which there are, what a ticket, a customer or an organisation holds in them, and what a ticket lacks."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Row, and_, bindparam, column, false, func, literal_column, not_, select, table, true

from deskbell.model.fields import CustomField, FieldChoice, FieldKind, FieldOwner, FieldValue
from deskbell.rules import fields as rules
from deskbell.rules.folding import fold
from deskbell.store import plain
from deskbell.store.session import Session
from deskbell.store.tables import custom_field, customer_value, field_value, organisation_value

NO_TEAM: Final = 0
"""The team of a field that is none of tickets."""

# So much of a text is sought by: an index of PostgreSQL takes no long ones.
_SOUGHT = 200
_IN_ORDER = (custom_field.c.position, custom_field.c.id)
_OF_TICKETS = custom_field.c.owner == literal_column(f"'{FieldOwner.TICKET.value}'")
_ALL = select(custom_field).order_by(*_IN_ORDER)
_SOME = select(custom_field).where(custom_field.c.id.in_(bindparam("ids", expanding=True)))
_OF_TICKET = (
    select(custom_field, field_value.c.value)
    .select_from(
        custom_field.outerjoin(
            field_value,
            and_(field_value.c.field_id == custom_field.c.id, field_value.c.ticket_id == bindparam("ticket")),
        )
    )
    .where(not_(custom_field.c.retired), _OF_TICKETS)
    .order_by(*_IN_ORDER)
)
# One row a field that must be filled in and ticket that has it filled in; one without a ticket where none has.
_FILLED = (
    select(custom_field, field_value.c.ticket_id)
    .select_from(
        custom_field.outerjoin(
            field_value,
            and_(
                field_value.c.field_id == custom_field.c.id,
                field_value.c.ticket_id.in_(bindparam("ids", expanding=True)),
            ),
        )
    )
    .where(custom_field.c.required == true(), custom_field.c.retired == false(), _OF_TICKETS)
    .order_by(*_IN_ORDER)
)
# As bare names: the tables come with others that no ticket needs.
_customer = table("customer", column("id"), column("organisation_id"))
_ITS_ORGANISATION = select(_customer.c.organisation_id).where(_customer.c.id == bindparam("customer")).scalar_subquery()
_OF_CUSTOMER = (
    select(custom_field, func.coalesce(customer_value.c.value, organisation_value.c.value).label("value"))
    .select_from(
        custom_field.outerjoin(
            customer_value,
            and_(customer_value.c.field_id == custom_field.c.id, customer_value.c.customer_id == bindparam("customer")),
        ).outerjoin(
            organisation_value,
            and_(
                organisation_value.c.field_id == custom_field.c.id,
                organisation_value.c.organisation_id == _ITS_ORGANISATION,
            ),
        )
    )
    .where(not_(custom_field.c.retired), not_(_OF_TICKETS))
    .order_by(*_IN_ORDER)
)
_OF_ORGANISATION = (
    select(custom_field, organisation_value.c.value)
    .select_from(
        custom_field.outerjoin(
            organisation_value,
            and_(
                organisation_value.c.field_id == custom_field.c.id,
                organisation_value.c.organisation_id == bindparam("organisation"),
            ),
        )
    )
    .where(not_(custom_field.c.retired), custom_field.c.owner == literal_column(f"'{FieldOwner.ORGANISATION.value}'"))
    .order_by(*_IN_ORDER)
)
_HELD = select(field_value.c.ticket_id, field_value.c.field_id, field_value.c.value).where(
    field_value.c.ticket_id.in_(bindparam("ids", expanding=True)),
    field_value.c.field_id.in_(bindparam("fields", expanding=True)),
)


def sought(value: str) -> str:
    """A value, or what somebody seeks, as the two are compared."""
    return fold(value)[:_SOUGHT]


def every(session: Session) -> tuple[CustomField, ...]:
    """All fields in their order, whatever has them, retired ones too."""
    return tuple(map(_field, plain.ask_named(session.connection, _ALL, {})()))


def definitions(session: Session, owner: FieldOwner = FieldOwner.TICKET) -> tuple[CustomField, ...]:
    """All fields of tickets, or of another owner, in their order, retired ones too."""
    return tuple(field for field in every(session) if field.owner is owner)


def held(session: Session, tickets: Sequence[int], ids: Collection[int]) -> dict[int, dict[int, str]]:
    """What a page of tickets holds in some fields, as it is kept: by ticket and field, what is filled in alone."""
    found: dict[int, dict[int, str]] = {}
    for row in plain.rows(session.connection, _HELD, {"ids": list(tickets), "fields": sorted(ids)}):
        found.setdefault(row[0], {})[row[1]] = row[2]
    return found


def ask_some(session: Session, ids: Collection[int]) -> Callable[[], Mapping[int, CustomField]]:
    """Those of these fields that there are, retired ones too."""
    answer = plain.ask_named(session.connection, _SOME, {"ids": sorted(ids)})
    return lambda: {row.id: _field(row) for row in answer()}


def ask_of_ticket(session: Session, ticket_id: int) -> Callable[[int, int | None], tuple[FieldValue, ...]]:
    """What a ticket holds in its fields; what comes back is told its mailbox and its team, which say which it has."""
    answer = plain.ask_named(session.connection, _OF_TICKET, {"ticket": ticket_id})

    def of(mailbox_id: int, team_id: int | None) -> tuple[FieldValue, ...]:
        values = (FieldValue(_field(row), row.value or "") for row in answer())
        return tuple(one for one in values if rules.applies(one.field, mailbox_id, team_id))

    return of


def ask_of_customer(
    session: Session, customer_id: int
) -> Callable[[], tuple[tuple[FieldValue, ...], tuple[FieldValue, ...]]]:
    """What a customer holds in their fields, and their organisation in its, together with what is asked next."""
    answer = plain.ask_named(session.connection, _OF_CUSTOMER, {"customer": customer_id})

    def of() -> tuple[tuple[FieldValue, ...], tuple[FieldValue, ...]]:
        values = [FieldValue(_field(row), row.value or "") for row in answer()]
        theirs, its = (
            tuple(one for one in values if one.field.owner is owner)
            for owner in (FieldOwner.CUSTOMER, FieldOwner.ORGANISATION)
        )
        return theirs, its

    return of


def of_organisation(session: Session, organisation_id: int) -> tuple[FieldValue, ...]:
    """What an organisation holds in its fields."""
    answer = plain.ask_named(session.connection, _OF_ORGANISATION, {"organisation": organisation_id})
    return tuple(FieldValue(_field(row), row.value or "") for row in answer())


def around(session: Session, ticket_id: int, customer_id: int) -> tuple[FieldValue, ...]:
    """All fields that there are, with what the ticket, the customer and their organisation hold in them."""
    of_ticket = plain.ask_named(session.connection, _OF_TICKET, {"ticket": ticket_id})
    theirs, its = ask_of_customer(session, customer_id)()
    return (*(FieldValue(_field(row), row.value or "") for row in of_ticket()), *theirs, *its)


def ask_lacking(session: Session, ids: Sequence[int]) -> Callable[[int, int, int | None], tuple[CustomField, ...]]:
    """What must be filled in on these tickets before they are solved, and is not; what comes back is told a ticket with its mailbox and its team."""
    answer = plain.ask_named(session.connection, _FILLED, {"ids": ids})
    filled: dict[CustomField, set[int]] = {}

    def of(ticket_id: int, mailbox_id: int, team_id: int | None) -> tuple[CustomField, ...]:
        if not filled:
            for row in answer():
                filled.setdefault(_field(row), set()).add(row.ticket_id)
        values = (FieldValue(field, rules.YES if ticket_id in has else "") for field, has in filled.items())
        return rules.lacking(values, mailbox_id, team_id)

    return of


def _field(row: Row[*tuple[Any, ...]]) -> CustomField:
    return CustomField(
        id=row.id,
        name=row.name,
        kind=FieldKind(row.kind),
        choices=tuple(FieldChoice(*choice) for choice in row.choices),
        mailboxes=frozenset(row.mailboxes),
        teams=frozenset(row.teams) - {NO_TEAM},
        required=row.required,
        retired=row.retired,
        version=row.version,
        owner=FieldOwner(row.owner),
    )
