"""Which articles are named as related, and in which order."""

import pytest

from deskbell.rules.related import MOST, InCommon, nearest

NOTHING = InCommon(1)


@pytest.mark.parametrize(
    ("nearer", "farther"),
    [
        (InCommon(2, linked=True), InCommon(1, tags=("refund",))),
        (InCommon(2, tags=("refund", "bank")), InCommon(1, tags=("refund",))),
        (InCommon(2, tags=("refund",)), InCommon(1, same_category=True)),
        (InCommon(2, words=("bank",), likeness=9), InCommon(1, words=("bank",), likeness=2)),
        (InCommon(2, tags=("refund",), same_category=True), InCommon(1, tags=("refund",))),
        (InCommon(1, tags=("refund",)), InCommon(2, tags=("refund",))),
    ],
)
def test_what_has_more_in_common_comes_first(nearer: InCommon, farther: InCommon) -> None:
    assert nearest((nearer, farther)) == (nearer, farther)
    assert nearest((farther, nearer)) == (nearer, farther)


def test_what_has_nothing_in_common_is_not_named() -> None:
    assert nearest(()) == ()
    assert nearest((NOTHING, InCommon(2, same_category=True))) == (InCommon(2, same_category=True),)


def test_a_few_are_named() -> None:
    found = nearest(InCommon(number, same_category=True) for number in range(20))
    assert [one.article_id for one in found] == list(range(MOST))
