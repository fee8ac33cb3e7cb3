"""Custom fields, and what they hold on tickets, of customers and of organisations."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, Table, Text, false, not_

from deskbell.store.tables.base import Id, Json, Moment, metadata, partial_index

# `owner` is a `FieldOwner`. Of other owners than tickets `teams` is [0], no team's number: to a program that knows no owners such a field is on no ticket.
# `key` is the name as it is compared (`rules.fields`), `choices` are [id, name, retired], `mailboxes` and `teams` ids: small, and only ever read whole.
custom_field = Table(
    "custom_field",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("choices", Json, nullable=False, server_default="[]"),
    Column("mailboxes", Json, nullable=False, server_default="[]"),
    Column("teams", Json, nullable=False, server_default="[]"),
    Column("required", Boolean, nullable=False, server_default=false()),
    Column("position", Integer, nullable=False, server_default="0"),
    Column("retired", Boolean, nullable=False, server_default=false()),
    Column("created_at", Moment, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("owner", Text, nullable=False, server_default="ticket"),
)
partial_index(
    "ix_custom_field_named", custom_field.c.owner, custom_field.c.key, unique=True, where=not_(custom_field.c.retired)
)

# A field that is not filled in has no row. `value` is of the form that `rules.fields` says; it is found by `sought` (folded, and cut where it is long),
# and by `measure` where it is a number or a date.
field_value = Table(
    "field_value",
    metadata,
    Column("ticket_id", Id, ForeignKey("ticket.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("field_id", Id, ForeignKey("custom_field.id"), primary_key=True, autoincrement=False),
    Column("value", Text, nullable=False),
    Column("sought", Text, nullable=False),
    Column("measure", BigInteger),
)
Index("ix_field_value_sought", field_value.c.field_id, field_value.c.sought, field_value.c.ticket_id)
partial_index(
    "ix_field_value_measure",
    field_value.c.field_id,
    field_value.c.measure,
    field_value.c.ticket_id,
    where=field_value.c.measure.is_not(None),
)


def _of(owner: str) -> Table:
    """What the fields of customers, or of organisations, hold: as `field_value`."""
    made = Table(
        f"{owner}_value",
        metadata,
        Column(f"{owner}_id", Id, ForeignKey(f"{owner}.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
        Column("field_id", Id, ForeignKey("custom_field.id"), primary_key=True, autoincrement=False),
        Column("value", Text, nullable=False),
        Column("sought", Text, nullable=False),
        Column("measure", BigInteger),
    )
    whose = made.c[f"{owner}_id"]
    Index(f"ix_{owner}_value_sought", made.c.field_id, made.c.sought, whose)
    partial_index(
        f"ix_{owner}_value_measure", made.c.field_id, made.c.measure, whose, where=made.c.measure.is_not(None)
    )
    return made


customer_value = _of("customer")
organisation_value = _of("organisation")
