"""Through which blocked domain a customer's mail goes to Spam."""

import pytest

from deskbell.model.kinds import Listed
from deskbell.rules.spam import blocked_domain

BLOCKED, ALLOWED = Listed.BLOCKED, Listed.ALLOWED


@pytest.mark.parametrize(
    ("emails", "listed", "domain"),
    [
        (["a@shop.example"], {}, ""),
        (["a@shop.example"], {"shop.example": BLOCKED}, "shop.example"),
        (["a@mail.shop.example"], {"shop.example": BLOCKED}, "shop.example"),
        (["A@Shop.Example"], {"shop.example": BLOCKED}, "shop.example"),
        (["a@shop.example"], {"shop.example": ALLOWED}, ""),
        (["a@shop.example"], {"shop.example": BLOCKED, "a@shop.example": ALLOWED}, ""),
        (["a@mail.shop.example"], {"shop.example": BLOCKED, "mail.shop.example": ALLOWED}, ""),
        (["a@shop.example"], {"a@shop.example": BLOCKED}, ""),
        (["a@other.example", "a@shop.example"], {"shop.example": BLOCKED}, "shop.example"),
        (["a@myshop.example"], {"shop.example": BLOCKED}, ""),
    ],
)
def test_what_decides(emails: list[str], listed: dict[str, Listed], domain: str) -> None:
    assert blocked_domain(emails, listed) == domain
