"""Customers as they come up: found by address, made when new, and taking part in tickets."""

from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import bindparam, insert, select, update

from deskbell.model.kinds import Entity, Standing
from deskbell.model.mail import Mailbox
from deskbell.store import plain
from deskbell.store.bulk import insert_rows
from deskbell.store.queries.organisations import of_emails
from deskbell.store.session import Session
from deskbell.store.tables import address, customer, participant

_PARTICIPANTS = select(participant.c.email, participant.c.standing).where(
    participant.c.ticket_id == bindparam("ticket")
)


def customer_for(session: Session, person: Mailbox) -> int:
    """The customer with this address, made where there is none."""
    email = person.email.casefold()
    found: int | None = session.connection.execute(
        select(address.c.customer_id).where(address.c.email == email)
    ).scalar_one_or_none()
    if found is not None:
        return found
    organisation_id, organisation = of_emails(session, [email]).get(email, (None, ""))
    values = {"name": person.name or person.email, "organisation_id": organisation_id, "organisation": organisation}
    made: int = session.connection.execute(
        insert(customer).values(**values, created_at=session.now).returning(customer.c.id)
    ).scalar_one()
    session.connection.execute(insert(address).values(email=email, customer_id=made))
    session.changed(Entity.CUSTOMER, made)
    return made


def take_part(session: Session, ticket_id: int, people: Sequence[Mailbox]) -> None:
    """These people were written to on a ticket: their answers belong there."""
    add_participants(session, ticket_id, people, ask_participants(session, ticket_id)())


def ask_participants(session: Session, ticket_id: int) -> Callable[[], list[tuple[str, str]]]:
    """Who takes part in a ticket, by address, and how they stand."""
    return plain.ask(session.connection, _PARTICIPANTS, {"ticket": ticket_id})


def add_participants(
    session: Session, ticket_id: int, people: Sequence[Mailbox], there: Iterable[tuple[str, str]]
) -> None:
    """What `take_part` does, for a ticket of which it is known who takes part in it."""
    wanted = {person.email.casefold(): person.name for person in people}
    known = {email: standing for email, standing in there if email in wanted}
    if any(standing != Standing.IN.value for standing in known.values()):
        here = (participant.c.ticket_id == ticket_id) & participant.c.email.in_(wanted)
        session.connection.execute(update(participant).where(here).values(standing=Standing.IN.value))
    insert_rows(
        session,
        participant,
        [
            {"ticket_id": ticket_id, "email": email, "name": name}
            for email, name in wanted.items()
            if email not in known
        ],
    )
