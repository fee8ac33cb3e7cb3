"""Working hours as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.model.errors import Mistake
from deskbell.rules.spans_text import parsed, written

NINE_TO_TWELVE = ((540, 720),)
WITH_A_BREAK = ((540, 720), (780, 1050))


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("", ()),
        ("  ", ()),
        ("-", ()),
        ("–", ()),
        ("9-12", NINE_TO_TWELVE),
        ("09:00-12:00", NINE_TO_TWELVE),
        (" 9 - 12 ", NINE_TO_TWELVE),
        ("9–12", NINE_TO_TWELVE),
        ("9 to 12", NINE_TO_TWELVE),
        ("9 bis 12", NINE_TO_TWELVE),
        ("9.00-12.00", NINE_TO_TWELVE),
        ("9h-12h", NINE_TO_TWELVE),
        ("9h00 – 12h00", NINE_TO_TWELVE),
        ("9am-12pm", NINE_TO_TWELVE),
        ("9 a.m. – 12 p.m.", NINE_TO_TWELVE),
        ("9-12, 13-17:30", WITH_A_BREAK),
        ("9-12,13-17:30", WITH_A_BREAK),
        ("9-12; 13-17.30", WITH_A_BREAK),
        ("13-17:30, 9-12", WITH_A_BREAK),
        ("9-12 and 13-17:30", WITH_A_BREAK),
        ("9-12 / 13-17:30", WITH_A_BREAK),
        ("9-12, 1-5:30pm", WITH_A_BREAK),
        ("9-12，13-17:30", WITH_A_BREAK),
        ("9-5pm", ((540, 1020),)),
        ("11am-1pm", ((660, 780),)),
        ("12am-6am", ((0, 360),)),
        ("0-24", ((0, 1440),)),
        ("22-24", ((1320, 1440),)),
        ("22-0", ((1320, 1440),)),
        ("20:00-00:00", ((1200, 1440),)),
        ("9-12, 12-15", ((540, 720), (720, 900))),
    ],
)
def test_it_is_read(text: str, spans: tuple[tuple[int, int], ...]) -> None:
    assert parsed(text) == spans


@pytest.mark.parametrize(
    ("text", "code", "values"),
    [
        ("nine", "span.unreadable", {"text": "nine"}),
        ("9", "span.unreadable", {"text": "9"}),
        ("9-12, lunch", "span.unreadable", {"text": "lunch"}),
        ("9-25", "span.unreadable", {"text": "9-25"}),
        ("9-24:30", "span.unreadable", {"text": "9-24:30"}),
        ("9:70-12", "span.unreadable", {"text": "9:70-12"}),
        ("13am-15", "span.unreadable", {"text": "13am-15"}),
        ("9-9", "span.backwards", {"span": "09:00–09:00"}),
        ("22-6", "span.over_midnight", {"begin": "22:00–24:00", "end": "00:00–06:00"}),
        ("9-13, 12-17", "span.overlap", {"one": "09:00–13:00", "other": "12:00–17:00"}),
    ],
)
def test_what_cannot_be_meant_is_a_mistake(text: str, code: str, values: dict[str, str]) -> None:
    with pytest.raises(Mistake) as told:
        parsed(text)
    assert (told.value.code, told.value.values) == (code, values)


@given(st.sets(st.integers(0, 1440), max_size=10))
def test_what_is_written_is_read_again(edges: set[int]) -> None:
    ends = sorted(edges)
    spans = tuple(zip(ends[::2], ends[1::2], strict=False))
    assert parsed(written(spans)) == spans


@given(st.text(alphabet="0123456789:.-–, hamp/\n午", max_size=24))
def test_whatever_is_typed_is_read_or_a_mistake(text: str) -> None:
    try:
        spans = parsed(text)
    except Mistake:
        return
    assert all(0 <= begin < end <= 1440 for begin, end in spans)
