"""Tags of organisations, put on and taken off: the same that tickets and customers have."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from sqlalchemy import Row

from deskbell.actions import organisations
from deskbell.actions.deeds import record
from deskbell.actions.owned_tags import changed, put
from deskbell.actions.tags import ask_known
from deskbell.model.commands import Command
from deskbell.model.customers import ChangeOrganisationTags
from deskbell.model.errors import Mistake
from deskbell.model.fields import FieldOwner
from deskbell.model.kinds import Deed, Entity
from deskbell.model.organisations import OrganisationFact
from deskbell.rules.customers import in_lines
from deskbell.rules.organisations import Facts, tags_of
from deskbell.store.session import Session


def change_organisation_tags(session: Session, command: ChangeOrganisationTags) -> None:
    """Put tags on an organisation and take others off. Whoever writes something else of it at the same time is not in the way. Raises `Mistake` organisation.missing."""
    row = organisations.locked(session, (command.id,)).get(command.id)
    if row is None:
        raise Mistake("organisation.missing")
    before = organisations.facts(session, row)
    after = changed(session, tags_of(before), command.add, command.remove)
    record(session, command, Deed.ORGANISATION, [])
    change(session, command, {row.id: before}, {row.id: after})


def change(
    session: Session, command: Command, known: Mapping[int, Facts], after: Mapping[int, AbstractSet[str]]
) -> None:
    """Let organisations, which are locked and `known`, have these tags, by the names of now, and tell it of a command that is recorded."""
    others = {number: names for number, names in after.items() if names != tags_of(known[number])}
    put(session, FieldOwner.ORGANISATION, others)
    for number, names in sorted(others.items()):
        session.changed(Entity.ORGANISATION, number)
        organisations.tell(
            session, command, number, known[number], {**known[number], OrganisationFact.TAGS: in_lines(names)}
        )


def before_that(session: Session, line: Row[Any], now: str) -> str:
    """The tags of an organisation, which are as in `now`, without what a line of the journal put on and with what it took off, whatever else was changed since."""
    names: Sequence[frozenset[str]] = [frozenset(text.split("\n")) - {""} for text in (line.before, line.after)]
    # Tags may have been renamed and merged since.
    there = ask_known(session, names[0] | names[1])()
    before, after = map(there.called, names)
    return in_lines((frozenset(now.split("\n")) - {""}) - (after - before) | (before - after))
