"""Which signature stands below a mail: the language goes before the mailbox, and the one for all is taken where no other serves."""

import pytest

from deskbell.model.signatures import Signature
from deskbell.rules.placeholders import FIELDS
from deskbell.rules.signatures import PLACEHOLDERS, chosen

OTHERS = (
    Signature(0, "lt", "lt, any mailbox"),
    Signature(2, "lt", "lt, Support"),
    Signature(2, "", "Support"),
    Signature(0, "pt-BR", "pt-BR"),
    Signature(0, "zh-Hant", "zh-Hant"),
    Signature(3, "ru", " "),
)


@pytest.mark.parametrize(
    ("mailbox_id", "language", "taken"),
    [
        (1, "", "general"),
        (1, "en", "general"),
        (1, "lt", "lt, any mailbox"),
        (1, "lt-LT", "lt, any mailbox"),
        (2, "lt", "lt, Support"),
        (2, "LT_lt", "lt, Support"),
        (2, "en", "Support"),
        (2, "", "Support"),
        (1, "pt", "pt-BR"),
        (2, "pt", "pt-BR"),
        (1, "zh-TW", "zh-Hant"),
        (3, "ru", "general"),
        (0, "lt", "lt, any mailbox"),
    ],
)
def test_the_one_that_serves_best(mailbox_id: int, language: str, taken: str) -> None:
    assert chosen("general", OTHERS, mailbox_id, language) == taken
    assert chosen("general", reversed(OTHERS), mailbox_id, language) == taken


def test_exactly_the_language_goes_before_a_near_one() -> None:
    both = (Signature(0, "pt-BR", "Brazil"), Signature(0, "pt", "Portugal"))
    assert chosen("", both, 1, "pt") == "Portugal"
    assert chosen("", both, 1, "pt-BR") == "Brazil"


def test_nothing_of_a_ticket_is_asked_for() -> None:
    assert set(PLACEHOLDERS) < set(FIELDS)
    assert not any(name.startswith(("ticket.", "customer.")) for name in PLACEHOLDERS)
