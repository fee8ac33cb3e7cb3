"""Customers whose names, addresses or phone numbers were changed and who are not listed anew yet: of mail that came, and by programs that know of no list."""

from typing import Final

from sqlalchemy import select

from deskbell.jobs.hold import Hold
from deskbell.jobs.office import Office
from deskbell.model.kinds import Entity
from deskbell.store.listing import AT_ONCE, list_anew
from deskbell.store.session import Session
from deskbell.store.tables import customer_unlisted

LEASE: Final = "listing"


def list_customers(office: Office) -> int:
    """List all who are noted, some at a time; how many. Raises `Conflict` lease.lost where another worker has taken over."""
    hold = Hold.take(office, LEASE) if office.desk.read(_any) else None
    if hold is None:
        return 0

    def work(session: Session) -> int:
        hold.check(session)
        done = list_anew(session)
        if done:
            # Whoever looks at the list reads it again.
            session.changed(Entity.CUSTOMER, 0)
        return done

    listed = 0
    try:
        while not office.stop.is_set():
            done = office.desk.transact(work)
            listed += done
            if done < AT_ONCE:
                break
            hold.renew()
    finally:
        hold.release()
    return listed


def _any(session: Session) -> bool:
    return session.connection.execute(select(customer_unlisted.c.customer_id).limit(1)).first() is not None
