"""What may be written of a customer, and how its facts stand in the journal."""

from collections.abc import Iterable, Mapping
from typing import Final

from deskbell.model.customers import LONGEST, MOST, Fact, SaveCustomer
from deskbell.model.errors import Mistake
from deskbell.model.rows import CustomerRow
from deskbell.model.time_zones import ZONES
from deskbell.rules.fields import as_lines, from_lines, one_line

_KNOWN: Final = frozenset(ZONES)

Facts = Mapping[Fact, str]


def facts_of(command: SaveCustomer) -> Facts:
    """What the command says, as it is kept. Raises `Mistake` name.empty, customer.too_long, customer.too_many and customer.time_zone."""
    name = one_line(command.name)
    if not name:
        raise Mistake("name.empty")
    organisation = one_line(command.organisation)
    phones = _each_once(map(one_line, command.phones))
    emails = _each_once(email.strip().casefold() for email in command.emails)
    for text in (name, organisation, *phones):
        if len(text) > LONGEST:
            raise Mistake("customer.too_long", limit=LONGEST)
    if max(len(phones), len(emails)) > MOST:
        raise Mistake("customer.too_many", limit=MOST)
    return {
        Fact.NAME: name,
        Fact.ORGANISATION: organisation,
        Fact.LANGUAGE: command.language,
        Fact.TIME_ZONE: command.time_zone,
        Fact.NOTE: command.note,
        Fact.VIP: "1" if command.vip else "",
        Fact.PHONES: "\n".join(phones),
        Fact.EMAILS: "\n".join(emails),
    }


def check_time_zone(name: str) -> None:
    """Raises `Mistake` customer.time_zone for one that nobody can choose."""
    if name and name not in _KNOWN:
        raise Mistake("customer.time_zone", name=name)


def added_of(before: str, after: str) -> list[str]:
    """The lines that stand in `after` and did not before."""
    known = {*before.split("\n"), ""}
    return [line for line in after.split("\n") if line not in known]


def merged_facts(one: Facts, other: Facts) -> Facts:
    """What is known of `one` when `other` turns out to be the same person: what both know stays as `one` has it; of notes both are kept."""
    merged = {fact: text or other[fact] for fact, text in one.items()}
    for fact in (Fact.PHONES, Fact.EMAILS, Fact.NOTE):
        merged[fact] = "\n".join(part for part in (one[fact], *added_of(one[fact], other[fact])) if part)
    merged[Fact.TAGS] = in_lines(tags_of(one) | tags_of(other))
    merged[Fact.FIELDS] = as_lines(from_lines(other[Fact.FIELDS]) | from_lines(one[Fact.FIELDS]))
    if "@" in one[Fact.NAME] and "@" not in other[Fact.NAME]:
        # The one had no name yet but their address.
        merged[Fact.NAME] = other[Fact.NAME]
    return merged


def tags_of(facts: Facts) -> frozenset[str]:
    """The tags of a customer."""
    return frozenset(facts[Fact.TAGS].split("\n")) - {""}


def in_lines(tags: Iterable[str]) -> str:
    """Tags as a fact."""
    return "\n".join(sorted(tags))


def saving(row: CustomerRow) -> SaveCustomer:
    """The command that saves a customer as they are in `row`; who asks is still to be put in."""
    return SaveCustomer(
        agent_id=None,
        id=row.id,
        name=row.name,
        organisation=row.organisation,
        language=row.language,
        time_zone=row.time_zone,
        note=row.note,
        vip=row.vip,
        phones=row.phones,
        emails=row.emails,
        version=row.version,
    )


def _each_once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))
