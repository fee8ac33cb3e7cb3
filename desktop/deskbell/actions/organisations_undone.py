"""What was done to organisations, taken back."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, exists, select

from deskbell.actions.organisation_tags import before_that
from deskbell.actions.organisations import NOTHING, facts, locked, move, tell, write
from deskbell.model.commands import Command, UndoDeed
from deskbell.model.customers import Fact
from deskbell.model.errors import Mistake
from deskbell.model.organisations import OrganisationFact
from deskbell.rules.organisations import Facts
from deskbell.store.session import Session
from deskbell.store.tables import customer, customer_journal, organisation_journal


def take_back(session: Session, command: UndoDeed) -> None:
    """Undo a deed of organisations. Customers whom somebody has put elsewhere since stay there.

    Raises `Mistake` undo.nothing, organisation.missing where the one that they were put into is no more, undo.organisation where a value is no longer the one that it left, or one that was made has customers by now, and as
    `organisations.write`.
    """
    lines = session.connection.execute(
        select(organisation_journal)
        .where(organisation_journal.c.deed_id == command.undo)
        .order_by(organisation_journal.c.id)
    ).all()
    if not lines:
        raise Mistake("undo.nothing")
    moves = [line for line in lines if line.kind == OrganisationFact.CUSTOMERS.value]
    known = locked(session, {line.organisation_id for line in lines})
    now = {number: facts(session, known.get(number)) for number in {line.organisation_id for line in lines}}
    then: dict[int, dict[OrganisationFact, str]] = {}
    for line in lines:
        if line.kind == OrganisationFact.TAGS.value and _stays(lines, line.organisation_id):
            number = line.organisation_id
            was = before_that(session, line, now[number][OrganisationFact.TAGS])
            then.setdefault(number, dict(now[number]))[OrganisationFact.TAGS] = was
        elif line not in moves:
            fact, number = OrganisationFact(line.kind), line.organisation_id
            if now[number][fact] != line.after:
                raise Mistake("undo.organisation", name=now[number][OrganisationFact.NAME] or line.before)
            then.setdefault(number, dict(now[number]))[fact] = line.before
    # What one gives back the other can have then.
    stay = {number: becomes for number, becomes in then.items() if now[number][OrganisationFact.THERE]}
    come = {number: becomes for number, becomes in then.items() if number not in stay}
    gone = {number: stay.pop(number) for number in tuple(stay) if not stay[number][OrganisationFact.THERE]}
    for number, becomes in {**stay, **come}.items():
        _restore(session, command, number, now[number], becomes)
    told = select(customer_journal.c.customer_id).where(
        customer_journal.c.deed_id == command.undo, customer_journal.c.kind == Fact.ORGANISATION.value
    )
    for line in moves:
        from_id, to_id = (int(text) if text else None for text in (line.after, line.before))
        ends = {one for one in (from_id, to_id) if one is not None}
        if not ends <= locked(session, ends).keys():
            raise Mistake("organisation.missing")
        move(session, command, from_id, to_id, customer.c.id.in_(told))
    for number in gone:
        if _has_customers(session, number):
            raise Mistake("undo.organisation", name=now[number][OrganisationFact.NAME])
        _restore(session, command, number, now[number], NOTHING)


def has_lines(session: Session, deed_id: str) -> bool:
    """Whether the journal of organisations has anything of a deed."""
    of_it = select(organisation_journal.c.id).where(organisation_journal.c.deed_id == deed_id).limit(1)
    return session.connection.execute(of_it).first() is not None


def drop_made(session: Session, command: UndoDeed) -> None:
    """Take away what a deed that is undone has made by naming it, where nobody has used it since."""
    made = select(organisation_journal.c.organisation_id).where(
        organisation_journal.c.deed_id == command.undo,
        organisation_journal.c.kind == OrganisationFact.THERE.value,
        organisation_journal.c.after != "",
    )
    for number, row in locked(session, session.connection.execute(made).scalars().all()).items():
        known = facts(session, row)
        if row.version == 1 and not _is_filled_in(known) and not _has_customers(session, number):
            _restore(session, command, number, known, NOTHING)


def _stays(lines: Sequence[Row[Any]], number: int) -> bool:
    """Whether an organisation was neither made nor taken away by what these lines tell: what was changed of its tags since stays then."""
    return not any(line.organisation_id == number and line.kind == OrganisationFact.THERE.value for line in lines)


def _restore(session: Session, command: Command, number: int, now: Facts, becomes: Facts) -> None:
    write(session, number, now, becomes)
    tell(session, command, number, now, becomes)


def _is_filled_in(known: Facts) -> bool:
    return bool(known[OrganisationFact.FIELDS] or known[OrganisationFact.TAGS])


def _has_customers(session: Session, organisation_id: int) -> bool:
    there = select(exists().where(customer.c.organisation_id == organisation_id))
    return bool(session.connection.execute(there).scalar_one())
