"""Links whose words name another host than their address: told, and nothing else told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.rules.link_claims import claimed_host, false_claim, host_of


@pytest.mark.parametrize(
    ("words", "address", "promised"),
    [
        ("https://bank.example/login", "https://evil.example/login", "bank.example"),
        ("Go to www.bank.example now", "https://evil.example/", "bank.example"),
        ("bank.example", "https://bank.example.evil.example/", "bank.example"),
        ("bank.example/login?x=1", "http://evil.example", "bank.example"),
        ("HTTPS://BANK.EXAMPLE", "https://evil.example", "bank.example"),
        ("https://bank.example@evil.example/", "https://evil.example", ""),
        ("ona@bank.example", "mailto:eve@evil.example", "bank.example"),
        ("ona@bank.example", "https://evil.example/", "bank.example"),
        ("b\u200bank.example", "https://evil.example", "bank.example"),
        ("аррle.com", "https://xn--le-6kcda0b.com/", "аррle.com"),
        ("www.bank.example", "https://bank.example/", ""),
        ("bank.example", "https://login.bank.example/", ""),
        ("shop.bank.example", "https://bank.example/", ""),
        ("bücher.example", "https://xn--bcher-kva.example/", ""),
        ("ona@bank.example", "mailto:ona@bank.example?subject=x", ""),
        ("Click here", "https://evil.example/", ""),
        ("invoice.pdf", "https://files.example/invoice", ""),
        ("Version 1.2.3", "https://files.example/", ""),
        ("e.g. this", "https://files.example/", ""),
        ("Mr. Smith", "https://files.example/", ""),
        ("", "https://files.example/", ""),
        ("bank.example", "javascript:alert(1)", ""),
        ("bank.example", "https://[bad", ""),
    ],
)
def test_a_promise_that_is_not_kept(words: str, address: str, promised: str) -> None:
    assert false_claim(words, address) == promised


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://user:pw@WWW.Bank.example:8443/x", "bank.example"),
        ("mailto:a@B.example?x", "b.example"),
        ("ftp://x", ""),
        ("", ""),
    ],
)
def test_the_host_of_an_address(address: str, host: str) -> None:
    assert host_of(address) == host


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_words_and_addresses_are_judged(words: str, address: str) -> None:
    assert isinstance(false_claim(words, address), str)
    assert claimed_host(words) == claimed_host(words).lower()


def test_judging_takes_no_longer_than_the_words() -> None:
    assert claimed_host("a." * 100_000) == claimed_host("a" * 100_000 + ".b-" * 100_000) == ""
