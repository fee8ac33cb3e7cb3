"""Macros: what a reply that does more than to be sent does to a ticket."""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from msgspec import Struct
from msgspec.structs import replace

from deskbell.model.canned import UNTIL_AN_ANSWER, WHOEVER, Actions, ApplyMacro, Handing
from deskbell.model.checklist import ChecklistItem, new_item
from deskbell.model.kinds import UNTIL_ANSWERED, Deed, Priority, Status, TicketType
from deskbell.model.rows import TicketRow
from deskbell.rules.due import EVENING
from deskbell.rules.tag_names import clean

_MORNING = time(9)


class Effect(Struct, frozen=True):
    """One thing that will be another. The value is a `Status` for STATUS, a `TicketType` for TYPE, a `Priority` for PRIORITY, whether it is oneself for ASSIGNED, or else whose id or name
    it is, a team's id or name for TEAM, the names of the tags that come (TAGGED) or go (with `off`), the days for SNOOZED and DUE (a snooze may be `UNTIL_AN_ANSWER`), how many more there are for
    CHECKLIST, and for FOLLOWED, where True is oneself.
    """

    kind: Deed
    value: Status | TicketType | Priority | bool | tuple[str, ...] | int | str
    off: bool = False


def effects(actions: Actions, row: TicketRow | None, me: int) -> tuple[Effect, ...]:
    """What the actions change about a ticket as it is now, where the agent `me` uses them; what it has already is no effect. Of no ticket, all that they do."""
    found: list[Effect] = []
    if actions.status is not None and (row is None or actions.status is not row.status):
        found.append(Effect(Deed.STATUS, actions.status))
    if actions.assign is Handing.ME and (row is None or row.assignee_id != me):
        found.append(Effect(Deed.ASSIGNED, True))
    if actions.assignee_id is not None and (row is None or row.assignee_id != actions.assignee_id):
        found.append(Effect(Deed.ASSIGNED, actions.assignee_id if actions.assignee_id != me else True))
    if actions.assign is Handing.NOBODY and (row is None or row.assignee_id is not None):
        found.append(Effect(Deed.ASSIGNED, False))
    coming = tuple(name for name in tags(actions.add_tags) if row is None or name not in row.tags)
    gone = tuple(name for name in tags(actions.remove_tags) if row is None or name in row.tags)
    going = tuple(name for name in gone if name not in coming)
    if coming:
        found.append(Effect(Deed.TAGGED, coming))
    if going:
        found.append(Effect(Deed.TAGGED, going, off=True))
    if actions.snooze_days and not _waits_already(actions, row):
        found.append(Effect(Deed.SNOOZED, actions.snooze_days))
    if actions.due_days is not None:
        found.append(Effect(Deed.DUE, actions.due_days))
    if actions.type is not None and (row is None or actions.type is not row.type):
        found.append(Effect(Deed.TYPE, actions.type))
    if actions.priority is not None and (row is None or actions.priority is not row.priority):
        found.append(Effect(Deed.PRIORITY, actions.priority))
    if actions.team_id is not None and (row is None or actions.team_id != row.team_id):
        found.append(Effect(Deed.TEAM, actions.team_id))
    following = set(named(actions.followers, me)) - set(() if row is None else row.followers)
    if me in following:
        found.append(Effect(Deed.FOLLOWED, True))
    if others := len(following - {me}):
        found.append(Effect(Deed.FOLLOWED, others))
    if steps := len(fresh(steps_of(actions.checklist), () if row is None else row.checklist)):
        found.append(Effect(Deed.CHECKLIST, steps))
    return tuple(found)


def with_names(found: Iterable[Effect], agents: Mapping[int, str], teams: Mapping[int, str]) -> tuple[Effect, ...]:
    """With the names of agents and teams for their ids. Nobody is given a ticket who has left the desk, nor a team that is gone: that is no effect."""
    named: list[Effect] = []
    for effect in found:
        names = {Deed.ASSIGNED: agents, Deed.TEAM: teams}.get(effect.kind)
        value = effect.value
        if names is None or isinstance(value, bool) or not isinstance(value, int):
            named.append(effect)
        elif value in names:
            named.append(Effect(effect.kind, names[value]))
    return tuple(named)


def asked(
    actions: Actions, tickets: tuple[int, ...], me: int, there: Collection[int], here: datetime, *, name: str = ""
) -> ApplyMacro:
    """The command of the agent `me` that does this to tickets, as the macro of this name. `there` are the desk's agents: who has left it follows nothing, and
    is given nothing.
    `here` (aware) is now by the agent's clock.
    """
    back = _back(actions.snooze_days, here)
    by_name = actions.assignee_id if actions.assignee_id in there else None
    return ApplyMacro(
        agent_id=me,
        tickets=tickets,
        name=name,
        status=actions.status,
        assigns=actions.assign is not Handing.AS_IT_IS or by_name is not None,
        assignee_id=me if actions.assign is Handing.ME else by_name,
        add_tags=actions.add_tags,
        remove_tags=actions.remove_tags,
        until=back,
        due_at=evening_in(actions.due_days, here).astimezone(UTC) if actions.due_days is not None else None,
        type=actions.type,
        priority=actions.priority,
        team_id=actions.team_id,
        followers=tuple(one for one in named(actions.followers, me) if one in there),
        checklist=tuple(ChecklistItem(new_item(), step) for step in actions.checklist),
    )


def among(actions: Actions, there: Collection[int]) -> Actions:
    """The same where a desk has these agents: nobody who has left it is given anything."""
    return replace(actions, assignee_id=None) if actions.assignee_id not in (None, *there) else actions


def named(agents: Iterable[int], me: int) -> tuple[int, ...]:
    """The agents of a macro that `me` uses."""
    return tuple(dict.fromkeys(me if one == WHOEVER else one for one in agents))


def steps_of(lines: Iterable[str]) -> tuple[str, ...]:
    """Steps of a checklist as they are kept, each once, in their order."""
    return tuple(dict.fromkeys(step for line in lines if (step := " ".join(line.split()))))


def fresh(steps: Iterable[str], items: Iterable[ChecklistItem]) -> tuple[str, ...]:
    """Those steps that a checklist does not have, done or not."""
    known = {item.text for item in items}
    return tuple(step for step in steps if step not in known)


def tags(names: Iterable[str]) -> tuple[str, ...]:
    """Names of tags as they are kept, each once, in their order."""
    return tuple(dict.fromkeys(name for name in map(clean, names) if name))


def evening_in(days: int, now: datetime) -> datetime:
    """Until when a ticket is due in some days: the evening of that day, by the clock of `now` (aware). Where that is over by now, the next one."""
    evening = datetime.combine(now.date() + timedelta(days=days), EVENING, now.tzinfo)
    return evening if evening > now else evening + timedelta(days=1)


def _back(days: int, here: datetime) -> datetime | None:
    """When a ticket comes back (UTC)."""
    if days == UNTIL_AN_ANSWER:
        return UNTIL_ANSWERED
    morning = morning_in(days, here.date(), None)
    return morning.astimezone(UTC) if morning is not None else None


def _waits_already(actions: Actions, row: TicketRow | None) -> bool:
    there = row.snoozed_until if row is not None else None
    return actions.snooze_days == UNTIL_AN_ANSWER and there is not None and there >= UNTIL_ANSWERED


def morning_in(days: int, today: date, zone: tzinfo | None) -> datetime | None:
    """When a ticket comes back that is put away for some days: in the morning of that day, where the agent is. None for 0 days."""
    return datetime.combine(today + timedelta(days=days), _MORNING, zone) if days else None
