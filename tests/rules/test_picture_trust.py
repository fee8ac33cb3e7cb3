"""A person's word about a sender's pictures holds for that sender, and for nobody who borrows the address."""

import pytest

from deskbell.model.kinds import MessageKind
from deskbell.rules import warnings
from deskbell.rules.picture_trust import is_trusted, may_be_trusted
from ui.ticket.rows import message

TRUSTED = frozenset({"li.na@example.cn", "kim@example.cn", "strauss@example.cn"})


@pytest.mark.parametrize(
    ("changes", "trusted"),
    [
        ({}, True),
        ({"author_email": "LI.NA@example.cn"}, True),
        ({"author_email": "other@example.cn"}, False),
        ({"author_email": ""}, False),
        ({"problems": (warnings.JOINED,)}, True),
        ({"problems": (warnings.FAILED,)}, False),
        ({"problems": (warnings.UNPROVEN,)}, False),
        ({"problems": (warnings.SEVERAL,)}, False),
        ({"problems": ("from:doubled",)}, False),
        ({"why": "forwarded:Ona"}, False),
        ({"kind": MessageKind.OUT}, False),
        ({"kind": MessageKind.NOTE}, False),
        # The sign of kelvin, and a letter that folds into two.
        ({"author_email": "\u212aim@example.cn"}, False),
        ({"author_email": "strauß@example.cn"}, False),
    ],
)
def test_whose_pictures_are_shown_at_once(changes: dict[str, object], trusted: bool) -> None:
    assert is_trusted(message(1, "Hello", 1, **changes), TRUSTED) is trusted


def test_trust_is_not_offered_where_it_would_not_hold() -> None:
    assert may_be_trusted(message(1, "Hello", 1))
    assert not may_be_trusted(message(1, "Hello", 1, problems=(warnings.FAILED,)))
