"""Macros: what a reply that does more than to be sent does to a ticket."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, tzinfo

from msgspec import Struct

from deskbell.model.canned import Actions, Handing
from deskbell.model.kinds import Deed, Status
from deskbell.model.rows import TicketRow
from deskbell.rules.tag_names import clean

_MORNING = time(9)


class Effect(Struct, frozen=True):
    """One thing that will be another. The value is a `Status` for STATUS, whether it is oneself for ASSIGNED, the names of the tags that come (TAGGED) or
    go (with `off`), the days for SNOOZED.
    """

    kind: Deed
    value: Status | bool | tuple[str, ...] | int
    off: bool = False


def effects(actions: Actions, row: TicketRow, me: int) -> tuple[Effect, ...]:
    """What the actions change about a ticket as it is now, where the agent `me` uses them; what it has already is no effect."""
    found: list[Effect] = []
    if actions.status is not None and actions.status is not row.status:
        found.append(Effect(Deed.STATUS, actions.status))
    if actions.assign is Handing.ME and row.assignee_id != me:
        found.append(Effect(Deed.ASSIGNED, True))
    if actions.assign is Handing.NOBODY and row.assignee_id is not None:
        found.append(Effect(Deed.ASSIGNED, False))
    coming = tuple(name for name in tags(actions.add_tags) if name not in row.tags)
    going = tuple(name for name in tags(actions.remove_tags) if name in row.tags and name not in coming)
    if coming:
        found.append(Effect(Deed.TAGGED, coming))
    if going:
        found.append(Effect(Deed.TAGGED, going, off=True))
    if actions.snooze_days:
        found.append(Effect(Deed.SNOOZED, actions.snooze_days))
    return tuple(found)


def tags(names: Iterable[str]) -> tuple[str, ...]:
    """Names of tags as they are kept, each once, in their order."""
    return tuple(dict.fromkeys(name for name in map(clean, names) if name))


def morning_in(days: int, today: date, zone: tzinfo | None) -> datetime | None:
    """When a ticket comes back that is put away for some days: in the morning of that day, where the agent is. None for 0 days."""
    return datetime.combine(today + timedelta(days=days), _MORNING, zone) if days else None
