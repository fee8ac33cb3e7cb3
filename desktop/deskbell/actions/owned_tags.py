"""What tags customers and organisations have is written here for both: the tags are the same that tickets have."""

from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any, Final

from sqlalchemy import Column, Table, delete

from deskbell.actions.tags import ask_known, ids_of
from deskbell.model.fields import FieldOwner
from deskbell.rules.tag_names import clean
from deskbell.store.bulk import in_parts, insert_rows
from deskbell.store.session import Session
from deskbell.store.tables import customer_tag, organisation_tag

_TABLES: Final[Mapping[FieldOwner, tuple[Table, Column[Any]]]] = {
    FieldOwner.CUSTOMER: (customer_tag, customer_tag.c.customer_id),
    FieldOwner.ORGANISATION: (organisation_tag, organisation_tag.c.organisation_id),
}


def put(session: Session, owner: FieldOwner, tags: Mapping[int, Iterable[str]]) -> None:
    """Let these be all tags of customers, or of organisations, who are locked."""
    table, whose = _TABLES[owner]
    wanted = {number: {clean(name) for name in names} - {""} for number, names in tags.items()}
    ids = ids_of(session, set().union(*wanted.values()))
    for part in in_parts(sorted(wanted)):
        session.connection.execute(delete(table).where(whose.in_(part)))
    rows = [
        {whose.name: number, "tag_id": tag_id}
        for number, names in sorted(wanted.items())
        for tag_id in sorted({ids[name] for name in names})
    ]
    insert_rows(session, table, rows)


def changed(session: Session, now: AbstractSet[str], add: Collection[str], remove: Collection[str]) -> frozenset[str]:
    """The tags of one that has those of `now`, by the names that they have in this moment, with these put on and those taken off. Nobody merges or removes them until this
    transaction has ended."""
    fresh, gone = ({clean(name) for name in names} - {""} for names in (add, remove))
    if not fresh and not gone:
        return frozenset(now)
    there = ask_known(session, fresh | gone)()
    # Also by the name that somebody has read before it was another.
    return frozenset((now - gone - there.called(gone)) | there.called(fresh))
