"""Whether two customers may be one person. It is only offered: who reads it decides."""

from typing import Final

from deskbell.model.customers import Like
from deskbell.rules.folding import fold

# Addresses of an office and not of somebody.
ROLES: Final = frozenset(
    """
    abuse accounting accounts admin administrator billing bookkeeping buchhaltung contact customer customercare enquiries
    feedback finance hello help helpdesk hi hr info invoice invoices it kontakt mail marketing me newsletter noreply no-reply
    office order orders post postmaster privacy purchasing reception rechnung root sales secretary service shop support
    system team user web webmaster
    """.split()  # noqa: SIM905  read as words
)
SHORTEST: Final = 6
"""Letters of a local part that tells somebody apart; a shorter one is a first name, of which there are many."""


def is_like(why: Like, one: tuple[str, str], other: tuple[str, str], local: str = "") -> bool:
    """Whether two of these names and organisations may be one person, who have the same name, phone or local part (`local`) of an address."""
    apart = one[1] and other[1] and fold(one[1]) != fold(other[1])
    match why:
        case Like.NAME:
            if "@" in one[0]:
                return False
            # Of one word alone there are many: those are the same where they work at one place.
            return (bool(one[1]) and not apart and bool(other[1])) or (len(one[0].split()) > 1 and not apart)
        case Like.ADDRESS:
            return len(local) >= SHORTEST and local not in ROLES and not _other_names(one[0], other[0], local)
        case _:
            return True


def _other_names(one: str, other: str, local: str) -> bool:
    """Both have a name, and no word of it is the same; or the local part of the address alone, and both have others: that is a first name, of which there are many."""
    if "@" in one or "@" in other:
        return False
    words, others = {*fold(one).split()}, {*fold(other).split()}
    both = words & others
    return not both or (both == {fold(local)} and words != both and others != both)
