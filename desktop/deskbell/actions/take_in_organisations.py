"""Organisations of a file are made, or say more of those that are here."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct, field
from sqlalchemy import Row, or_, select

from deskbell.actions import organisations, owned_tags
from deskbell.actions.deeds import record
from deskbell.actions.organisations import NOTHING, facts_of_all
from deskbell.model.customer_file import Outcome, Refused
from deskbell.model.customers import TakeInOrganisations, WrittenOrganisation
from deskbell.model.errors import Mistake
from deskbell.model.fields import FieldOwner
from deskbell.model.kinds import Deed, Entity
from deskbell.model.organisations import OrganisationFact
from deskbell.rules import field_files
from deskbell.rules.customers import added_of, in_lines
from deskbell.rules.fields import key as key_of
from deskbell.rules.organisation_file import read_facts, with_file
from deskbell.rules.organisations import Facts, key, tags_of
from deskbell.store.bulk import in_parts, insert_numbered, insert_rows
from deskbell.store.queries import owned_fields, tags
from deskbell.store.queries.fields import definitions
from deskbell.store.session import Session
from deskbell.store.tables import organisation, organisation_domain

_OWNER: Final = FieldOwner.ORGANISATION
_DOMAINS: Final = OrganisationFact.DOMAINS
_Said = Sequence[tuple[WrittenOrganisation, Facts]]
_Told = Sequence[tuple[int, Facts, Facts]]


def take_in_organisations(session: Session, command: TakeInOrganisations) -> int:
    """Take organisations of a file in; how many are new or changed. What `outcome` refuses is left out."""
    plan = _plan(session, command.organisations, overwrite=command.overwrite, locked=True)
    changed = [(number, one) for number, one in plan.there.items() if one.after != one.before]
    record(session, command, Deed.ORGANISATIONS_TAKEN_IN, [], plan.outcome.new + plan.outcome.changed)
    told = [(number, NOTHING, facts) for number, facts in _make(session, plan.fresh)]
    for number, one in changed:
        # Domains, tags and custom fields come below, those of all together.
        before = {**one.after, OrganisationFact.NAME: one.before[OrganisationFact.NAME]}
        organisations.write(session, number, before, one.after)
        told.append((number, one.before, one.after))
    _add_domains(session, told)
    owned_tags.put(session, _OWNER, {number: tags_of(facts) for number, facts in _other(told, OrganisationFact.TAGS)})
    fields = {number: facts[OrganisationFact.FIELDS] for number, facts in _other(told, OrganisationFact.FIELDS)}
    owned_fields.put(session, _OWNER, fields)
    organisations.tell_all(session, command, told)
    return plan.outcome.new + plan.outcome.changed


def outcome(session: Session, several: Sequence[WrittenOrganisation], *, overwrite: bool) -> Outcome:
    """What would become of organisations of a file, which are in order; nothing is changed."""
    return _plan(session, several, overwrite=overwrite, locked=False).outcome


class _There(Struct):
    """An organisation that is here, as it was and as it is to be."""

    before: Facts
    after: Facts


class _Plan(Struct):
    outcome: Outcome
    there: Mapping[int, _There]
    fresh: Sequence[Facts]


class _Known(Struct):
    """Who is called so, and who has which domain: an organisation that is here, by its id, or one of `fresh`, by -1 and its place from there on downwards.

    Names are looked up as they are written, then by their keys; `owners` has the name of one that has a domain and is in none of the lines.
    """

    names: dict[str, int]
    keys: dict[str, int]
    domains: dict[str, int]
    owners: Mapping[int, str]
    there: dict[int, _There]
    fresh: list[Facts] = field(default_factory=list)

    def facts(self, number: int) -> Facts:
        return self.fresh[-1 - number] if number < 0 else self.there[number].after

    def name(self, number: int) -> str:
        return self.owners[number] if number in self.owners else self.facts(number)[OrganisationFact.NAME]

    def called(self, name: str) -> int | None:
        return self.names.get(name, self.keys.get(key(name)))


def _plan(session: Session, several: Sequence[WrittenOrganisation], *, overwrite: bool, locked: bool) -> _Plan:
    said, refused = _said(session, several)
    known = _known(session, said, locked=locked)
    counts = {"new": 0, "changed": 0, "same": 0}
    for one, facts in said:
        try:
            counts[_take(known, one, facts, overwrite=overwrite)] += 1
        except Mistake as mistake:
            refused.append(_refusal(one, mistake))
    refused.sort(key=lambda one: one.line)
    return _Plan(Outcome(**counts, refused=tuple(refused)), known.there, known.fresh)


def _said(session: Session, several: Sequence[WrittenOrganisation]) -> tuple[_Said, list[Refused]]:
    """What the lines say, as it is kept; and those that cannot be."""
    known = definitions(session, _OWNER) if any(one.fields for one in several) else ()
    fields = {key_of(field.name): field for field in known if not field.retired}
    now = tags.leads(session) if any(one.tags for one in several) else {}
    said: list[tuple[WrittenOrganisation, Facts]] = []
    refused: list[Refused] = []
    for one in several:
        try:
            facts = read_facts(one)
            facts[OrganisationFact.TAGS] = in_lines({now.get(name, name) for name in tags_of(facts)})
            facts[OrganisationFact.FIELDS] = field_files.read(fields, one.fields)
            said.append((one, facts))
        except Mistake as mistake:
            refused.append(_refusal(one, mistake))
    return said, refused


def _take(known: _Known, one: WrittenOrganisation, facts: Facts, *, overwrite: bool) -> str:
    """Note what becomes of one of them. Raises `Mistake` organisation.has_domain and organisation.many_domains."""
    name, domains = facts[OrganisationFact.NAME], facts[_DOMAINS].split()
    number = known.called(name)
    for domain in domains:
        owner = known.domains.get(domain, number)
        if owner is not None and owner != number:
            raise Mistake("organisation.has_domain", domain=domain, name=known.name(owner))
    if number is None:
        known.fresh.append(facts)
        number = known.keys[key(name)] = -len(known.fresh)
        known.domains.update(dict.fromkeys(domains, number))
        return "new"
    before = known.facts(number)
    after = with_file(before, facts, overwrite=overwrite, vip=one.vip)
    known.domains.update(dict.fromkeys(domains, number))
    if after == before:
        return "same"
    if number < 0:
        known.fresh[-1 - number] = after
    else:
        known.there[number].after = after
    return "changed"


def _known(session: Session, said: _Said, *, locked: bool) -> _Known:
    """What there is of what the lines speak of; `locked`, nobody else changes those that they name until this transaction has ended."""
    names = {facts[OrganisationFact.NAME] for _, facts in said}
    named = or_(organisation.c.name.in_(sorted(names)), organisation.c.key.in_(sorted(set(map(key, names)))))
    asked = select(organisation).where(named).order_by(organisation.c.id)
    rows: Sequence[Row[Any]] = session.connection.execute(asked.with_for_update() if locked else asked).all()
    there = {number: _There(facts, facts) for number, facts in facts_of_all(session, rows).items()}
    domains: dict[str, int] = {}
    owners: dict[int, str] = {}
    whose = select(organisation_domain.c.domain, organisation.c.id, organisation.c.name).join(
        organisation, organisation.c.id == organisation_domain.c.organisation_id
    )
    for part in in_parts(sorted({domain for _, facts in said for domain in facts[_DOMAINS].split()})):
        for domain, number, name in session.connection.execute(whose.where(organisation_domain.c.domain.in_(part))):
            domains[domain] = number
            if number not in there:
                owners[number] = name
    by_name, by_key = ({getattr(row, column): row.id for row in rows} for column in ("name", "key"))
    return _Known(by_name, by_key, domains, owners, there)


def _make(session: Session, fresh: Sequence[Facts]) -> Sequence[tuple[int, Facts]]:
    """Write what stands of new organisations in their own rows; their ids with what they are. Where one of them is made by somebody else in this very moment, the database
    has all of it begun anew."""
    if not fresh:
        return []
    ids = insert_numbered(session, organisation, [organisations.columns_of(facts) for facts in fresh])
    for number in ids:
        session.changed(Entity.ORGANISATION, number)
    return list(zip(ids, fresh, strict=True))


def _other(told: _Told, fact: OrganisationFact) -> Iterable[tuple[int, Facts]]:
    """Those that have something else of a kind by now."""
    return ((number, after) for number, before, after in told if after[fact] != before[fact])


def _add_domains(session: Session, told: _Told) -> None:
    """Write the domains that organisations have by now. Where somebody else gives one of them away in this very moment, the database has all of it begun anew, and
    that domain is refused with its line."""
    added = {domain: number for number, before, after in told for domain in added_of(before[_DOMAINS], after[_DOMAINS])}
    # In one order, so that no two wait for each other.
    rows = [{"domain": domain, "organisation_id": number} for domain, number in sorted(added.items())]
    insert_rows(session, organisation_domain, rows)


def _refusal(one: WrittenOrganisation, mistake: Mistake) -> Refused:
    return Refused(one.line, mistake.code, dict(mistake.values), one.name or next(iter(one.domains), ""))
