"""What becomes of a customer by what a file says of them, and how that must be."""

import re
from typing import Final

from deskbell.model.customers import LONGEST, MOST, Fact, SaveCustomer, Written
from deskbell.model.errors import Mistake
from deskbell.rules.customers import Facts, added_of, check_time_zone, facts_of, in_lines
from deskbell.rules.fields import as_lines, from_lines
from deskbell.rules.tag_names import clean

_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}", re.IGNORECASE)


def read_facts(person: Written) -> Facts:
    """What the file says of them, as it is kept. Who has no name is called by their address.

    Raises `Mistake` import.no_address, import.language, and as `rules.customers.facts_of` and `check_time_zone`.
    """
    emails = [email for email in map(str.strip, person.emails) if email]
    if not emails:
        raise Mistake("import.no_address")
    language = person.language.strip().replace("_", "-")
    if language and not _LANGUAGE.fullmatch(language):
        raise Mistake("import.language", language=language)
    time_zone = person.time_zone.strip()
    check_time_zone(time_zone)
    tags = {clean(name) for name in person.tags} - {""}
    if any(len(name) > LONGEST for name in tags):
        raise Mistake("customer.too_long", limit=LONGEST)
    facts = facts_of(
        SaveCustomer(
            agent_id=None,
            id=0,
            name=person.name if person.name.strip() else emails[0],
            organisation=person.organisation,
            language=language,
            time_zone=time_zone,
            note=person.note if person.note.strip() else "",
            vip=bool(person.vip),
            phones=person.phones,
            emails=tuple(emails),
            version=0,
        )
    )
    return {**facts, Fact.TAGS: in_lines(tags), Fact.FIELDS: ""}


def with_file(now: Facts, said: Facts, *, overwrite: bool, vip: bool | None) -> dict[Fact, str]:
    """What a customer is by what a file says of them. Addresses are added in any case: by these they were found. `vip` is None where the file does not say.

    Raises `Mistake` customer.too_many.
    """
    after = {fact: (said[fact] or text) if overwrite or not text else text for fact, text in now.items()}
    one, other = (said, now) if overwrite else (now, said)
    after[Fact.FIELDS] = as_lines(from_lines(other[Fact.FIELDS]) | from_lines(one[Fact.FIELDS]))
    named = "@" not in said[Fact.NAME]
    if "@" in now[Fact.NAME] and named:
        # Their address was but for want of a name.
        after[Fact.NAME] = said[Fact.NAME]
    elif not named:
        after[Fact.NAME] = now[Fact.NAME]
    known = now[Fact.EMAILS]
    emails = [email for email in (*known.split("\n"), *added_of(known, said[Fact.EMAILS])) if email]
    if len(emails) > MOST:
        raise Mistake("customer.too_many", limit=MOST)
    after[Fact.EMAILS] = "\n".join(emails)
    if vip is False and overwrite:
        after[Fact.VIP] = ""
    return after
