"""Customers as they are kept, for whoever changes them."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Row, literal_column, select, union_all

from deskbell.model.customers import Fact
from deskbell.rules.fields import as_lines
from deskbell.store.session import Session
from deskbell.store.tables import address, customer, customer_tag, customer_value, phone, tag


def kept(session: Session, ids: Iterable[int]) -> Mapping[int, tuple[Row[Any], Mapping[Fact, str]]]:
    """What `facts_of` gives; nobody else changes these rows until this transaction has ended."""
    return _facts(session, ids, locked=True)


def facts_of(session: Session, ids: Iterable[int]) -> Mapping[int, tuple[Row[Any], Mapping[Fact, str]]]:
    """These customers by their ids: the row and the facts. Who is not there is left out."""
    return _facts(session, ids, locked=False)


def _facts(session: Session, ids: Iterable[int], *, locked: bool) -> Mapping[int, tuple[Row[Any], Mapping[Fact, str]]]:
    wanted = sorted(set(ids))
    asked = select(customer).where(customer.c.id.in_(wanted)).order_by(customer.c.id)
    rows = session.connection.execute(asked.with_for_update() if locked else asked).all()
    parts = union_all(
        select(address.c.customer_id, literal_column("0").label("kind"), address.c.position, address.c.email.label("text"))
        .where(address.c.customer_id.in_(wanted)),
        select(phone.c.customer_id, literal_column("1"), phone.c.position, phone.c.number)
        .where(phone.c.customer_id.in_(wanted)),
        select(customer_tag.c.customer_id, literal_column("2"), literal_column("0"), tag.c.name)
        .join(tag, tag.c.id == customer_tag.c.tag_id).where(customer_tag.c.customer_id.in_(wanted)),
        select(customer_value.c.customer_id, literal_column("3"), customer_value.c.field_id, customer_value.c.value)
        .where(customer_value.c.customer_id.in_(wanted)),
    )  # fmt: skip
    several: dict[tuple[int, int], list[tuple[int, str]]] = {}
    for owner, kind, position, text in session.connection.execute(parts):
        several.setdefault((owner, kind), []).append((position, text))

    def lines(owner: int, kind: int) -> str:
        return "\n".join(text for _, text in sorted(several.get((owner, kind), [])))

    return {
        row.id: (
            row,
            {
                Fact.NAME: row.name,
                Fact.ORGANISATION: row.organisation,
                Fact.LANGUAGE: row.language,
                Fact.TIME_ZONE: row.time_zone,
                Fact.NOTE: row.note,
                Fact.VIP: "1" if row.vip else "",
                Fact.PHONES: lines(row.id, 1),
                Fact.EMAILS: lines(row.id, 0),
                Fact.TAGS: lines(row.id, 2),
                Fact.FIELDS: as_lines(dict(several.get((row.id, 3), []))),
            },
        )
        for row in rows
    }


def sees_tickets(session: Session, customer_id: int) -> bool:
    """Whether all tickets of a customer are seen here: in an office some may lie in mailboxes that are a team's alone."""
    if session.engine_name == "sqlite":
        return True
    ask = session.connection.exec_driver_sql
    held_back = ask("SELECT row_security_active('ticket')").scalar_one()
    return not (held_back and ask("SELECT deskbell_hides_tickets(%s)", (customer_id,)).scalar_one())
