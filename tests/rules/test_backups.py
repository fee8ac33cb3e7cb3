"""When a backup is due, and which ones are given up."""

from datetime import UTC, datetime

import pytest

from deskbell.rules.backups import due, surplus


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("every", "last", "now", "expected"),
    [
        ("night", None, at(2, 9), True),
        ("night", at(2, 2), at(2, 9), True),
        ("night", at(2, 4), at(2, 9), False),
        ("night", at(2, 4), at(3, 2), False),
        ("night", at(2, 4), at(3, 3), True),
        ("night", at(2, 4), at(20, 9), True),
        ("week", None, at(2, 9), True),
        ("week", at(2, 4), at(3, 9), False),
        ("week", at(2, 4), at(8, 2), False),
        ("week", at(2, 9), at(9, 3), True),
        ("week", at(2, 9), at(20, 9), True),
        ("never", None, at(2, 9), False),
        ("never", at(2, 4), at(20, 9), False),
    ],
)
def test_due(every: str, last: datetime | None, now: datetime, expected: bool) -> None:
    assert due(every, last, now) is expected


@pytest.mark.parametrize(
    ("names", "keep", "expected"),
    [([], 2, set()), (["b", "a"], 2, set()), (["b", "d", "a", "c"], 2, {"a", "b"}), (["a", "b"], 1, {"a"})],
)
def test_the_oldest_go(names: list[str], keep: int, expected: set[str]) -> None:
    assert set(surplus(names, keep)) == expected
