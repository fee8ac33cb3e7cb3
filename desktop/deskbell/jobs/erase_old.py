"""The desk erases what has lain in Spam and Trash for as long as its settings say."""

import logging
from collections.abc import Sequence
from functools import partial
from typing import Final

from msgspec.structs import replace

from deskbell.actions.erase_tickets import erase_tickets
from deskbell.jobs.hold import Hold
from deskbell.jobs.office import Office
from deskbell.model.customers import EraseTickets
from deskbell.model.kinds import Shelf
from deskbell.store.queries import overdue
from deskbell.store.session import Session

log = logging.getLogger("deskbell.jobs.erasing")

LEASE: Final = "erasing"
AT_ONCE: Final = 25
"""The tickets that go in one transaction: others write and read between two of them."""
APART: Final = 0.5
"""Seconds between two of them, for whoever waits."""


def erase_old(office: Office) -> int:
    """Erase what is to go by now; how many tickets. Raises `Conflict` lease.lost where another worker has taken over."""
    limits = office.desk.read(overdue.days)
    wanted = [(shelf, days) for shelf, days in limits.items() if office.desk.read(overdue.page, shelf, days, 1)[1]]
    hold = Hold.take(office, LEASE) if wanted else None
    if hold is None:
        return 0
    try:
        gone = sum(_erase(office, hold, shelf, days) for shelf, days in wanted)
    finally:
        hold.release()
    if gone:
        log.info("%s tickets were erased from spam and trash", gone)
    return gone


def _erase(office: Office, hold: Hold, shelf: Shelf, days: int) -> int:
    run, gone, behind = "", 0, None
    while not office.stop.is_set():
        numbers, behind = office.desk.read(overdue.page, shelf, days, AT_ONCE, behind)
        if behind is None:
            break
        command = EraseTickets(agent_id=None, tickets=tuple(numbers))
        run = run or command.deed
        command = replace(command, run=run)
        went = office.desk.transact(partial(_portion, hold, shelf, command))
        if went:
            gone += went
            office.stop.wait(APART)
        hold.renew()
    return gone


def _portion(hold: Hold, shelf: Shelf, command: EraseTickets, session: Session) -> int:
    """Erase those of the tickets that are still to go; how many."""
    hold.check(session)
    numbers: Sequence[int] = overdue.still(session, shelf, command.tickets)
    if numbers:
        erase_tickets(session, replace(command, tickets=tuple(numbers)))
    return len(numbers)
