"""What the search box offers while one types."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.rules.search_completion import offers
from deskbell.rules.search_query import Condition, Key, parse

NAMES = {
    Key.ASSIGNEE: ("Ona Kazlauskienė", "Jonas", "Žygis"),
    Key.TAG: ("refund", "vip client", "late, but paid", "returns"),
    Key.TEAM: ("Orders",),
    Key.FIELD: ("Region", "Order number"),
    Key.CUSTOMER_FIELD: ("Contract", "Seats"),
}


def names(key: Key) -> Iterable[str]:
    return NAMES.get(key, ())


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("", []),
        ("s", []),
        ("st", ["status:"]),
        ("ST", ["status:"]),
        ("refund st", ["refund status:"]),
        ("-st", ["-status:"]),
        ("ta", ["tag:"]),
        ("f", []),
        ("fr", ["from:"]),
        ("xyz", []),
        ("status:", ["status:new ", "status:open ", "status:pending ", "status:on-hold "]),
        ("status:o", ["status:open ", "status:on-hold "]),
        ("status：o", ["status：open ", "status：on-hold "]),
        ("status:open", []),
        ("status:open,s", ["status:open,solved ", "status:open,spam "]),
        ("-is:ov", ["-is:overdue "]),
        ("assignee:", ["assignee:me ", "assignee:none ", 'assignee:"Ona Kazlauskienė" ', "assignee:Jonas "]),
        ("assignee:kaz", ['assignee:"Ona Kazlauskienė" ']),
        ("assignee:zy", ["assignee:Žygis "]),
        ('assignee:"ona k', ['assignee:"Ona Kazlauskienė" ']),
        ("tag:re", ["tag:refund ", "tag:returns "]),
        ("tag:la", ['tag:"late, but paid" ']),
        ("tag:refund,vi", ["tag:refund,vip"]),
        ("team:m", ["team:mine "]),
        ("field:r", ["field:Region", 'field:"Order number"']),
        ("customer-f", ["customer-field:"]),
        ("customer-field:s", ["customer-field:Seats"]),
        ("due:o", ["due:overdue ", "due:today ", "due:tomorrow ", "due:none "]),
        ("squad:", []),
        ("https://a", []),
        ('"st', []),
        ("from:on", []),
    ],
)
def test_what_is_offered_where_the_text_ends(typed: str, wanted: list[str]) -> None:
    found = [typed[: one.start] + one.text for one in offers(typed, len(typed), names)]
    assert found[: max(4, len(wanted))][: len(wanted) or None] == wanted


def test_within_a_word_nothing_is_offered_and_before_a_space_it_is() -> None:
    assert offers("status:open refund", 8, names) == ()
    text = "status:o refund"
    first = offers(text, 8, names)[0]
    assert text[: first.start] + first.text + text[8:] == "status:open  refund"


@given(st.text(max_size=60), st.integers(0, 60))
def test_odd_input_never_errors(text: str, caret: int) -> None:
    for one in offers(text, min(caret, len(text)), names):
        assert 0 <= one.start <= len(text)


@pytest.mark.parametrize("key", [Key.ASSIGNEE, Key.TAG, Key.TEAM])
def test_what_is_taken_is_read_as_that_name(key: Key) -> None:
    for name in NAMES[key]:
        typed = f"{key}:{name[:3]}"
        one = next(one for one in offers(typed, len(typed), names) if one.words == name)
        assert parse(typed[: one.start] + one.text).conditions == (Condition(key, (name,)),)
