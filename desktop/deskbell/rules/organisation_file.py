"""What becomes of an organisation by what a file says of it, and how that must be."""

from deskbell.model.customers import LONGEST, SaveOrganisation, WrittenOrganisation
from deskbell.model.errors import Mistake
from deskbell.model.organisations import MOST, OrganisationFact
from deskbell.rules.customers import in_lines
from deskbell.rules.fields import as_lines, from_lines
from deskbell.rules.organisations import Facts, facts_of, key
from deskbell.rules.tag_names import clean


def read_facts(one: WrittenOrganisation) -> dict[OrganisationFact, str]:
    """What the file says of it, as it is kept. Raises `Mistake` import.no_name, and as `rules.organisations.facts_of`."""
    if not key(one.name):
        raise Mistake("import.no_name")
    tags = {clean(name) for name in one.tags} - {""}
    if any(len(name) > LONGEST for name in tags):
        raise Mistake("customer.too_long", limit=LONGEST)
    facts = facts_of(
        SaveOrganisation(
            agent_id=None,
            id=0,
            name=one.name,
            domains=one.domains,
            note=one.note if one.note.strip() else "",
            vip=bool(one.vip),
        )
    )
    return {**facts, OrganisationFact.TAGS: in_lines(tags), OrganisationFact.FIELDS: ""}


def with_file(now: Facts, said: Facts, *, overwrite: bool, vip: bool | None) -> dict[OrganisationFact, str]:
    """What an organisation is by what a file says of it. Domains are added in any case. `vip` is None where the file does not say.

    Raises `Mistake` organisation.many_domains.
    """
    after = {fact: (said[fact] or text) if overwrite or not text else text for fact, text in now.items()}
    one, other = (said, now) if overwrite else (now, said)
    after[OrganisationFact.FIELDS] = as_lines(
        from_lines(other[OrganisationFact.FIELDS]) | from_lines(one[OrganisationFact.FIELDS])
    )
    domains = sorted({*now[OrganisationFact.DOMAINS].split(), *said[OrganisationFact.DOMAINS].split()})
    if len(domains) > MOST:
        raise Mistake("organisation.many_domains", limit=MOST)
    after[OrganisationFact.DOMAINS] = "\n".join(domains)
    if vip is False and overwrite:
        after[OrganisationFact.VIP] = ""
    return after
