"""People of a file become customers, or say more of those who are here."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct, field
from sqlalchemy import Row, func, or_, select

from deskbell.actions import organisations, owned_tags
from deskbell.actions.customer_journal import Line, add_lines
from deskbell.actions.customers import change
from deskbell.actions.deeds import record
from deskbell.mail.address import ascii_domain
from deskbell.model.customer_file import Outcome, Refused
from deskbell.model.customers import Fact, TakeInCustomers, Written
from deskbell.model.errors import Mistake
from deskbell.model.fields import CustomField, FieldOwner
from deskbell.model.kinds import Deed, Entity
from deskbell.rules import phones
from deskbell.rules.customer_file import read_facts, with_file
from deskbell.rules.customers import Facts, in_lines, tags_of
from deskbell.rules.field_files import read
from deskbell.rules.fields import key as key_of
from deskbell.rules.organisations import key
from deskbell.store.bulk import insert_numbered, insert_rows
from deskbell.store.queries import owned_fields, tags
from deskbell.store.queries.customer_facts import facts_of, kept
from deskbell.store.queries.fields import definitions
from deskbell.store.session import Session
from deskbell.store.tables import address, customer, mailbox, organisation, phone

# Organisations by the names that the file has: their ids, and what they are called.
_Placed = dict[str, tuple[int | None, str]]


def take_in_customers(session: Session, command: TakeInCustomers) -> int:
    """Take people of a file in; how many are new or changed. What `outcome` refuses is left out."""
    plan = _plan(session, command.people, overwrite=command.overwrite, locked=True)
    changed = [one for one in plan.there.values() if one.after != one.before]
    record(session, command, Deed.CUSTOMERS_TAKEN_IN, [], plan.outcome.new + plan.outcome.changed)
    placed = _placed(session, {facts[Fact.ORGANISATION] for facts in (*plan.fresh, *(one.after for one in changed))})
    lines: list[Line] = _make(session, command, plan.fresh, placed)
    for one in changed:
        _, called = _place(session, command, one.after[Fact.ORGANISATION], placed)
        after = {**one.after, Fact.ORGANISATION: called}
        new = {fact: text for fact, text in after.items() if text != one.before[fact]}
        change(session, one.row, one.before, new)
        lines += [(one.row.id, fact, one.before[fact], text) for fact, text in new.items()]
    add_lines(session, command, lines)
    return plan.outcome.new + plan.outcome.changed


def outcome(session: Session, people: Sequence[Written], *, overwrite: bool) -> Outcome:
    """What would become of people of a file, who are in order; nothing is changed."""
    return _plan(session, people, overwrite=overwrite, locked=False).outcome


class _There(Struct):
    """A customer who is here, as they were and as they are to be."""

    row: Row[Any]
    before: Facts
    after: Facts


class _Plan(Struct):
    outcome: Outcome
    there: Mapping[int, _There]
    fresh: list[dict[Fact, str]]


class _Known(Struct):
    """Who has which address: a customer who is here, by their id, or one of `fresh`, by -1 and its place from there on downwards."""

    holders: dict[str, int]
    there: dict[int, _There]
    fresh: list[dict[Fact, str]] = field(default_factory=list)

    def facts(self, holder: int) -> Facts:
        return self.fresh[-1 - holder] if holder < 0 else self.there[holder].after


def _plan(session: Session, people: Sequence[Written], *, overwrite: bool, locked: bool) -> _Plan:
    said: list[tuple[Written, Facts]] = []
    known_fields = _fields(session) if any(person.fields for person in people) else {}
    now = tags.leads(session) if any(person.tags for person in people) else {}
    refused: list[Refused] = []
    for person in people:
        try:
            facts = read_facts(person)
            for email in facts[Fact.EMAILS].split("\n"):
                ascii_domain(email)
            facts = {**facts, Fact.TAGS: in_lines({now.get(name, name) for name in tags_of(facts)})}
            facts = {**facts, Fact.FIELDS: read(known_fields, person.fields)}
            said.append((person, facts))
        except Mistake as mistake:
            refused.append(_refusal(person, mistake))
    known, own = _known(session, said, locked=locked), _own(session)
    counts = {"new": 0, "changed": 0, "same": 0}
    for person, facts in said:
        try:
            counts[_take(known, own, person, facts, overwrite=overwrite)] += 1
        except Mistake as mistake:
            refused.append(_refusal(person, mistake))
    refused.sort(key=lambda one: one.line)
    return _Plan(Outcome(**counts, refused=tuple(refused)), known.there, known.fresh)


def _take(known: _Known, own: frozenset[str], person: Written, facts: Facts, *, overwrite: bool) -> str:
    """Note what becomes of one of them. Raises `Mistake` address.own, import.several, and customer.too_many."""
    emails = facts[Fact.EMAILS].split("\n")
    for email in emails:
        if email in own:
            raise Mistake("address.own", address=email)
    holders = list(dict.fromkeys(known.holders[email] for email in emails if email in known.holders))
    if len(holders) > 1:
        raise Mistake("import.several", names=", ".join(known.facts(one)[Fact.NAME] for one in holders))
    if not holders:
        known.fresh.append(dict(facts))
        known.holders.update(dict.fromkeys(emails, -len(known.fresh)))
        return "new"
    (holder,) = holders
    before = known.facts(holder)
    after = with_file(before, facts, overwrite=overwrite, vip=person.vip)
    if before[Fact.ORGANISATION] and key(after[Fact.ORGANISATION]) == key(before[Fact.ORGANISATION]):
        after[Fact.ORGANISATION] = before[Fact.ORGANISATION]
    known.holders.update(dict.fromkeys(emails, holder))
    if after == before:
        return "same"
    if holder < 0:
        known.fresh[-1 - holder] = after
    else:
        known.there[holder].after = after
    return "changed"


def _known(session: Session, said: Sequence[tuple[Written, Facts]], *, locked: bool) -> _Known:
    emails = {email for _, facts in said for email in facts[Fact.EMAILS].split("\n")}
    rows = session.connection.execute(
        select(address.c.email, address.c.customer_id).where(address.c.email.in_(sorted(emails)))
    )
    holders = {row.email: row.customer_id for row in rows}
    read = kept if locked else facts_of
    there = {number: _There(row, facts, facts) for number, (row, facts) in read(session, set(holders.values())).items()}
    return _Known(holders, there)


def _fields(session: Session) -> Mapping[str, CustomField]:
    """The custom fields of customers, as `rules.field_files.read` wants them."""
    return {key_of(field.name): field for field in definitions(session, FieldOwner.CUSTOMER) if not field.retired}


def _own(session: Session) -> frozenset[str]:
    return frozenset(session.connection.execute(select(func.lower(mailbox.c.address))).scalars())


def _make(session: Session, command: TakeInCustomers, fresh: Sequence[Facts], placed: _Placed) -> list[Line]:
    """Write new customers; the lines of the journal that say so."""
    if not fresh:
        return []
    rows = []
    for facts in fresh:
        number, called = _place(session, command, facts[Fact.ORGANISATION], placed)
        rows.append(
            {
                "name": facts[Fact.NAME],
                "organisation": called,
                "organisation_id": number,
                "language": facts[Fact.LANGUAGE],
                "time_zone": facts[Fact.TIME_ZONE],
                "note": facts[Fact.NOTE],
                "vip": bool(facts[Fact.VIP]),
                "created_at": session.now,
            }
        )
    ids = insert_numbered(session, customer, rows)
    several = list(zip(ids, fresh, strict=True))
    insert_rows(
        session,
        address,
        [
            {"email": email, "customer_id": number, "position": place}
            for number, facts in several
            for place, email in enumerate(facts[Fact.EMAILS].split("\n"))
        ],
    )
    insert_rows(
        session,
        phone,
        [
            {"customer_id": number, "position": place, "number": one, "sought": phones.sought(one)}
            for number, facts in several
            for place, one in enumerate(facts[Fact.PHONES].split("\n"))
            if one
        ],
    )
    owned_tags.put(
        session,
        FieldOwner.CUSTOMER,
        {number: facts[Fact.TAGS].split("\n") for number, facts in several if facts[Fact.TAGS]},
    )
    owned_fields.put(
        session, FieldOwner.CUSTOMER, {number: facts[Fact.FIELDS] for number, facts in several if facts[Fact.FIELDS]}
    )
    for number in ids:
        session.changed(Entity.CUSTOMER, number)
    return [(number, Fact.NAME, "", facts[Fact.NAME]) for number, facts in several]


def _placed(session: Session, names: set[str]) -> _Placed:
    """Those of these organisations that are there, locked as `organisations.placed` has it."""
    keys = {name: key(name) for name in names if name}
    placed: _Placed = {"": (None, "")}
    if keys:
        named = or_(organisation.c.key.in_(sorted(set(keys.values()))), organisation.c.name.in_(sorted(keys)))
        rows = session.connection.execute(select(organisation).where(named).with_for_update(read=True)).all()
        by_key, by_name = ({getattr(row, column): row for row in rows} for column in ("key", "name"))
        for name, one in keys.items():
            row = by_name.get(name, by_key.get(one))
            if row is not None:
                placed[name] = (row.id, row.name)
    return placed


def _place(session: Session, command: TakeInCustomers, name: str, placed: _Placed) -> tuple[int | None, str]:
    """The organisation of this name, which is made where there is none; asked for once."""
    if name not in placed:
        is_new = organisations.called(session, name) is None
        placed[name] = organisations.placed(session, name)
        if is_new:
            organisations.tell_made(session, command, placed[name][1])
    return placed[name]


def _refusal(person: Written, mistake: Mistake) -> Refused:
    shown = person.name or next(iter(person.emails), "")
    return Refused(person.line, mistake.code, dict(mistake.values), shown)
