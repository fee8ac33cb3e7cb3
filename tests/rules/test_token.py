"""The signed token of our Message-IDs: read back whatever happens to it on the way, and forged by nobody."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from deskbell.rules import token

SECRET = b"0123456789abcdef0123456789abcdef"
WORDS = st.from_regex(r"[a-z0-9-]{1,64}", fullmatch=True)
TICKETS = st.integers(1, 10**18 - 1)


@given(secret=st.binary(min_size=16), desk=WORDS, ticket=TICKETS, nonce=WORDS)
def test_what_was_made_is_read(secret: bytes, desk: str, ticket: int, nonce: str) -> None:
    made = token.make(secret, desk, ticket, nonce, "example.org")
    assert token.read(secret, made) == ticket
    assert token.read(secret, f"<{made.upper()}>") == ticket
    assert token.read(secret, made.partition("@")[0] + "@relay.example.net") == ticket
    assert len(made.partition("@")[0]) <= 64 + 64 + 18 + 26


@given(ticket=TICKETS, secret=st.binary(min_size=1))
def test_another_secret_reads_nothing(ticket: int, secret: bytes) -> None:
    assume(secret != SECRET)
    assert token.read(secret, token.make(SECRET, "desk", ticket, "nonce", "example.org")) is None


@given(ticket=TICKETS, other=TICKETS)
def test_a_signature_does_not_fit_another_ticket(ticket: int, other: int) -> None:
    assume(ticket != other)
    forged = token.make(SECRET, "desk", ticket, "nonce", "example.org").replace(f".{ticket}.", f".{other}.", 1)
    assert token.read(SECRET, forged) is None


@given(place=st.integers(0, 200), character=st.characters(codec="utf-8"))
def test_one_changed_character_spoils_it(place: int, character: str) -> None:
    local = token.make(SECRET, "desk", 4711, "nonce", "example.org").partition("@")[0]
    place %= len(local)
    garbled = local[:place] + character + local[place + 1 :]
    assume(garbled.lower() != local and "@" not in garbled)
    assume(garbled.strip("<> \t") != local)
    assert token.read(SECRET, f"{garbled}@example.org") is None


@given(st.text())
def test_any_text_is_read_as_nothing(text: str) -> None:
    assert token.read(SECRET, text) is None
    assert token.read(SECRET, f"db.desk.1.nonce.{text}@example.org") is None


@pytest.mark.parametrize(
    "odd",
    [
        "",
        "@",
        "db.desk.1.nonce.@x",
        "db.desk.1.nonce.aaaaaaaaaaaaaaaaaaaa@x",
        "db.desk.01.nonce.aaaaaaaaaaaaaaaaaaaa@x",
        "x" * 100_000,
        "db.desk.١.nonce.aaaaaaaaaaaaaaaaaaaa@x",
    ],
)
def test_odd_ids_are_read_as_nothing(odd: str) -> None:
    assert token.read(SECRET, odd) is None


@pytest.mark.parametrize(
    ("desk", "ticket", "nonce"),
    [
        ("", 1, "n"),
        ("De", 1, "n"),
        ("d", 0, "n"),
        ("d", -1, "n"),
        ("d", 1, "n.n"),
        ("d", 1, "n\r\n"),
        ("d", 10**18, "n"),
    ],
)
def test_what_could_not_be_read_is_not_made(desk: str, ticket: int, nonce: str) -> None:
    with pytest.raises(ValueError, match="token"):
        token.make(SECRET, desk, ticket, nonce, "example.org")


@given(ticket=TICKETS, other=TICKETS)
def test_the_token_behind_a_plus(ticket: int, other: int) -> None:
    made = token.make_plus(SECRET, "support@desk.example", ticket)
    assert token.read_plus(SECRET, made) == ticket
    assert token.read_plus(SECRET, made.upper()) == ticket
    assert token.read_plus(b"another", made) is None
    assume(ticket != other)
    assert token.read_plus(SECRET, made.replace(f"+{ticket}-", f"+{other}-")) is None


def test_neither_token_serves_as_the_other() -> None:
    signature = token.make_plus(SECRET, "support@desk.example", 7).partition("-")[2].partition("@")[0]
    assert token.read(SECRET, f"db.plus.7.nonce.{signature}@desk.example") is None
    made = token.make(SECRET, "plus", 7, "nonce", "desk.example").partition("@")[0].rpartition(".")[2]
    assert token.read_plus(SECRET, f"support+7-{made}@desk.example") is None


@given(st.text())
def test_any_address_is_read(text: str) -> None:
    assert token.read_plus(SECRET, text) is None
    assert token.read_plus(SECRET, f"support+{text}@desk.example") is None
