"""Making the list of customers: the names as they are sorted, and the words that customers are found by.

Who was changed is noted by triggers (`tables.listing`). A command of the window lists them before its commit; the worker lists whoever is left: those of mail
that came, and of programs that know of no list.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Select, delete, literal_column, select, union_all

from deskbell.rules.folding import fold
from deskbell.store.bulk import in_parts, insert_rows
from deskbell.store.search.terms import indexed
from deskbell.store.session import Session
from deskbell.store.tables import address, customer, customer_listed, customer_unlisted, customer_word, phone

AT_ONCE: Final = 500
"""So many customers are listed in one transaction."""

_LONGEST: Final = 100
# Of somebody with fifty addresses not each word is kept.
_MOST_WORDS: Final = 200
# So many digits of a number are asked for at least; it is found by any of its ends that are as long.
_FEWEST_DIGITS: Final = 3
_NUMBER: Final = re.compile(r"[+(]?\s*\d[\d\s()./+-]*")


def sorted_as(name: str, emails: Sequence[str]) -> str:
    """What a customer stands under in the list: the name, or the first address; what is no letter or digit before it does not count."""
    written = fold(name or (emails[0] if emails else ""))
    return re.sub(r"^[\W_]+", "", written)[:_LONGEST] or written[:_LONGEST]


def words_of(name: str, emails: Iterable[str], phones: Iterable[str]) -> frozenset[str]:
    """What a customer is found by: each word of the name and the addresses, and the digits of the phone numbers, from any place to the end."""
    words = dict.fromkeys(indexed(" ".join((name, *emails))).split())
    for number in phones:
        digits = re.sub(r"\D", "", number)
        words |= dict.fromkeys(digits[start:] for start in range(len(digits) - _FEWEST_DIGITS + 1))
    return frozenset(list(words)[:_MOST_WORDS])


def words_asked(typed: str) -> tuple[str, ...]:
    """How the words begin that all must be among those of a customer; none where nothing is asked for."""
    if _NUMBER.fullmatch(typed.strip()):
        # Before a number stands what is dialled from here alone.
        digits = re.sub(r"\D", "", typed).lstrip("0")
        if len(digits) >= _FEWEST_DIGITS:
            return (digits,)
    return tuple(dict.fromkeys(indexed(typed).split()))


def list_anew(session: Session, ids: Collection[int] | None = None) -> int:
    """List those of these customers who were changed since, or of all some; how many. Of customers who are gone, or were merged into others, nothing stays listed."""
    done = 0
    for part in in_parts(sorted(ids)) if ids is not None else (None,):
        if part is None:
            part = session.connection.execute(select(customer_unlisted.c.customer_id).limit(AT_ONCE)).scalars().all()
            # Whoever changes one of them has locked it before the note of it.
            held = select(customer.c.id).where(customer.c.id.in_(part)).order_by(customer.c.id).with_for_update()
            session.connection.execute(held).all()
        noted = delete(customer_unlisted).where(customer_unlisted.c.customer_id.in_(part))
        found = list(session.connection.execute(noted.returning(customer_unlisted.c.customer_id)).scalars())
        if found:
            _list(session, found)
        done += len(found)
    return done


def _list(session: Session, ids: Sequence[int]) -> None:
    for table in (customer_listed, customer_word):
        session.connection.execute(delete(table).where(table.c.customer_id.in_(ids)))
    names: dict[int, str] = {}
    several: dict[tuple[int, int], list[tuple[int, str]]] = defaultdict(list)
    for owner, kind, position, text in session.connection.execute(_facts(ids)):
        if kind == 0:
            names[owner] = text
        else:
            several[owner, kind].append((position, text))
    listed, words = [], []
    for owner, name in names.items():
        emails, phones = ([text for _, text in sorted(several[owner, kind])] for kind in (1, 2))
        listed.append({"customer_id": owner, "sought": sorted_as(name, emails)})
        words += [{"customer_id": owner, "word": word} for word in sorted(words_of(name, emails, phones))]
    insert_rows(session, customer_listed, listed)
    insert_rows(session, customer_word, words)


def _facts(ids: Sequence[int]) -> Any:
    """In one statement: the name, the addresses, the phone numbers."""
    named: Select[Any] = select(customer.c.id, literal_column("0"), literal_column("0"), customer.c.name)
    mailed = select(address.c.customer_id, literal_column("1"), address.c.position, address.c.email)
    called = select(phone.c.customer_id, literal_column("2"), phone.c.position, phone.c.number)
    return union_all(
        named.where(customer.c.id.in_(ids), customer.c.merged_into.is_(None)),
        mailed.where(address.c.customer_id.in_(ids)),
        called.where(phone.c.customer_id.in_(ids)),
    )
