"""What happened to tickets, as rules hear of it: read from the lines that a deed left in the journal."""

from collections.abc import Iterable, Mapping
from typing import Final

from msgspec import Struct

from deskbell.model.automation import Event, What
from deskbell.model.kinds import Deed
from deskbell.rules.automation import Key
from deskbell.rules.fields import from_journal

CHANGES: Final[Mapping[Deed, What]] = {
    Deed.STATUS: What.STATUS,
    Deed.ASSIGNED: What.ASSIGNEE,
    Deed.TEAM: What.TEAM,
    Deed.PRIORITY: What.PRIORITY,
    Deed.TYPE: What.TYPE,
    Deed.MOVED: What.MAILBOX,
    Deed.TAGGED: What.TAG,
    Deed.SUBJECT: What.SUBJECT,
    Deed.RATED: What.RATING,
}
UPDATES: Final = frozenset({*CHANGES, Deed.FIELD, Deed.SNOOZED, Deed.WOKEN, Deed.DUE, Deed.LEVEL} - {Deed.RATED})


class Wrote(Struct, frozen=True):
    """The message that a line is about. `first`: the ticket began with it."""

    first: bool = False
    auto: bool = False
    bounce: bool = False
    imported: bool = False


class Line(Struct, frozen=True):
    """A line of the journal with the kind of its deed, and whether that took another one back. `several`: it is about a field of several choices."""

    id: int
    deed_id: str
    step: Deed
    undoes: bool
    agent_id: int | None
    ticket_id: int
    kind: Deed
    before: str
    wrote: Wrote | None = None
    several: bool = False


class Happened(Struct, frozen=True):
    """What one deed was to one ticket. `changed` is what it changed, with what that was before; `line_id` is its last line."""

    line_id: int
    deed_id: str
    ticket_id: int
    events: frozenset[Event]
    changed: Mapping[Key, frozenset[str]] = {}


def happened(lines: Iterable[Line]) -> tuple[Happened, ...]:
    """What rules hear of, in its order.

    Nothing of what was taken back by somebody: that starts no rule. Nothing of old mail that was imported, and nothing of answers of machines, but for
    the tickets that begin with one.
    """
    deeds: dict[tuple[str, int], list[Line]] = {}
    for line in lines:
        deeds.setdefault((line.deed_id, line.ticket_id), []).append(line)
    found = (_happened(its) for its in deeds.values())
    return tuple(sorted((one for one in found if one is not None), key=lambda one: one.line_id))


def _happened(lines: list[Line]) -> Happened | None:
    last = lines[-1]
    if last.undoes or last.step is Deed.UNDONE:
        return None
    if any(line.wrote is not None and line.wrote.imported for line in lines):
        return None
    events: set[Event] = set()
    changed: dict[Key, frozenset[str]] = {}
    for line in lines:
        events |= _events(line)
        what = CHANGES.get(line.kind)
        if what is not None:
            changed.setdefault((what, 0), frozenset(line.before.split("\n") if what is What.TAG else (line.before,)))
        elif line.kind is Deed.FIELD:
            field_id, value = from_journal(line.before)
            changed.setdefault((What.FIELD, field_id), frozenset(value.split(" ") if line.several else (value,)))
    if Event.CREATED in events:
        events.discard(Event.UPDATED)
    if not events:
        return None
    return Happened(last.id, last.deed_id, last.ticket_id, frozenset(events), changed)


def _events(line: Line) -> set[Event]:
    if line.kind in UPDATES:
        # What wakes by itself was changed by nobody: a rule that snoozes what is changed would have it sleep without end.
        return set() if line.step is Deed.WOKEN else {Event.UPDATED}
    if line.kind is Deed.RATED:
        return {Event.RATED}
    wrote = line.wrote
    if wrote is None:
        return set()
    match line.kind:
        case Deed.RECEIVED:
            found = {Event.BOUNCED} if wrote.bounce else set()
            if wrote.first:
                return found | {Event.CREATED}
            return found if wrote.bounce or wrote.auto else {Event.ANSWERED}
        case Deed.REPLIED if not wrote.auto:
            return {Event.CREATED} if wrote.first or line.step is Deed.CREATED else {Event.REPLIED}
        case Deed.NOTED if line.agent_id is not None:
            return {Event.NOTED}
    return set()
