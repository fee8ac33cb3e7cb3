"""What a ticket, its customer or their organisation must hold in a custom field."""

import operator
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Table, and_, exists, func, literal, or_, select

from deskbell.model.errors import Mistake
from deskbell.model.fields import CustomField, FieldKind, FieldOwner
from deskbell.rules import fields as rules
from deskbell.rules.folding import fold
from deskbell.rules.search_query import day_of, of_field
from deskbell.store.queries.fields import definitions, sought
from deskbell.store.queries.owned_fields import TABLES
from deskbell.store.search.by_customer import is_one
from deskbell.store.session import Session
from deskbell.store.tables import customer, field_value, ticket

_COMPARED: Final[Mapping[str, Callable[[Any, Any], ColumnElement[bool]]]] = {
    "=": operator.eq,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
_NO: Final = frozenset({"no", "0", "false"})
# What fewer tickets hold is gathered; what more hold is looked at ticket by ticket, as the list goes: a page of it is full soon.
_FEW: Final = 2_000


def holds(session: Session, owner: FieldOwner, value: str, *, each: bool) -> list[ColumnElement[bool]]:
    """The ticket, or its owner of that kind, holds what `value` asks for (`rules.search_query.of_field`), in any field of that name; nothing where there is no such.

    `each`: every ticket is looked at, however few hold it.
    """
    name, sign, wanted = of_field(value)
    fields = _called(definitions(session, owner), name)
    if sign == "=" and fold(wanted) in _NO and all(field.kind is FieldKind.CHECK for field in fields):
        return [~_element(session, field, literal(True), each=True) for field in fields]
    found: list[ColumnElement[bool]] = []
    for field in fields:
        condition = _condition(field, sign, wanted, session.now.astimezone().date())
        if condition is not None:
            found.append(_element(session, field, condition, each=each))
    return found


def _called(fields: Sequence[CustomField], name: str) -> list[CustomField]:
    """Those of exactly this name, else those whose name holds it."""
    there = [(field, fold(field.name)) for field in fields if not field.retired]
    exact = [field for field, folded in there if folded == fold(name)]
    return exact or [field for field, folded in there if fold(name) in folded]


def _element(
    session: Session, field: CustomField, condition: ColumnElement[bool], *, each: bool
) -> ColumnElement[bool]:
    if field.owner is FieldOwner.TICKET:
        gathered = not each and _is_held_by_few(session, field, condition)
        return _gathered(field, condition) if gathered else _each(field, condition)
    table, whose = TABLES[field.owner]
    holding = and_(table.c.field_id == field.id, condition)
    if field.owner is FieldOwner.CUSTOMER:
        return is_one(session, whose, holding, each=each)
    theirs = customer.c.organisation_id.in_(select(whose).where(holding))
    return is_one(session, customer.c.id, theirs, each=each)


def _values(field: CustomField) -> Table:
    return field_value if field.owner is FieldOwner.TICKET else TABLES[field.owner][0]


def _condition(field: CustomField, sign: str, wanted: str, today: date) -> ColumnElement[bool] | None:
    """What the field's value must meet; None where the field cannot be asked so."""
    values = _values(field)
    if not sign or (field.kind is FieldKind.CHECK and sign == "="):
        return literal(True)
    if field.kind in (FieldKind.NUMBER, FieldKind.DATE):
        measure = _measure(field, wanted, today)
        return _COMPARED[sign](values.c.measure, measure) if measure is not None else None
    if sign != "=":
        return None
    if field.kind is FieldKind.TEXT:
        return values.c.sought == sought(wanted)
    names = [(str(choice.id), fold(choice.name)) for choice in field.choices]
    ids = [number for number, name in names if name == fold(wanted)]
    ids = ids or [number for number, name in names if fold(wanted) in name]
    if field.kind is FieldKind.CHOICE:
        return values.c.sought.in_(ids) if ids else None
    spaced = literal(" ") + values.c.value + literal(" ")
    return or_(*(spaced.like(f"% {number} %") for number in ids)) if ids else None


def _measure(field: CustomField, wanted: str, today: date) -> int | None:
    """What is sought as numbers and dates are compared; None where it is neither."""
    day = day_of(wanted, today) if field.kind is FieldKind.DATE else None
    try:
        value = day.isoformat() if day is not None else rules.kept(field, rules.plain_number(wanted))
    except Mistake:
        return None
    return rules.measure(field, value)


def _is_held_by_few(session: Session, field: CustomField, condition: ColumnElement[bool]) -> bool:
    some = select(field_value.c.ticket_id).where(field_value.c.field_id == field.id, condition).limit(_FEW).subquery()
    return session.connection.execute(select(func.count()).select_from(some)).scalar_one() < _FEW


def _each(field: CustomField, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(field_value.c.ticket_id == ticket.c.id, field_value.c.field_id == field.id, condition)


def _gathered(field: CustomField, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return ticket.c.id.in_(select(field_value.c.ticket_id).where(and_(field_value.c.field_id == field.id, condition)))
