"""What is promised to customers: noting what has not come in time, doing the steps of policies, and counting all clocks anew where policies or hours changed."""

from typing import Final

from deskbell.actions import recount
from deskbell.actions.due_clocks import STEPS_AT_ONCE, anything_due, do_due
from deskbell.actions.steps import warned
from deskbell.jobs.hold import Hold
from deskbell.jobs.office import Office
from deskbell.store.session import Session

LEASE: Final = "promises"
BREATH: Final = 0.02
"""Seconds between two transactions, for whoever else wants to write."""


def sweep(office: Office) -> int:
    """Note the clocks that have run out, do the steps that have come, and then tell whoever is to be warned: after a night without a worker of all of it at
    once. How many clocks those were.
    """
    hold = Hold.take(office, LEASE) if office.desk.read(anything_due) else None
    if hold is None:
        return 0

    def work(session: Session) -> int:
        hold.check(session)
        return do_due(session)

    def tell(session: Session) -> int:
        hold.check(session)
        return warned.tell(session)

    done = last = office.desk.transact(work)
    while last >= STEPS_AT_ONCE and not office.stop.wait(BREATH):
        hold.renew()
        last = office.desk.transact(work)
        done += last
    while office.desk.transact(tell) >= warned.AT_ONCE and not office.stop.wait(BREATH):
        hold.renew()
    return done


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
