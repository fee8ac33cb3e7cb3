"""What happened on a ticket, in the order in which the desk came to know it, without what was taken back."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from msgspec import Struct

from deskbell.model.kinds import Deed, Status
from deskbell.rules.sla_clocks import History, Stood, Wrote

TOLD: Final = frozenset(
    {
        *(Deed.RECEIVED, Deed.CREATED, Deed.REPLIED, Deed.SEND_UNDONE, Deed.STATUS, Deed.SNOOZED, Deed.WOKEN),
        *(Deed.TEAM, Deed.PRIORITY, Deed.TAGGED, Deed.MOVED, Deed.TYPE, Deed.LEFT, Deed.CAME, Deed.MERGED),
    }
)
"""What may start, stop or pause a clock, or give a ticket another policy."""


class Message(Struct, frozen=True):
    """A public message, and when it was filed: a mail may have lain on its server for long, and what was done meanwhile was done without it."""

    filed_at: datetime
    wrote: Wrote


class Changed(Struct, frozen=True):
    """A line of the journal about status or snooze, with what its deed took back, and which deed took that one back."""

    deed_id: str
    kind: Deed
    at: datetime
    before: str
    after: str
    undoes: str | None = None
    undone_by: str | None = None


def ordered(
    now: Stood, messages: Iterable[Message], changes: Sequence[Changed], since: datetime | None = None
) -> History:
    """The history of a ticket that is as `now` says, since when it was made. `changes` are in the order of the journal.

    A change and the one that took it back have never been, as far as what they leave is how the ticket is: else somebody changed it between, and all hold.
    """
    for lines in (_without_taken_back(changes), changes) if changes else ((),):
        first, steps = _states(now, lines)
        last = steps[-1] if steps else first
        if (last.status, last.snoozed) == (now.status, now.snoozed):
            break
    told: list[tuple[datetime, Wrote | Stood]] = [(message.filed_at, message.wrote) for message in messages]
    # Of one moment what was written comes first: it is what the rest follows from.
    told = sorted([*told, *((step.at, step) for step in steps)], key=lambda one: (one[0], isinstance(one[1], Stood)))
    if (last.status, last.snoozed) != (now.status, now.snoozed):
        # The journal does not say when: a desk that was brought here from elsewhere.
        told.append((now.at, now))
    return History(first, tuple(step for _, step in told), since)


def _without_taken_back(changes: Sequence[Changed]) -> list[Changed]:
    deeds = {change.deed_id: change for change in changes}
    gone: set[str] = set()
    for deed_id, change in reversed(deeds.items()):
        if deed_id in gone:
            continue
        if change.undoes is not None and change.undoes in deeds:
            gone |= {deed_id, change.undoes}
        elif change.undone_by in deeds and change.undone_by not in gone:
            gone |= {deed_id, change.undone_by or ""}
    return [change for change in changes if change.deed_id not in gone]


def _states(now: Stood, changes: Iterable[Changed]) -> tuple[Stood, list[Stood]]:
    """How the ticket was at first, and how it was from each change on."""
    changes = list(changes)
    status = next((Status(int(one.before)) for one in changes if one.kind is Deed.STATUS), now.status)
    snoozed = next((bool(one.before) for one in changes if one.kind is not Deed.STATUS), now.snoozed)
    first = Stood(now.at, status, snoozed)
    steps: list[Stood] = []
    for change in changes:
        if change.kind is Deed.STATUS:
            status = Status(int(change.after))
        else:
            snoozed = bool(change.after)
        steps.append(Stood(change.at, status, snoozed))
    return first, steps
