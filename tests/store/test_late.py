"""Changes that appear below those that were seen: awaited, but not for ever."""

import pytest

from deskbell.store.late import LATE_SECONDS, Awaited
from deskbell.store.queries.changes import OVERLAP


@pytest.mark.parametrize(
    ("last", "found", "awaited"),
    [
        (4, [5, 6, 7], []),
        (4, [6, 9], [5, 7, 8]),
        (4, [], []),
        (0, [OVERLAP + 3], list(range(4, OVERLAP + 3))),
        (0, [1, 10 * OVERLAP, 10 * OVERLAP + 1], list(range(9 * OVERLAP + 2, 10 * OVERLAP))),
    ],
    ids=["whole", "with holes", "nothing", "no more than the overlap", "after a leap"],
)
def test_what_is_left_out_is_awaited(last: int, found: list[int], awaited: list[int]) -> None:
    ids = Awaited([], 0.0)
    ids.note(last, found, 0.0)
    assert ids.before(max([last, *found]), 0.0) == awaited


def test_each_until_it_came_or_is_too_late() -> None:
    ids = Awaited([2, 3, 5], 100.0)
    assert ids.before(4, 100.0) == [2, 3], "what is newer is found with what is newer"
    ids.came([3])
    ids.note(5, [7], 110.0)
    assert ids.before(7, 100.0 + LATE_SECONDS - 1) == [2, 5, 6]
    assert ids.before(7, 100.0 + LATE_SECONDS) == [6]
    assert ids.before(7, 110.0 + LATE_SECONDS) == []
