"""Who of a team gets a ticket."""

from collections.abc import Collection, Mapping


def whose_turn(there: Collection[int], last: int) -> int | None:
    """The agent behind `last` in the order of their ids, the first again after the last; None where nobody is there."""
    behind = [one for one in there if one > last]
    return min(behind or there, default=None)


def least_loaded(there: Collection[int], loads: Mapping[int, int]) -> int | None:
    """Who has the fewest tickets, of several the one with the lowest id; None where nobody is there."""
    return min(there, key=lambda one: (loads.get(one, 0), one), default=None)
