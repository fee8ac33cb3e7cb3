"""What is taken out of what others wrote, and what is not."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.rules.blacking_out import BAR, Blackout, unquoted

HERS = Blackout(["ona@x.example"], ["Ona Petraitė", "Ona", "ona@x.example"], ["+370 612 34567", "112"])


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Write to ONA@x.example.", f"Write to {BAR}."),
        ("<ona@x.example>", f"<{BAR}>"),
        ("mailto:ona@x.example?subject=a", f"mailto:{BAR}?subject=a"),
        ("fiona@x.example, ona@x.example.com, a.ona@x.example", "fiona@x.example, ona@x.example.com, a.ona@x.example"),
        ("ona  petraitė\nOna\n Petraitė", f"{BAR}\n{BAR}"),
        ("Iona Petraitė and Ona Petraitėlė", "Iona Petraitė and Ona Petraitėlė"),
        ("Ona is many people's name", "Ona is many people's name"),
        ("Call +370  612 34567 or 112", f"Call {BAR} or 112"),
        ("+370 612 345678", "+370 612 345678"),
    ],
)
def test_a_text_without_them(text: str, left: str) -> None:
    assert HERS.text(text) == left
    assert HERS.knows(text) is (text != left)


@pytest.mark.parametrize(
    "html",
    ["<b>Ona&nbsp;Petraitė</b>", "ona&#64;x.example", '<a href="mailto:ona%40x.example">her</a>', "Ona Petrait&#x117;"],
)
def test_they_are_known_as_html_writes_them(html: str) -> None:
    assert HERS.knows(html)


@pytest.mark.parametrize(
    ("value", "left"),
    [
        ([["Ona Petraitė", "Ona@x.example"], ["Jonas", "j@x.example"]], [["Jonas", "j@x.example"]]),
        (["ona@x.example", "j@x.example"], ["j@x.example"]),
        ([["ona@x.example", 550, "no such user"], ["j@x.example", 550, "no"]], [["j@x.example", 550, "no"]]),
        ({"reason": "for ona@x.example", "code": 5}, {"reason": f"for {BAR}", "code": 5}),
        (None, None),
        ([["Of Ona Petraitė", "j@x.example"]], [[f"Of {BAR}", "j@x.example"]]),
    ],
)
def test_a_value_without_them(value: Any, left: Any) -> None:
    assert HERS.value(value) == left


def test_lines_that_quote_go() -> None:
    assert unquoted("Yes\n> No?\n  > Perhaps\n1 > 0") == "Yes\n1 > 0"


@given(st.lists(st.text()), st.text())
def test_whatever_they_are_called_it_ends_and_leaves_nothing_of_them(names: list[str], text: str) -> None:
    hers = Blackout([], names)
    left = hers.text(text)
    assert hers.text(left).replace(BAR, "") == left.replace(BAR, "") or not hers.knows(text)


def test_who_is_called_nothing_is_nowhere() -> None:
    assert not Blackout([], ["", "Info"]).knows("Info")
