"""Organisations as they are listed and found, and the customers who may belong to them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, literal_column, or_, select, true

from deskbell.model.organisations import OrganisationFact, OrganisationRow, OrganisationTitle
from deskbell.rules.folding import fold
from deskbell.rules.organisations import domain_of, written_as
from deskbell.store import plain
from deskbell.store.session import Session
from deskbell.store.tables import (
    address,
    customer,
    organisation,
    organisation_domain,
    organisation_journal,
    organisation_tag,
    tag,
)

PAGE: Final = 100
"""So many are listed at once."""

_OFFERED: Final = 20

_CUSTOMERS: Final = select(func.count()).where(customer.c.organisation_id == organisation.c.id).scalar_subquery()
_WHOLE: Final = select(organisation, _CUSTOMERS.label("customers"))

# Who puts a customer into one of them waits for whoever renames or removes it.
_OF_DOMAINS: Final = (
    select(organisation_domain.c.domain, organisation.c.id, organisation.c.name)
    .join(organisation, organisation.c.id == organisation_domain.c.organisation_id)
    .where(organisation_domain.c.domain.in_(bindparam("domains")))
    .order_by(organisation.c.id)
    .with_for_update(read=True, of=organisation)
)
# As a word of the statement: the index is of these lines alone.
_NAME: Final[ColumnElement[str]] = literal_column(f"'{OrganisationFact.NAME.value}'")
_LAST_LETTER: Final = "\U0010ffff"


def of_emails(session: Session, emails: Collection[str]) -> Mapping[str, tuple[int, str]]:
    """The organisations, by id and name, that have the domains of these addresses; nobody renames or removes them until this transaction has ended."""
    domains = {email: domain_of(email) for email in emails}
    found = plain.rows(session.connection, _OF_DOMAINS, {"domains": set(domains.values())})
    known = {domain: (number, name) for domain, number, name in found}
    return {email: known[domain] for email, domain in domains.items() if domain in known}


def of_their_domains(session: Session, organisation_id: int) -> Select[tuple[int]]:
    """The ids of the customers who are in no organisation and have an address in a domain of this one."""
    own = select(organisation_domain.c.domain).where(organisation_domain.c.organisation_id == organisation_id)
    domains = written_as(session.connection.execute(own).scalars())
    return (
        select(customer.c.id)
        .join(address, address.c.customer_id == customer.c.id)
        .where(address.c.domain.in_(domains), customer.c.organisation_id.is_(None))
    )


def count_of_their_domains(session: Session, organisation_id: int) -> int:
    """How many those are."""
    them = of_their_domains(session, organisation_id).distinct().subquery()
    return session.connection.execute(select(func.count()).select_from(them)).scalar_one()


def found(session: Session, words: str, emails: Sequence[str] = ()) -> tuple[OrganisationTitle, ...]:
    """Some whose name or domain begins with `words`, by name; where there are none those of the domains of `emails`, and the first of all."""
    ask = session.connection.execute
    if words:
        named = begins_with(session, organisation.c.sought, fold(words))
        called = begins_with(session, organisation_domain.c.domain, words.lower().removeprefix("@"))
        of_domain = select(organisation_domain.c.organisation_id).where(called).limit(_OFFERED)
        ids = list(ask(of_domain).scalars())
    else:
        named = true()
        domains = {domain_of(email) for email in emails}
        of_domain = select(organisation_domain.c.organisation_id).where(organisation_domain.c.domain.in_(domains))
        ids = list(ask(of_domain).scalars())
    first = select(organisation.c.id).where(named).order_by(organisation.c.sought, organisation.c.id).limit(_OFFERED)
    ids = list(dict.fromkeys((*ids, *ask(first).scalars())))[:_OFFERED]
    names = {
        row.id: row.name
        for row in ask(select(organisation.c.id, organisation.c.name).where(organisation.c.id.in_(ids)))
    }
    there = domains_of(session, ids)
    return tuple(OrganisationTitle(one, names[one], there.get(one, ())) for one in ids)


def names(session: Session) -> dict[int, str]:
    """The names of all there are, in their order."""
    everyone = select(organisation.c.id, organisation.c.name).order_by(organisation.c.sought, organisation.c.id)
    return {row.id: row.name for row in session.connection.execute(everyone)}


def page(session: Session, words: str) -> list[OrganisationRow]:
    """Those whose name or domain begins with `words`, by name, with how many customers they have: `PAGE`, and one more where there are more."""
    wanted: ColumnElement[bool] = true()
    if words:
        domain = begins_with(session, organisation_domain.c.domain, words.lower().removeprefix("@"))
        of_domain = select(organisation_domain.c.organisation_id).where(domain)
        wanted = or_(begins_with(session, organisation.c.sought, fold(words)), organisation.c.id.in_(of_domain))
    some = _WHOLE.where(wanted).order_by(organisation.c.sought, organisation.c.id)
    return _rows(session, some.limit(PAGE + 1))


def following(session: Session, after: int) -> list[OrganisationRow]:
    """`PAGE` of them by their ids, from behind this one on."""
    return _rows(session, _WHOLE.where(organisation.c.id > after).order_by(organisation.c.id).limit(PAGE))


def one(session: Session, organisation_id: int) -> OrganisationRow | None:
    """One of them; None where it is no more."""
    return next(iter(_rows(session, _WHOLE.where(organisation.c.id == organisation_id))), None)


def _rows(session: Session, some: Select[Any]) -> list[OrganisationRow]:
    rows = session.connection.execute(some).all()
    ids = [row.id for row in rows]
    there, tags = domains_of(session, ids), tags_of_all(session, ids)
    return [
        OrganisationRow(
            row.id,
            row.name,
            there.get(row.id, ()),
            row.note,
            row.customers,
            row.version,
            bool(row.vip),
            tags.get(row.id, ()),
        )
        for row in rows
    ]


def domains_of(session: Session, ids: Collection[int]) -> Mapping[int, tuple[str, ...]]:
    """The domains of these organisations, in order; those that have none are left out."""
    known: dict[int, list[str]] = {}
    own = select(organisation_domain.c.organisation_id, organisation_domain.c.domain)
    own = own.where(organisation_domain.c.organisation_id.in_(ids)).order_by(organisation_domain.c.domain)
    for number, domain in session.connection.execute(own):
        known.setdefault(number, []).append(domain)
    return {number: tuple(domains) for number, domains in known.items()}


def tags_of_all(session: Session, ids: Collection[int]) -> Mapping[int, tuple[str, ...]]:
    """The tags of these organisations, in order; those that have none are left out."""
    known: dict[int, list[str]] = {}
    own = select(organisation_tag.c.organisation_id, tag.c.name).join(tag, tag.c.id == organisation_tag.c.tag_id)
    for number, name in session.connection.execute(own.where(organisation_tag.c.organisation_id.in_(ids))):
        known.setdefault(number, []).append(name)
    return {number: tuple(sorted(names)) for number, names in known.items()}


def formerly_called(session: Session, name: str) -> list[int]:
    """The ids of those that were called so before, or that one was merged into which was called so."""
    told = organisation_journal
    named = select(told.c.organisation_id).where(told.c.kind == _NAME, told.c.before == name).distinct().limit(_OFFERED)
    wanted, seen, found = set(session.connection.execute(named).scalars()), set[int](), set[int]()
    while wanted:
        seen |= wanted
        there = select(organisation.c.id).where(organisation.c.id.in_(wanted))
        found |= set(session.connection.execute(there).scalars())
        wanted = {to for one in wanted - found if (to := _merged_into(session, one))} - seen
    return sorted(found)


def _merged_into(session: Session, organisation_id: int) -> int | None:
    """Where the customers of one went that is no more; None where that is nowhere."""
    told = organisation_journal
    end = select(told.c.deed_id).where(
        told.c.organisation_id == organisation_id, told.c.kind == OrganisationFact.THERE.value, told.c.after == ""
    )
    last = end.order_by(told.c.id.desc()).limit(1).scalar_subquery()
    went = select(told.c.after).where(
        told.c.deed_id == last, told.c.kind == OrganisationFact.CUSTOMERS.value, told.c.before == str(organisation_id)
    )
    after = session.connection.execute(went).scalar()
    return int(after) if after else None


def begins_with(session: Session, column: ColumnElement[str], text: str) -> ColumnElement[bool]:
    """The column begins with `text`, looked up along its index."""
    if session.engine_name == "sqlite":
        return and_(column >= text, column < text + _LAST_LETTER)
    # In the order of letters, not of a language.
    return and_(column.bool_op("~>=~")(text), column.bool_op("~<~")(text + _LAST_LETTER))
