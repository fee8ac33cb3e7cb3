"""Chosen keys in a setting: what was kept comes back, and whatever else stands there harms nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.rules.key_choices import MOST, choices_of, kept_choices


@pytest.mark.parametrize(
    ("kept", "choices"),
    [
        ("", {}),
        ('{"solve": ["Ctrl+E"], "tick": []}', {"solve": ("Ctrl+E",), "tick": ()}),
        ('{"solve": "E", "tick": [1], "undo": null, "next": ["N"]}', {"next": ("N",)}),
        ("[1, 2]", {}),
        ("null", {}),
        ("{", {}),
        ("[" * 100_000, {}),
    ],
)
def test_what_is_kept_so_is_understood(kept: str, choices: dict[str, tuple[str, ...]]) -> None:
    assert choices_of(kept) == choices


def test_an_action_has_no_more_than_so_many_keys() -> None:
    assert len(choices_of('{"solve": [' + ", ".join('"E"' for _ in range(100)) + "]}")["solve"]) == MOST


@given(st.dictionaries(st.text(), st.lists(st.text(), max_size=MOST).map(tuple)))
def test_they_come_back_as_they_were_kept(choices: dict[str, tuple[str, ...]]) -> None:
    assert choices_of(kept_choices(choices)) == choices


@given(st.text())
def test_nothing_in_a_setting_is_an_error(kept: str) -> None:
    choices_of(kept)
