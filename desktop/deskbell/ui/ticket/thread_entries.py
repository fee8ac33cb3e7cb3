"""What a thread is made of: messages and the steps between them, in the order of time."""

from collections.abc import Sequence

from msgspec import Struct

from deskbell.model.rows import EventRow, MessageRow
from deskbell.ui.ticket.event_words import EventGroup, groups

Key = tuple[str, int]


class Entry(Struct, frozen=True):
    """One card or one line of a thread. `key` names it across readings."""

    key: Key
    what: MessageRow | EventGroup


def entries(messages: Sequence[MessageRow], events: Sequence[EventRow]) -> list[Entry]:
    """Messages and events in the order of time, oldest first. Only events that no message stands between are drawn together."""
    made: list[Entry] = []
    waiting: list[EventRow] = []
    # At one moment the message comes first: an answer that solves a ticket is read before "solved".
    both: list[MessageRow | EventRow] = [*messages, *events]
    steps = sorted(both, key=lambda step: (step.at, isinstance(step, EventRow), step.id))
    for step in steps:
        if isinstance(step, EventRow):
            waiting.append(step)
            continue
        made += _lines(waiting)
        waiting = []
        made.append(Entry(("message", step.id), step))
    return made + _lines(waiting)


def _lines(events: list[EventRow]) -> list[Entry]:
    return [Entry(("events", group.id), group) for group in groups(events)]
