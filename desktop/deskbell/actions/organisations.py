"""Organisations: made, changed, merged, removed and filled with customers."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, delete, or_, select, update

from deskbell.actions import owned_tags
from deskbell.actions.deeds import record, set_answer
from deskbell.model.commands import Command
from deskbell.model.customers import Fact, GatherCustomers, MergeOrganisations, RemoveOrganisation, SaveOrganisation
from deskbell.model.errors import Conflict, Mistake
from deskbell.model.fields import FieldOwner
from deskbell.model.kinds import Deed, Entity
from deskbell.model.organisations import OrganisationFact
from deskbell.rules.customers import added_of, in_lines
from deskbell.rules.fields import as_lines, from_lines
from deskbell.rules.folding import fold
from deskbell.rules.organisations import Facts, facts_of, key, tags_of
from deskbell.store.bulk import insert_rows
from deskbell.store.queries import owned_fields
from deskbell.store.queries.organisations import domains_of, of_their_domains, tags_of_all
from deskbell.store.session import Session
from deskbell.store.tables import customer, customer_journal, organisation, organisation_domain, organisation_journal
from deskbell.store.upsert import insert_into

NOTHING: Final[Facts] = {
    OrganisationFact.THERE: "",
    OrganisationFact.NAME: "",
    OrganisationFact.DOMAINS: "",
    OrganisationFact.NOTE: "",
    OrganisationFact.FIELDS: "",
    OrganisationFact.VIP: "",
    OrganisationFact.TAGS: "",
}
"""The facts of an organisation that is not there."""


def save_organisation(session: Session, command: SaveOrganisation) -> int:
    """Make an organisation (id 0), or change one; its id.

    Raises `Conflict` organisation.changed, and `Mistake` organisation.exists, organisation.has_domain for a domain of another one, and as
    `rules.organisations.facts_of`.
    """
    before = facts(session, _of_version(session, command)) if command.id else NOTHING
    names = owned_tags.changed(session, tags_of(before), command.add_tags, command.remove_tags)
    after = {**before, **facts_of(command), OrganisationFact.TAGS: in_lines(names)}
    organisation_id = write(session, command.id, before, after)
    record(session, command, Deed.ORGANISATION, [], organisation_id)
    tell(session, command, organisation_id, before, after)
    return organisation_id


def remove_organisation(session: Session, command: RemoveOrganisation) -> None:
    """Let an organisation be no more; its customers stay. Raises `Conflict` organisation.changed."""
    before = facts(session, _of_version(session, command))
    record(session, command, Deed.ORGANISATION, [])
    move(session, command, command.id, None, customer.c.organisation_id == command.id)
    write(session, command.id, before, NOTHING)
    tell(session, command, command.id, before, NOTHING)


def merge_organisations(session: Session, command: MergeOrganisations) -> int:
    """Give all that one has to the other, whose id is the answer.

    Raises `Mistake` organisation.itself and organisation.missing, and `Conflict` organisation.changed.
    """
    if command.id == command.into_id:
        raise Mistake("organisation.itself")
    other = locked(session, (command.id, command.into_id)).get(command.into_id)
    if other is None:
        raise Mistake("organisation.missing")
    gone, before = facts(session, _of_version(session, command)), facts(session, other)
    after = {**before, OrganisationFact.DOMAINS: "\n".join(sorted({*_lines(before), *_lines(gone)}))}
    notes = (before[OrganisationFact.NOTE], *added_of(before[OrganisationFact.NOTE], gone[OrganisationFact.NOTE]))
    after[OrganisationFact.NOTE] = "\n".join(part for part in notes if part)
    after[OrganisationFact.VIP] = before[OrganisationFact.VIP] or gone[OrganisationFact.VIP]
    own, its = (from_lines(one[OrganisationFact.FIELDS]) for one in (before, gone))
    after[OrganisationFact.FIELDS] = as_lines(its | own)
    after[OrganisationFact.TAGS] = in_lines(tags_of(before) | tags_of(gone))
    record(session, command, Deed.ORGANISATION, [], command.into_id)
    move(session, command, command.id, command.into_id, customer.c.organisation_id == command.id)
    for number, one, becomes in ((command.id, gone, NOTHING), (command.into_id, before, after)):
        write(session, number, one, becomes)
        tell(session, command, number, one, becomes)
    return command.into_id


def gather_customers(session: Session, command: GatherCustomers) -> int:
    """Put those into an organisation who have an address in its domains and are in none; how many. Raises `Mistake` organisation.missing."""
    if not locked(session, (command.id,)):
        raise Mistake("organisation.missing")
    record(session, command, Deed.ORGANISATION, [])
    moved = move(session, command, None, command.id, customer.c.id.in_(of_their_domains(session, command.id)))
    set_answer(session, command, moved)
    return moved


def placed(session: Session, name: str) -> tuple[int | None, str]:
    """The organisation of this name, which is made where there is none, by its id and as it is called; nobody renames or removes it until this transaction
    has ended. None for no name.
    """
    if not name:
        return None, ""
    there = called(session, name)
    if there is None:
        # The same may be made by somebody else in this very moment.
        made = insert_into(session, organisation).values(_naming(name))
        session.connection.execute(made.on_conflict_do_nothing())
        there = called(session, name)
        assert there is not None, name
        session.changed(Entity.ORGANISATION, there.id)
    return there.id, there.name


def called(session: Session, name: str) -> Row[Any] | None:
    """The organisation of this name, however it is written; locked as by `placed`."""
    named = or_(organisation.c.key == key(name), organisation.c.name == name)
    found = select(organisation).where(named).order_by((organisation.c.name == name).desc()).limit(1)
    return session.connection.execute(found.with_for_update(read=True)).first()


def locked(session: Session, ids: Collection[int]) -> Mapping[int, Row[Any]]:
    """Those of these organisations that are there; nobody else changes them, or puts customers into them, until this transaction has ended."""
    rows = select(organisation).where(organisation.c.id.in_(sorted(ids))).order_by(organisation.c.id)
    return {row.id: row for row in session.connection.execute(rows.with_for_update())}


def facts(session: Session, row: Row[Any] | None) -> Facts:
    """What is kept of an organisation."""
    return NOTHING if row is None else facts_of_all(session, [row])[row.id]


def facts_of_all(session: Session, rows: Collection[Row[Any]]) -> Mapping[int, Facts]:
    """What is kept of these organisations."""
    ids = [row.id for row in rows]
    domains, tags = domains_of(session, ids), tags_of_all(session, ids)
    fields = owned_fields.held(session, FieldOwner.ORGANISATION, ids)
    return {
        row.id: {
            OrganisationFact.THERE: "1",
            OrganisationFact.NAME: row.name,
            OrganisationFact.DOMAINS: "\n".join(sorted(domains.get(row.id, ()))),
            OrganisationFact.NOTE: row.note,
            OrganisationFact.VIP: "1" if row.vip else "",
            OrganisationFact.FIELDS: fields.get(row.id, ""),
            OrganisationFact.TAGS: in_lines(tags.get(row.id, ())),
        }
        for row in rows
    }


def write(session: Session, organisation_id: int, before: Facts, after: Facts) -> int:
    """Let an organisation (0 for one that has no id yet) that is as `before` be as `after`; its id.

    Raises `Mistake` organisation.exists and organisation.has_domain.
    """
    if not after[OrganisationFact.THERE]:
        session.connection.execute(delete(organisation).where(organisation.c.id == organisation_id))
        session.changed(Entity.ORGANISATION, organisation_id)
        return organisation_id
    name = after[OrganisationFact.NAME]
    values = columns_of(after)
    same = or_(organisation.c.key == values["key"], organisation.c.name == name)
    if session.connection.execute(select(organisation.c.id).where(same, organisation.c.id != organisation_id)).first():
        raise Mistake("organisation.exists", name=name)
    if before[OrganisationFact.THERE]:
        values["version"] = organisation.c.version + 1
        session.connection.execute(update(organisation).where(organisation.c.id == organisation_id).values(values))
        if name != before[OrganisationFact.NAME]:
            renamed = {"organisation": name, "version": customer.c.version + 1}
            theirs = customer.c.organisation_id == organisation_id
            session.connection.execute(update(customer).where(theirs).values(renamed))
    else:
        if organisation_id:
            values["id"] = organisation_id
        # The same may be made by somebody else in this very moment.
        made = insert_into(session, organisation).values(values).on_conflict_do_nothing().returning(organisation.c.id)
        number = session.connection.execute(made).scalar()
        if number is None:
            raise Mistake("organisation.exists", name=name)
        organisation_id = number
    if after[OrganisationFact.FIELDS] != before[OrganisationFact.FIELDS]:
        owned_fields.put(session, FieldOwner.ORGANISATION, {organisation_id: after[OrganisationFact.FIELDS]})
    if after[OrganisationFact.TAGS] != before[OrganisationFact.TAGS]:
        owned_tags.put(session, FieldOwner.ORGANISATION, {organisation_id: tags_of(after)})
    if after[OrganisationFact.DOMAINS] != before[OrganisationFact.DOMAINS]:
        _put_domains(session, organisation_id, before[OrganisationFact.DOMAINS], after[OrganisationFact.DOMAINS])
    session.changed(Entity.ORGANISATION, organisation_id)
    return organisation_id


def columns_of(known: Facts) -> dict[str, Any]:
    """What stands of an organisation in its own row."""
    return {
        **_naming(known[OrganisationFact.NAME]),
        "note": known[OrganisationFact.NOTE],
        "vip": bool(known[OrganisationFact.VIP]),
    }


def move(session: Session, command: Command, from_id: int | None, to_id: int | None, who: ColumnElement[bool]) -> int:
    """Put the customers of one organisation (None: of none) who meet `who` into another one, and tell it; how many they are."""
    names = {
        row.id: row.name
        for row in session.connection.execute(
            select(organisation.c.id, organisation.c.name).where(organisation.c.id.in_((from_id or 0, to_id or 0)))
        )
    }
    name = names[to_id] if to_id is not None else ""
    values = {"organisation_id": to_id, "organisation": name, "version": customer.c.version + 1}
    there = customer.c.organisation_id.is_not_distinct_from(from_id)
    moving = update(customer).where(there, who).values(values).returning(customer.c.id)
    moved = session.connection.execute(moving).scalars().all()
    common = {"deed_id": command.deed, "agent_id": command.agent_id, "at": session.now}
    told = common | {
        "kind": Fact.ORGANISATION.value,
        "before": names[from_id] if from_id is not None else "",
        "after": name,
    }
    insert_rows(session, customer_journal, [told | {"customer_id": one} for one in sorted(moved)])
    before, after = ("" if one is None else str(one) for one in (from_id, to_id))
    about = to_id if to_id is not None else from_id
    line = {"organisation_id": about, "kind": OrganisationFact.CUSTOMERS.value, "before": before, "after": after}
    insert_rows(session, organisation_journal, [common | line])
    for one in (from_id, to_id):
        if one is not None:
            session.changed(Entity.ORGANISATION, one)
    return len(moved)


def tell(session: Session, command: Command, organisation_id: int, before: Facts, after: Facts) -> None:
    """Write the lines of a command that is recorded: what an organisation was and is."""
    tell_all(session, command, [(organisation_id, before, after)])


def tell_all(session: Session, command: Command, changed: Iterable[tuple[int, Facts, Facts]]) -> None:
    """The same of several: their ids, and what they were and are."""
    common = {"deed_id": command.deed, "agent_id": command.agent_id, "at": session.now}
    lines = [
        common | {"organisation_id": number, "kind": fact.value, "before": before[fact], "after": text}
        for number, before, after in changed
        for fact, text in after.items()
        if text != before[fact]
    ]
    insert_rows(session, organisation_journal, lines)


def tell_made(session: Session, command: Command, name: str) -> None:
    """Write the lines of a command that is recorded and has made an organisation by naming it."""
    there = called(session, name)
    assert there is not None, name
    tell(session, command, there.id, NOTHING, facts(session, there))


def _naming(name: str) -> dict[str, str]:
    return {"name": name, "key": key(name), "sought": fold(name)}


def _lines(of: Facts) -> list[str]:
    return of[OrganisationFact.DOMAINS].split()


def _put_domains(session: Session, organisation_id: int, before: str, after: str) -> None:
    gone, added = added_of(after, before), added_of(before, after)
    session.connection.execute(delete(organisation_domain).where(organisation_domain.c.domain.in_(gone)))
    for domain in added:
        fresh = insert_into(session, organisation_domain).values(domain=domain, organisation_id=organisation_id)
        session.connection.execute(fresh.on_conflict_do_nothing(index_elements=[organisation_domain.c.domain]))
    taken = (
        select(organisation_domain.c.domain, organisation.c.name)
        .join(organisation, organisation.c.id == organisation_domain.c.organisation_id)
        .where(organisation_domain.c.domain.in_(added), organisation.c.id != organisation_id)
    )
    for domain, name in session.connection.execute(taken):
        raise Mistake("organisation.has_domain", domain=domain, name=name)


def _of_version(session: Session, command: SaveOrganisation | RemoveOrganisation | MergeOrganisations) -> Row[Any]:
    """The organisation that a command is about, locked. Raises `Conflict` organisation.changed."""
    row = locked(session, (command.id,)).get(command.id)
    if row is None or row.version != command.version:
        raise Conflict("organisation.changed")
    return row
