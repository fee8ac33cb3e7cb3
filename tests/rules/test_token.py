"""Our Message-IDs are known again, and nobody else's are."""

import string

from hypothesis import given
from hypothesis import strategies as st

from deskbell.rules import token

SECRET = bytes(range(32))
NONCES = st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=16)


@given(ticket=st.integers(1, 2**62), nonce=NONCES, desk=NONCES)
def test_what_is_made_is_read(ticket: int, nonce: str, desk: str) -> None:
    made = token.make(SECRET, desk, ticket, nonce, "desk.example")
    assert token.read(SECRET, made) == ticket
    assert token.read(SECRET, made.upper()) == ticket, "a server wrote it in capitals"
    assert token.read(bytes(32), made) is None, "another desk's secret"


@given(ticket=st.integers(1, 2**62), other=st.integers(1, 2**62), place=st.integers(0, 200), letter=st.characters())
def test_what_is_changed_is_not(ticket: int, other: int, place: int, letter: str) -> None:
    made = token.make(SECRET, "d0", ticket, "n0", "desk.example")
    left = made.partition("@")[0]
    place %= len(left)
    changed = left[:place] + letter + left[place + 1 :]
    if changed.lower() != left:
        assert token.read(SECRET, f"{changed}@desk.example") is None
    if other != ticket:
        assert token.read(SECRET, made.replace(f".{ticket}.", f".{other}.", 1)) is None


@given(st.text(max_size=200))
def test_any_text_is_read_without_error(text: str) -> None:
    assert token.read(SECRET, text) is None
