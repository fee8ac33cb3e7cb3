"""What is promised to customers: noting what has not come in time, and counting all clocks anew where policies or working hours have changed."""

from typing import Final

from deskbell.actions import recount
from deskbell.actions.breaches import AT_ONCE, any_breach, note_breaches
from deskbell.jobs.hold import Hold
from deskbell.jobs.office import Office
from deskbell.store.session import Session

LEASE: Final = "promises"
BREATH: Final = 0.02
"""Seconds between two transactions, for whoever else wants to write."""


def sweep(office: Office) -> int:
    """Note the clocks that have run out; how many."""
    hold = Hold.take(office, LEASE) if office.desk.read(any_breach) else None
    if hold is None:
        return 0

    def work(session: Session) -> int:
        hold.check(session)
        return note_breaches(session)

    noted = last = office.desk.transact(work)
    while last >= AT_ONCE and not office.stop.wait(BREATH):
        hold.renew()
        last = office.desk.transact(work)
        noted += last
    return noted


def count_anew(office: Office) -> int:
    """Count the clocks of all open tickets where that is to be done; how many transactions it took. Whoever comes to it after a worker has ended goes on
    where that one was.
    """
    hold = Hold.take(office, LEASE) if office.desk.read(recount.is_behind) else None
    if hold is None:
        return 0

    def work(session: Session) -> bool:
        hold.check(session)
        return recount.go_on(session)

    steps = 1
    while office.desk.transact(work) and not office.stop.wait(BREATH):
        steps += 1
        hold.renew()
    return steps
