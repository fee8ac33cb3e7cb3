"""Tickets as rules see them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import Row, and_, bindparam, case, func, literal_column, select, union_all

from deskbell.model.automation import What
from deskbell.model.calendars import ALWAYS, Calendar
from deskbell.model.fields import FieldKind
from deskbell.model.kinds import MessageKind, Status
from deskbell.rules.automation import Key
from deskbell.rules.calendars import hours
from deskbell.store.queries import calendars
from deskbell.store.session import Session
from deskbell.store.tables import (
    address,
    custom_field,
    customer,
    customer_value,
    field_value,
    message,
    organisation,
    organisation_value,
    rating,
    tag,
    team,
    ticket,
    ticket_tag,
)

_IDS: Final[Any] = bindparam("ids", expanding=True)
_TICKETS: Final = (
    select(
        ticket.c.id,
        ticket.c.status,
        ticket.c.priority,
        ticket.c.mailbox_id,
        ticket.c.team_id,
        ticket.c.assignee_id,
        ticket.c.type,
        ticket.c.subject,
        ticket.c.attachments,
        ticket.c.customer_id,
        ticket.c.merged_into,
        customer.c.organisation_id,
        customer.c.language,
        (customer.c.vip | func.coalesce(organisation.c.vip, literal_column("false"))).label("vip"),
        address.c.email,
        team.c.calendar_id,
        rating.c.rating,
    )
    .join(customer, customer.c.id == ticket.c.customer_id)
    .outerjoin(organisation, organisation.c.id == customer.c.organisation_id)
    .outerjoin(address, and_(address.c.customer_id == customer.c.id, address.c.position == 0))
    .outerjoin(team, team.c.id == ticket.c.team_id)
    .outerjoin(rating, rating.c.ticket_id == ticket.c.id)
    .where(ticket.c.id.in_(_IDS))
)
_TAGS: Final = (
    select(ticket_tag.c.ticket_id, tag.c.name)
    .join(tag, tag.c.id == ticket_tag.c.tag_id)
    .where(ticket_tag.c.ticket_id.in_(_IDS))
)
_FROM: Final = message.c.kind == int(MessageKind.IN)
# What the customer wrote last, and how often they wrote.
_WROTE: Final = (
    select(
        message.c.ticket_id,
        func.max(message.c.id).label("last"),
        func.sum(case((message.c.is_auto, 0), else_=1)).label("n"),
    )
    .where(message.c.ticket_id.in_(_IDS), _FROM)
    .group_by(message.c.ticket_id)
)
_TEXTS: Final = select(
    message.c.ticket_id, message.c.from_email, func.coalesce(message.c.visible, message.c.text).label("text")
).where(message.c.id.in_(_IDS))
_SEVERAL: Final = frozenset({FieldKind.CHOICE, FieldKind.CHOICES})


class _Owners(Struct, frozen=True):
    """Whose fields are asked for."""

    id: int
    customer_id: int
    organisation_id: int | None


class AsSeen(Struct, frozen=True):
    """A ticket as rules see it. `away` is one that they leave alone: it lies in Spam or Trash, or was merged into another."""

    values: Mapping[Key, frozenset[str]]
    away: bool = False


def as_seen(session: Session, ids: Collection[int]) -> dict[int, AsSeen]:
    """These tickets by number, as they are now; those that are not there are left out."""
    rows = session.connection.execute(_TICKETS, {"ids": sorted(ids)}).all()
    if not rows:
        return {}
    numbers = {"ids": [row.id for row in rows]}
    tags: dict[int, set[str]] = defaultdict(set)
    for ticket_id, name in session.connection.execute(_TAGS, numbers):
        tags[ticket_id].add(name)
    wrote = {row.ticket_id: row for row in session.connection.execute(_WROTE, numbers)}
    last = [row.last for row in wrote.values()]
    texts = {row.ticket_id: row for row in session.connection.execute(_TEXTS, {"ids": last})} if last else {}
    fields = _fields(session, rows)
    open_now = _open_now(session, calendars.rows(session), {row.calendar_id for row in rows})
    return {
        row.id: AsSeen(
            {
                **_plain(row),
                **fields[row.id],
                **_written(row, wrote.get(row.id), texts.get(row.id)),
                (What.TAG, 0): frozenset(tags[row.id] or {""}),
                (What.WORKING_HOURS, 0): _flag(open_now[row.calendar_id]),
            },
            Status(row.status) in (Status.SPAM, Status.TRASH) or row.merged_into is not None,
        )
        for row in rows
    }


def customer_fields(session: Session, customer_id: int, organisation_id: int | None) -> dict[Key, frozenset[str]]:
    """What a customer and an organisation hold in custom fields, as on a ticket that is not there yet. `customer_id` is 0 for somebody new."""
    return _fields(session, (_Owners(0, customer_id, organisation_id),))[0]


def several_choices(session: Session) -> frozenset[int]:
    """The custom fields (ids) that may hold several choices."""
    kinds = [kind.value for kind in _SEVERAL]
    asked = select(custom_field.c.id).where(custom_field.c.kind.in_(kinds))
    return frozenset(session.connection.execute(asked).scalars())


def _plain(row: Row[*tuple[Any, ...]]) -> dict[Key, frozenset[str]]:
    found = {
        What.STATUS: row.status,
        What.PRIORITY: row.priority,
        What.MAILBOX: row.mailbox_id,
        What.TEAM: row.team_id,
        What.ASSIGNEE: row.assignee_id,
        What.TYPE: row.type,
        What.SUBJECT: row.subject,
        What.ORGANISATION: row.organisation_id,
        What.LANGUAGE: row.language,
        What.RATING: row.rating,
    }
    values = {(what, 0): frozenset({"" if value is None else str(value)}) for what, value in found.items()}
    return values | {(What.VIP, 0): _flag(row.vip), (What.ATTACHMENT, 0): _flag(row.attachments)}


def _written(
    row: Row[*tuple[Any, ...]], wrote: Row[*tuple[Any, ...]] | None, last: Row[*tuple[Any, ...]] | None
) -> dict[Key, frozenset[str]]:
    email = (last.from_email if last is not None else row.email) or ""
    return {
        (What.TEXT, 0): frozenset({last.text if last is not None else ""}),
        (What.SENDER, 0): frozenset({email}),
        (What.DOMAIN, 0): frozenset({email.rpartition("@")[2]}),
        (What.ANSWERS, 0): frozenset({str(max(int(wrote.n) - 1, 0) if wrote is not None else 0)}),
    }


def _fields(session: Session, rows: Sequence[Any]) -> dict[int, dict[Key, frozenset[str]]]:
    """What tickets, their customers and the organisations of these hold in custom fields, all under the ids of the fields."""
    owners: dict[tuple[int, int], list[int]] = defaultdict(list)
    for row in rows:
        for owner, number in enumerate((row.id, row.customer_id, row.organisation_id)):
            owners[owner, number].append(row.id)
    parts = union_all(
        *(
            select(literal_column(str(owner)).label("owner"), column.label("number"), custom_field.c.id, custom_field.c.kind, value)
            .join(custom_field, custom_field.c.id == field)
            .where(column.in_(sorted({number for one, number in owners if one == owner and number is not None})))
            for owner, (column, field, value) in enumerate(
                (
                    (field_value.c.ticket_id, field_value.c.field_id, field_value.c.value),
                    (customer_value.c.customer_id, customer_value.c.field_id, customer_value.c.value),
                    (organisation_value.c.organisation_id, organisation_value.c.field_id, organisation_value.c.value),
                )
            )
        )
    )  # fmt: skip
    found: dict[int, dict[Key, frozenset[str]]] = {row.id: {} for row in rows}
    for owner, number, field_id, kind, value in session.connection.execute(parts):
        for ticket_id in owners[owner, number]:
            several = FieldKind(kind) in _SEVERAL
            found[ticket_id][What.FIELD, field_id] = frozenset(value.split(" ") if several else (value,))
    return found


def _open_now(session: Session, there: Sequence[Calendar], wanted: Iterable[int | None]) -> dict[int | None, bool]:
    """Whether it is working time now, by the calendar of a team; the desk's first is that of who has none. Without any it always is."""
    known = {one.id: one for one in there}
    first = there[0] if there else ALWAYS
    return {one: hours(known.get(one or 0, first)).is_open(session.now) for one in wanted}


def _flag(value: object) -> frozenset[str]:
    return frozenset({"1" if value else ""})
