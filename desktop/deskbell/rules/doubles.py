"""Which of the customers who have a name, a phone number or the beginning of an address in common are offered as one person, two by two."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import chain

from msgspec import Struct

from deskbell.model.customer_list import CustomerLine
from deskbell.model.customers import Like
from deskbell.rules.folding import fold
from deskbell.rules.same_person import ROLES, SHORTEST, is_like

Pair = tuple[int, int]
_ANY = "\n"
_NAMELESS = "@"


class Known(Struct, frozen=True):
    """As much of a customer as this takes."""

    id: int
    name: str
    organisation: str


def tells_somebody(why: Like, key: str) -> bool:
    """Whether it means anything that customers have this in common."""
    match why:
        case Like.NAME:
            return bool(key) and "@" not in key
        case Like.ADDRESS:
            return len(key) >= SHORTEST and key not in ROLES
        case _:
            return bool(key)


def pairs(why: Like, key: str, members: Sequence[Known], apart: Collection[Pair]) -> list[Pair]:
    """Each of these, who have `key` in common, with the first before them who may be the same person; not those of whom somebody said that they are not (`apart`,
    the lower number first). So of three who are one person two pairs are offered, and no more than that however many they are.
    """
    local = key if why is Like.ADDRESS else ""
    before: dict[str, list[Known]] = defaultdict(list)
    found = []
    for late in sorted(members, key=lambda one: one.id):
        kept_under, looked_under = _shelves(why, late)
        # Who is likely stands on one of few shelves: so nobody is held against everybody.
        for early in sorted({*chain(*(before[shelf] for shelf in looked_under))}, key=lambda one: one.id):
            texts = (early.name, early.organisation), (late.name, late.organisation)
            if is_like(why, *texts, local) and (early.id, late.id) not in apart:
                found.append((early.id, late.id))
                break
        for shelf in kept_under:
            before[shelf].append(late)
    return found


def in_order(one: CustomerLine, other: CustomerLine) -> tuple[CustomerLine, CustomerLine]:
    """Who is kept stands first: who has asked more, or else came first."""
    first, second = sorted((one, other), key=lambda line: (-line.tickets, line.id))
    return first, second


def _shelves(why: Like, one: Known) -> tuple[Iterable[str], Iterable[str]]:
    """Under what somebody is kept, and under what those stand who may be the same."""
    match why:
        case Like.NAME:
            there = fold(one.organisation)
            if len(one.name.split()) < 2:
                return (there,), (there,)
            return (there, _ANY), (there, "") if there else (_ANY,)
        case Like.ADDRESS:
            if "@" in one.name:
                return (_NAMELESS, _ANY), (_ANY,)
            words = {*fold(one.name).split()}
            return (*words, _ANY), (*words, _NAMELESS)
        case _:
            return (_ANY,), (_ANY,)
