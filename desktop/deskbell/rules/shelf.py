"""Where a ticket lies: the one rule that every view stands on."""

from datetime import datetime

from deskbell.model.kinds import Shelf, Status

_AWAY = {Status.SOLVED: Shelf.DONE, Status.CLOSED: Shelf.DONE, Status.SPAM: Shelf.SPAM, Status.TRASH: Shelf.TRASH}


def shelf_of(status: Status, snoozed_until: datetime | None) -> Shelf:
    """The shelf of a ticket. A snooze counts only for tickets that somebody still has to work on; the worker ends it when it is due."""
    away = _AWAY.get(status)
    if away is not None:
        return away
    return Shelf.LIVE if snoozed_until is None else Shelf.SNOOZED


def status_after_answer(status: Status) -> Status:
    """What a customer's answer makes of a ticket: work again, unless nobody has begun or it was put away as spam or trash."""
    return (
        Status.OPEN if status in (Status.OPEN, Status.PENDING, Status.ON_HOLD, Status.SOLVED, Status.CLOSED) else status
    )


def status_after_reply(status: Status) -> Status:
    """What an agent's reply makes of a ticket where the agent chose nothing: a new one is open from now on."""
    return Status.OPEN if status is Status.NEW else status
