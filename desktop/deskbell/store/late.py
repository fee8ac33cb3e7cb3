"""Which changes may still appear below those that were seen: PostgreSQL hands their ids out before the commit, and a slower transaction comes later."""

from collections.abc import Collection, Iterable, Sequence

from deskbell.store.queries.changes import OVERLAP

# Ids are handed out right before the commit; a transaction that takes longer than this from there to its end is not foreseen. What was rolled back
# is asked for in vain for so long.
LATE_SECONDS = 60.0


class Awaited:
    """The ids that were handed out and have not been seen, each until it is too late for it. Times are those of one monotonic clock, in seconds."""

    def __init__(self, holes: Iterable[int], now: float) -> None:
        self._until = dict.fromkeys(holes, now + LATE_SECONDS)

    def __contains__(self, one: int) -> bool:
        return one in self._until

    def before(self, last_id: int, now: float) -> list[int]:
        """Those up to `last_id` that may still appear."""
        self._until = {one: until for one, until in self._until.items() if until > now}
        return sorted(one for one in self._until if one <= last_id)

    def note(self, last_id: int, ids: Sequence[int], now: float) -> None:
        """After `last_id` these were found, in order: what they leave out is awaited."""
        if ids:
            there = set(ids)
            left_out = (one for one in range(max(last_id, ids[-1] - OVERLAP) + 1, ids[-1]) if one not in there)
            self._until.update(dict.fromkeys(left_out, now + LATE_SECONDS))

    def came(self, ids: Collection[int]) -> None:
        """These have been seen."""
        for one in ids:
            self._until.pop(one, None)
