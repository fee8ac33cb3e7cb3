"""Filling in the custom fields of tickets, and refusing that a ticket is solved while something must be filled in."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, delete, select

from deskbell.actions.deeds import Line, record_changes
from deskbell.actions.properties import ask_tickets, write
from deskbell.model.errors import Mistake
from deskbell.model.fields import CustomField, FieldOwner, SetField
from deskbell.model.kinds import Deed
from deskbell.rules import fields as rules
from deskbell.store import plain
from deskbell.store.bulk import insert_rows
from deskbell.store.queries import fields
from deskbell.store.session import Session
from deskbell.store.tables import field_value

_VALUES = select(field_value.c.ticket_id, field_value.c.field_id, field_value.c.value).where(
    field_value.c.ticket_id.in_(bindparam("ids", expanding=True))
)
_GONE = delete(field_value).where(
    field_value.c.ticket_id == bindparam("ticket"), field_value.c.field_id == bindparam("field")
)

# What a field of a ticket holds, by the ids of both.
Values = Mapping[tuple[int, int], str]


def set_field(session: Session, command: SetField) -> int | None:
    """Fill a field of tickets in, or empty it; those that hold the same already are left alone.

    Raises `Mistake` field.missing where there is no such field (any more), ticket.missing, and as `rules.fields.kept` where it cannot hold this. A
    retired choice stays where it is and comes nowhere else: field.choice.
    """
    tickets, asked = ask_tickets(session, command.tickets), fields.ask_some(session, {command.field_id})
    held = ask_values(session, command.tickets)
    rows, field, before = tickets(), asked().get(command.field_id), held()
    if field is None or field.retired or field.owner is not FieldOwner.TICKET:
        raise Mistake("field.missing")
    after = rules.kept(field, command.value)
    changes = {row.id: before.get((row.id, field.id), "") for row in rows}
    changes = {ticket_id: value for ticket_id, value in changes.items() if value != after}
    for value in changes.values():
        if any(choice.retired for choice in set(rules.chosen(field, after)) - set(rules.chosen(field, value))):
            raise Mistake("field.choice", field=field.name)
    put(session, [(ticket_id, field, after) for ticket_id in changes])
    write(session, [(row, {}) for row in rows if row.id in changes])
    lines: list[Line] = [
        (ticket_id, Deed.FIELD, rules.journalled(field.id, value), rules.journalled(field.id, after))
        for ticket_id, value in changes.items()
    ]
    return record_changes(session, command, Deed.FIELD, lines)


def ask_values(session: Session, ids: Sequence[int]) -> Callable[[], Values]:
    """What these tickets hold in all fields, together with what is asked next."""
    answer = plain.ask(session.connection, _VALUES, {"ids": sorted(set(ids))})
    return lambda: {(ticket_id, field_id): value for ticket_id, field_id, value in answer()}


def put(session: Session, values: Iterable[tuple[int, CustomField, str]]) -> None:
    """Let fields of tickets hold these values, which are of the form that is kept."""
    new = list(values)
    if not new:
        return
    plain.update(session.connection, _GONE, [{"ticket": ticket_id, "field": field.id} for ticket_id, field, _ in new])
    insert_rows(
        session,
        field_value,
        [
            {
                "ticket_id": ticket_id,
                "field_id": field.id,
                "value": value,
                "sought": fields.sought(value),
                "measure": rules.measure(field, value),
            }
            for ticket_id, field, value in new
            if value
        ],
    )


def take_back(session: Session, lines: Sequence[Row[Any]]) -> list[Line]:
    """Undo these journal lines of fields; the lines that say so. Raises `Mistake` undo.changed, and changes nothing then."""
    if not lines:
        return []
    then = [(line.ticket_id, *rules.from_journal(line.before)) for line in lines]
    asked = fields.ask_some(session, {field_id for _, field_id, _ in then})
    now, known = ask_values(session, [line.ticket_id for line in lines])(), asked()
    for line in lines:
        field_id, value = rules.from_journal(line.after)
        if now.get((line.ticket_id, field_id), "") != value:
            raise Mistake("undo.changed", number=line.ticket_id)
    put(session, [(ticket_id, known[field_id], value) for ticket_id, field_id, value in then])
    return [(line.ticket_id, Deed.FIELD, line.after, line.before) for line in lines]
