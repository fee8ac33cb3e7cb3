"""Heads, addresses and names: what is written is read as it was, and whatever is read does no harm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.rules.article_files import front_matter
from deskbell.rules.article_files.foreign import stem_and_language, titled
from deskbell.rules.article_files.links import addresses, path_address, path_said, rewritten
from deskbell.rules.article_files.names import Taken, safe

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
VALUES = st.one_of(WORDS, st.booleans(), st.integers(-(10**9), 10**9), st.lists(WORDS, max_size=4))


@given(st.dictionaries(st.from_regex(r"[a-z][a-z_]{0,9}", fullmatch=True), VALUES, max_size=6), WORDS)
def test_a_head_is_read_as_it_was_written(values: dict[str, object], body: str) -> None:
    head, rest = front_matter.read(front_matter.written(values, body))
    assert (head.values, head.odd, rest) == (values, (), body)


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    head, rest = front_matter.read(f"---\n{text}")
    assert head is front_matter.NO_HEAD or rest in text
    assert rewritten(text, lambda address, shown: None) == text


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("x: plain words # a remark", "plain words"),
        ("x: 'it''s'", "it's"),
        ("x: [one, two]", ["one", "two"]),
        ('x:\n- one\n- "two"', ["one", "two"]),
        ("x: yes", True),
        ("x: 2026-01-01", "2026-01-01"),
    ],
)
def test_what_people_write_in_heads_is_understood(line: str, value: object) -> None:
    head, body = front_matter.read(f"---\n{line}\n---\n\nText")
    assert (head.values, head.odd, body) == ({"x": value}, (), "Text")


@pytest.mark.parametrize(
    "line", ["x: &a [*a]", "x: !!python/object:os.system", "x: |", f"x: {'[' * 5000}", 'x: {"a": NaN}', "? x"]
)
def test_what_is_more_than_that_is_told_by_its_line(line: str) -> None:
    head, _ = front_matter.read(f"---\nfine: 1\n{line}\n---\n")
    assert (head.values, head.odd) == ({"fine": 1}, (3,))


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("[a](b.md) ![c](<d e.png> 'title') [f](g_(h).md)", ("b.md", "d e.png", "g_(h).md")),
        ("[a]: b.md\n\n[a]", ("b.md",)),
        ("`[a](b.md)` [c](d.md) ``x`[a](b.md)``", ("d.md",)),
        ("```\n[a](b.md)\n```\n\n    [a](b.md)\n\n[c](d.md)", ("d.md",)),
        ("\\`[a](b.md)` x", ("b.md",)),
        ("\\[a\\](b.md) [a\\\\](c.md)", ("c.md",)),
    ],
)
def test_addresses_are_those_outside_of_code(body: str, found: tuple[str, ...]) -> None:
    assert addresses(body) == found


def test_a_picture_is_told_from_a_link() -> None:
    said: list[tuple[str, bool | None]] = []
    rewritten("[![a [b]](p.png)](q.png) [c]\n\n[d]: r.png", lambda address, shown: said.append((address, shown)))
    assert said == [("p.png", True), ("q.png", False), ("r.png", None)]


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(
        lambda one: one[0] not in "/\\"
    )
)
def test_a_path_is_read_from_its_address(path: str) -> None:
    path = path.replace("\\", "-")
    address = path_address(path)
    assert path_said(address) == (path, "")
    assert addresses(f"[x]({address})") == (address,)


@given(st.text(max_size=80))
def test_a_name_is_one_that_every_system_takes(name: str) -> None:
    made = safe(name, 40)
    assert 0 < len(made) <= 41
    assert not set(made) & set('<>:"/\\|?*')
    assert made.isprintable()
    assert made == made.strip(" ")
    assert not made.endswith(".")
    assert made.split(".")[0].casefold() not in {"con", "nul", "com1", "lpt9"}


def test_no_two_names_are_one_anywhere() -> None:
    taken = Taken()
    names = [taken.free(name, ".md") for name in ("Ą", "ą", "A\u0328", "a")]
    assert names == ["Ą", "ą (2)", "A\u0328 (3)", "a"]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("faq.lt", ("faq", "lt")),
        ("faq.zh-hant", ("faq", "zh-Hant")),
        ("faq.pt_br", ("faq", "pt-BR")),
        ("about.js", ("about.js", "")),
        ("faq", ("faq", "")),
    ],
)
def test_a_language_is_read_from_a_name(name: str, found: tuple[str, str]) -> None:
    assert stem_and_language(name) == found


def test_a_text_is_called_by_its_heading() -> None:
    assert titled("# One *two*\n\nRest", "x") == ("One two", "Rest")
    assert titled("Rest", "x") == ("x", "Rest")


def test_what_lies_too_deep_is_told_by_its_line() -> None:
    for deep in range(600, 1_000):
        head, body = front_matter.read(f"---\ntags: {'[' * deep}{']' * deep}\n---\n\nText")
        assert (head.odd, dict(head.values), body) == ((2,), {}, "Text")
