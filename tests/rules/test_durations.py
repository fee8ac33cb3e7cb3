"""Lengths of time as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.model.errors import Mistake
from deskbell.rules.durations import parsed, written

HOUR = 3600
WRITTEN = [
    ("", None),
    ("  ", None),
    ("4", 4 * HOUR),
    ("4 h", 4 * HOUR),
    ("4h", 4 * HOUR),
    ("4 hours", 4 * HOUR),
    ("1 hour", HOUR),
    ("1 h 30 min", 5400),
    ("1h30", 5400),
    ("1:30", 5400),
    ("1 H 30 Min", 5400),
    ("90 min", 5400),
    ("90m", 5400),
    ("30 minutes", 1800),
    ("120 h", 120 * HOUR),
    ("0 min", 0),
]


@pytest.mark.parametrize(("text", "seconds"), WRITTEN)
def test_what_people_write(text: str, seconds: int | None) -> None:
    assert parsed(text) == seconds


@pytest.mark.parametrize("text", ["h", "min", "2 d", "soon", "-1 h", "1.5 h", "1 h 2 h", "1000000000 h", "٣ h"])
def test_what_is_no_length(text: str) -> None:
    with pytest.raises(Mistake) as refused:
        parsed(text)
    assert refused.value.code == "duration.unreadable"


@given(st.integers(1, 10_000_000))
def test_what_is_shown_is_read_back(minutes: int) -> None:
    assert parsed(written(minutes * 60)) == minutes * 60


@given(st.text(max_size=40))
def test_nothing_else_is_raised(text: str) -> None:
    try:
        parsed(text)
    except Mistake:
        return
