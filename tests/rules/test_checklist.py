"""A checklist as it is kept, and what changes make of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.model.checklist import LONGEST, ChecklistItem
from deskbell.model.errors import Mistake
from deskbell.rules.checklist import as_text, changed, from_journal, from_text, journalled, kept

A, B, C = (ChecklistItem(letter, f"Do {letter}") for letter in "abc")
D = ChecklistItem("d", "Do d")


@pytest.mark.parametrize(
    ("item", "place", "after"),
    [
        (D, None, (A, B, C, D)),
        (D, 0, (D, A, B, C)),
        (D, 99, (A, B, C, D)),
        (ChecklistItem("b", "Do b", done=True), None, (A, ChecklistItem("b", "Do b", done=True), C)),
        (B, 0, (B, A, C)),
        (B, 2, (A, C, B)),
        (A, 1, (B, A, C)),
        (ChecklistItem("b", ""), None, (A, C)),
        (ChecklistItem("d", ""), None, (A, B, C)),
    ],
)
def test_a_change(item: ChecklistItem, place: int | None, after: tuple[ChecklistItem, ...]) -> None:
    assert changed((A, B, C), item, place) == after


ITEMS = st.lists(st.builds(ChecklistItem, st.text(), st.text(), st.booleans()), unique_by=lambda item: item.id)


@given(ITEMS.map(tuple))
def test_what_is_kept_is_read_back(items: tuple[ChecklistItem, ...]) -> None:
    assert from_text(as_text(items)) == items
    for number, item in enumerate(items):
        assert from_journal(journalled(items, item.id)) == (item, number)


def test_an_item_is_one_line_and_not_too_long() -> None:
    assert kept(ChecklistItem("a", " Call\n them ")).text == "Call them"
    assert from_journal(journalled((), "a")) is None
    with pytest.raises(Mistake) as refused:
        kept(ChecklistItem("a", "x" * (LONGEST + 1)))
    assert refused.value.code == "checklist.long"
