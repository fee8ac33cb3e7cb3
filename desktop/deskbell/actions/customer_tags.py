"""Tags of customers, put on and taken off: the same that tickets have."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row

from deskbell.actions.customer_journal import Line, add_lines
from deskbell.actions.deeds import record
from deskbell.actions.owned_tags import put
from deskbell.actions.tags import ask_known
from deskbell.model.customers import ChangeCustomerTags, Fact
from deskbell.model.errors import Mistake
from deskbell.model.fields import FieldOwner
from deskbell.model.kinds import Deed, Entity
from deskbell.rules.customers import Facts, in_lines, tags_of
from deskbell.rules.tag_names import clean
from deskbell.store.queries.customer_facts import kept
from deskbell.store.session import Session


def change_customer_tags(session: Session, command: ChangeCustomerTags) -> None:
    """Put tags on customers and take others off. Whoever writes something else of them at the same time is not in the way. Raises `Mistake` customer.missing."""
    known = kept(session, command.customers)
    if len(known) < len(set(command.customers)):
        raise Mistake("customer.missing")
    add, remove = ({clean(name) for name in names} - {""} for names in (command.add, command.remove))
    there = ask_known(session, add | remove)()
    # Also by the name that somebody has read before it was another.
    add, remove = there.called(add), remove | there.called(remove)
    lines = change(session, known, {number: (tags_of(facts) - remove) | add for number, (_, facts) in known.items()})
    record(session, command, Deed.CUSTOMER, [])
    add_lines(session, command, lines)


def take_back(session: Session, known: Mapping[int, tuple[Row[Any], Facts]], lines: Sequence[Row[Any]]) -> list[Line]:
    """Take off what these lines put on and put on what they took off, whatever else was changed since; the lines that say so. `known` has their customers, locked."""
    names = {line.id: (_names(line.before), _names(line.after)) for line in lines}
    # Tags may have been renamed and merged since.
    there = ask_known(session, set().union(*(one for pair in names.values() for one in pair)))()
    then = {number: tags_of(facts) for number, (_, facts) in known.items()}
    for line in lines:
        before, after = map(there.called, names[line.id])
        then[line.customer_id] = then[line.customer_id] - (after - before) | (before - after)
    return change(session, known, then)


def change(
    session: Session, known: Mapping[int, tuple[Row[Any], Facts]], after: Mapping[int, frozenset[str] | set[str]]
) -> list[Line]:
    """Let the customers have these tags, by the names of now; what is told of it."""
    changed = {number: names for number, names in after.items() if names != tags_of(known[number][1])}
    put(session, FieldOwner.CUSTOMER, changed)
    for number in changed:
        session.changed(Entity.CUSTOMER, number)
    return [
        (number, Fact.TAGS, known[number][1][Fact.TAGS], in_lines(names)) for number, names in sorted(changed.items())
    ]


def _names(tags: str) -> frozenset[str]:
    return frozenset(tags.split("\n")) - {""}
