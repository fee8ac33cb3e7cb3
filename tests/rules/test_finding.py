"""What answers what is typed: whole beginnings first, then less and less, and no text is an error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.rules.finding import fit


@pytest.mark.parametrize(
    ("typed", "words", "marked"),
    [
        ("re", "Reply", "Re"),
        ("RE", "reply to all", "re"),
        ("all", "Reply to all", "all"),
        ("ticket my", "My tickets", "Myticket"),
        ("退", "退款", "退"),
        ("sndsol", "Send and solve", "Sndsol"),
        ("snd sol", "Send and solve", "Sndsol"),
        ("sas", "Send and solve", "Sas"),
        ("gtk", "Go to knowledge", "Gtk"),
        ("aciu", "Ačiū", "Ačiū"),
        ("strasse", "Straße 4", "Straße"),
        ("ё", "елка", "е"),
        ("solv", "Unsolved", "solv"),
    ],
)
def test_what_answers(typed: str, words: str, marked: str) -> None:
    found = fit(typed, words)
    assert found.score > 0
    assert "".join(words[at] for at in found.marks) == marked


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("xyz", "Reply"),
        ("reply note", "Reply to all"),
        ("lp", "Reply"),
        ("ona", "Open in a window of its own"),
        ("ona", "Older than a week"),
    ],
)
def test_what_does_not(typed: str, words: str) -> None:
    assert fit(typed, words).score == 0


@pytest.mark.parametrize(
    ("typed", "words"), [("snoze", "Snooze…"), ("cusotm field", "Custom field…"), ("macor", "Use a macro…")]
)
def test_nearly_the_same_answers_too(typed: str, words: str) -> None:
    assert fit(typed, words).score > 0


@pytest.mark.parametrize(
    ("typed", "best_first"),
    [
        ("re", ["Re", "Reply", "Into reply", "Spare"]),
        ("solve", ["Solve", "Solve later", "Send and solve", "Unsolved"]),
        ("ss", ["Send and solve", "Asks"]),
    ],
)
def test_better_ones_come_first(typed: str, best_first: list[str]) -> None:
    scores = [fit(typed, words).score for words in best_first]
    assert scores == sorted(scores, reverse=True)


def test_nothing_typed_is_answered_by_all() -> None:
    assert fit("  ", "Anything").score == 1


@given(st.text(max_size=80), st.text(max_size=200))
def test_no_text_is_an_error(typed: str, words: str) -> None:
    found = fit(typed, words)
    assert found.score >= 0
    assert all(0 <= at < len(words) for at in found.marks)


@given(st.text(min_size=1, max_size=40))
def test_words_answer_themselves(words: str) -> None:
    assert fit(words, words).score > 0
