"""What is promised to customers: noting what has not come in time, doing the steps of policies, and counting all clocks anew where policies or hours changed."""

from typing import Final

from deskbell.actions import due_clocks, recount
from deskbell.actions.steps import warned
from deskbell.jobs.hold import Hold
from deskbell.jobs.office import Office

LEASE: Final = "promises"
BREATH: Final = 0.02
"""Seconds between two transactions, for whoever else wants to write."""


def sweep(office: Office) -> int:
    """Note the clocks that have run out, do the steps that have come, and then tell whoever is to be warned: after a night without a worker of all of it at
    once. How many clocks those were.
    """
    hold = Hold.take(office, LEASE) if office.desk.read(due_clocks.anything_due) else None
    if hold is None:
        return 0

    done = last = hold.transact(due_clocks.do_due)
    while last >= due_clocks.CALLS_AT_ONCE and not office.stop.wait(BREATH):
        hold.renew()
        last = hold.transact(due_clocks.do_due)
        done += last
    while hold.transact(warned.tell) >= warned.AT_ONCE and not office.stop.wait(BREATH):
        hold.renew()
    return done


def count_anew(office: Office) -> int:
    """Count the clocks of all open tickets where that is to be done; how many transactions it took. Whoever comes to it after a worker has ended goes on
    where that one was.
    """
    hold = Hold.take(office, LEASE) if office.desk.read(recount.is_behind) else None
    if hold is None:
        return 0

    steps = 1
    while hold.transact(recount.go_on) and not office.stop.wait(BREATH):
        steps += 1
        hold.renew()
    return steps
