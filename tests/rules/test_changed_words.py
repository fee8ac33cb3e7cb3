"""What somebody changed about a text."""

from hypothesis import given
from hypothesis import strategies as some

from deskbell.rules.changed_words import Change, Piece, changed_words


def test_words_that_were_put_in_and_taken_out() -> None:
    assert changed_words("We have none. Go.", "We have none, sorry. Go.") == (
        Piece(Change.KEPT, "We have none"),
        Piece(Change.IN, ", sorry"),
        Piece(Change.KEPT, ". Go."),
    )
    assert changed_words("", "Hi") == (Piece(Change.IN, "Hi"),)
    assert changed_words("Hi", "") == (Piece(Change.OUT, "Hi"),)
    assert changed_words("Hi", "Hi") == (Piece(Change.KEPT, "Hi"),)


@given(some.text(), some.text())
def test_both_texts_are_in_it(before: str, after: str) -> None:
    pieces = changed_words(before, after)
    assert "".join(one.text for one in pieces if one.change is not Change.IN) == before
    assert "".join(one.text for one in pieces if one.change is not Change.OUT) == after


def test_a_huge_text_keeps_nobody_waiting() -> None:
    before, after = "a " * 4_000, "b " * 4_000
    assert changed_words(before, after) == (Piece(Change.OUT, before), Piece(Change.IN, after))
