"""Who is at a ticket, as one line can say it."""

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from deskbell.model.kinds import Activity

BEAT_SECONDS: Final = 12
"""How often a window says that it is still there; one time may be missed."""
GONE_SECONDS: Final = 30
"""Who has not said so for this long is gone: a computer that died, or lost its network."""
STILL_SECONDS: Final = 8
"""Who has not touched what they write for this long only looks."""

_NAMED: Final = 2


class Company(Struct, frozen=True):
    """Agents who do the same at a ticket: `names` of some of them, how many `more` there are, and the ids of all in the order of their names."""

    activity: Activity
    names: tuple[str, ...]
    more: int
    agents: tuple[int, ...]


def company(people: Iterable[tuple[int, str, Activity]]) -> tuple[Company, ...]:
    """Colleagues (id, name, what they do; one of two windows twice) by what they do, answers first; each where they do the most telling.

    A first name is enough, but where two share it. Of three there are two names and one more, of two both.
    """
    order = list(Activity)
    doing: dict[int, tuple[str, Activity]] = {}
    for agent_id, name, activity in people:
        known = doing.get(agent_id)
        if known is None or order.index(activity) < order.index(known[1]):
            doing[agent_id] = name, activity
    shown = _short([name for name, _ in doing.values()])
    found = []
    for activity in order:
        there = sorted((shown[name], agent_id) for agent_id, (name, does) in doing.items() if does is activity)
        if there:
            names = tuple(name for name, _ in there[:_NAMED])
            found.append(Company(activity, names, len(there) - len(names), tuple(agent_id for _, agent_id in there)))
    return tuple(found)


def _short(names: Sequence[str]) -> dict[str, str]:
    firsts = [name.split()[0] if name.split() else name for name in names]
    return {name: first if firsts.count(first) == 1 else name for name, first in zip(names, firsts, strict=True)}
