"""The promises, for what the fuzzer has found so far and for what Hypothesis thinks of."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzz.promises import BY_NAME
from fuzz.seeds import seeds, words

FOUND = Path(__file__).parent / "found"
FINDINGS = sorted(path for name in BY_NAME for path in (FOUND / name).glob("*"))


@pytest.mark.parametrize("path", FINDINGS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_was_found_is_mended(path: Path) -> None:
    BY_NAME[path.parent.name](path.read_bytes())


@pytest.mark.parametrize("name", BY_NAME)
def test_what_the_fuzzer_begins_with_keeps_the_promise(name: str) -> None:
    for seed in seeds(name):
        BY_NAME[name](seed)


def pieces(name: str) -> st.SearchStrategy[bytes]:
    """Words of the fuzzer's dictionary, without its escapes, and anything between them."""
    plain = [word.encode().decode("unicode_escape").encode("latin-1") for word in words(name)]
    return st.lists(st.sampled_from(plain) | st.binary(max_size=8), max_size=40).map(b"".join)


@settings(max_examples=200)
@given(pieces("parse"))
def test_any_bytes_are_a_mail(raw: bytes) -> None:
    BY_NAME["parse"](raw)


@settings(max_examples=200)
@given(pieces("visible"))
def test_a_visible_reply_is_of_its_text(raw: bytes) -> None:
    BY_NAME["visible"](raw)


@settings(max_examples=200)
@given(pieces("sanitize"))
def test_html_is_made_harmless(raw: bytes) -> None:
    BY_NAME["sanitize"](raw)
