"""What the buttons above an article do to its Markdown. In these texts ‹ and › are around what is selected, and ^ is the caret."""

import re
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.rules.markdown import emphasis, lines
from deskbell.rules.markdown.emphasis import BOLD, CODE, ITALIC, put_link, toggle
from deskbell.rules.markdown.html import page
from deskbell.rules.markdown.lines import LineShapes, shapes
from deskbell.rules.markdown.reading import read
from deskbell.rules.markdown.written import Written

Deed = Callable[[Written], Written]

bold, italic, code = (partial(toggle, mark=mark) for mark in (BOLD, ITALIC, CODE))
bullets, numbers = (partial(lines.toggle_list, numbered=numbered) for numbered in (False, True))
h2, tip, warning = (
    partial(lines.set_heading, level=2),
    partial(lines.set_callout, kind="tip"),
    partial(lines.set_callout, kind="warning"),
)


def written(shown: str) -> Written:
    if "^" in shown:
        return Written(shown.replace("^", ""), shown.index("^"), shown.index("^"))
    return Written(shown.replace("‹", "").replace("›", ""), shown.index("‹"), shown.index("›") - 1)


def shown(now: Written) -> str:
    if now.start == now.end:
        return f"{now.text[: now.start]}^{now.text[now.start :]}"
    return f"{now.text[: now.start]}‹{now.text[now.start : now.end]}›{now.text[now.end :]}"


@pytest.mark.parametrize(
    ("deed", "before", "after"),
    [
        (bold, "a ‹b c› d", "a **‹b c›** d"),
        (bold, "a **‹b c›** d", "a ‹b c› d"),
        (bold, "a ‹**b c**› d", "a ‹b c› d"),
        (bold, "a ‹ b › d", "a ‹ **b** › d"),
        (bold, "a^b", "a**^**b"),
        (bold, "a**^**b", "a^b"),
        (bold, "**a^b**", "a^b"),
        (bold, "‹a **b› c**", "**‹a b› c**"),
        (bold, "*‹a›*", "***‹a›***"),
        (italic, "***‹a›***", "**‹a›**"),
        (bold, "***‹a›***", "*‹a›*"),
        (italic, "**‹a›**", "***‹a›***"),
        (bold, "- ‹one\n- two›", "- **‹one**\n- **two›**"),
        (bold, "- **‹one**\n- **two›**", "- ‹one\n- two›"),
        (bold, "* ‹one›", "* **‹one›**"),
        (code, "‹x*y*›", "`‹x*y*›`"),
        (bullets, "‹one\n\ntwo›", "‹- one\n\n- two›"),
        (bullets, "on^e", "- on^e"),
        (bullets, "^", "- ^"),
        (bullets, "- on^e", "on^e"),
        (numbers, "‹- one\n- two›\nthree", "‹1. one\n2. two›\nthree"),
        (numbers, "> o^ne", "> 1. o^ne"),
        (h2, "one^", "## one^"),
        (h2, "## one^", "one^"),
        (h2, "### o^ne", "## o^ne"),
        (h2, "> - o^ne", "> ## o^ne"),
        (partial(lines.set_heading, level=0), "# o^ne", "o^ne"),
        (lines.toggle_quote, "‹one\n\ntwo›", "‹> one\n>\n> two›"),
        (lines.toggle_quote, "> on^e", "on^e"),
        (lines.toggle_quote, "> [!TIP]\n> on^e", "> on^e"),
        (tip, "on^e", "> [!TIP]\n> on^e"),
        (tip, "> [!TIP]\n> on^e", "on^e"),
        (warning, "> [!TIP]\n> on^e\n> two", "> [!WARNING]\n> on^e\n> two"),
        (tip, "> one\n> t^wo", "> [!TIP]\n> one\n> t^wo"),
        (lines.toggle_code_lines, "a\n‹b\nc›\nd", "a\n```\n‹b\nc›\n```\nd"),
        (lines.toggle_code_lines, "a\n```\nb^\n```\nd", "a\nb^\nd"),
        (partial(put_link, address="https://a.example"), "a ‹b› c", "a [b](https://a.example)^ c"),
        (
            partial(put_link, address="https://a.example/(x)"),
            "a ^",
            "a [https://a.example/(x)](<https://a.example/(x)>)^",
        ),
        (partial(put_link, address="article:3", words="Tools"), "^", "[Tools](article:3)^"),
        (partial(put_link, address="article:3"), "[To^ols](article:2) x", "[Tools](article:3)^ x"),
        (partial(put_link, address=""), "[To^ols](article:2)", "‹Tools›"),
        (
            partial(lines.put_table, rows=1, heads=("A", "B")),
            "one^\ntwo",
            "one\n\n| ‹A› | B |\n| --- | --- |\n|   |   |\n\ntwo",
        ),
    ],
)
def test_what_a_button_does(deed: Deed, before: str, after: str) -> None:
    assert shown(deed(written(before))) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- one^", "- one\n- ^"),
        ("- o^ne", "- o\n- ^ne"),
        ("9. one^", "9. one\n10. ^"),
        ("- [x] one^", "- [x] one\n- [ ] ^"),
        ("> - one^", "> - one\n> - ^"),
        ("> one^", "> one\n> ^"),
        ("- one\n- ^", "- one\n^"),
        ("- one\n  - two\n  - ^", "- one\n  - two\n- ^"),
        ("> - ^", "> ^"),
        ("> ^", "^"),
        ("one^", None),
        ("^- one", None),
        ("```\n- one^", None),
    ],
)
def test_what_enter_does(before: str, after: str | None) -> None:
    found = lines.new_line(written(before))
    assert (None if found is None else shown(found)) == after


@pytest.mark.parametrize(
    ("before", "after", "back"),
    [
        ("- one\n- two^", "- one\n  - two^", "- one\n- two^"),
        ("1. one\n2. two^", "1. one\n   2. two^", "1. one\n2. two^"),
        ("- one\n- ‹two\n- three›", "- one\n  - ‹two\n  - three›", "- one\n- ‹two\n- three›"),
        ("> - one\n> - two^", "> - one\n>   - two^", "> - one\n> - two^"),
        ("- one^", None, None),
        ("- one\n  - two^", None, "- one\n- two^"),
        ("one^", None, None),
    ],
)
def test_items_go_in_and_come_out(before: str, after: str | None, back: str | None) -> None:
    inside = lines.indent(written(before))
    assert (None if inside is None else shown(inside)) == after
    out = lines.indent(inside if inside is not None else written(before), back=True)
    assert (None if out is None else shown(out)) == back


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## o^ne", LineShapes(heading=2)),
        ("‹- one\n\n- two›", LineShapes(listed=True)),
        ("‹- one\n1. two›", LineShapes()),
        ("> 1. o^ne", LineShapes(numbered=True, quoted=True)),
        ("> [!NOTE]\n> o^ne", LineShapes(callout="note")),
        ("```\n# o^ne\n```", LineShapes(code=True)),
        ("```\none\n```\n# t^wo", LineShapes(heading=1)),
    ],
)
def test_what_lines_are(text: str, expected: LineShapes) -> None:
    assert shapes(written(text)) == expected


_TEXTS = st.text(st.sampled_from("ab é\n>-*`#[]().1!~😀"), max_size=25)
# Four blanks before a line make it code, of which a heading leaves only the words.
_PROSE = st.text(st.sampled_from("ab é\n"), max_size=25).map(lambda text: re.sub(r"(?m)^ {4,}", "   ", text))
_DEEDS = [bold, italic, code, bullets, numbers, h2, lines.toggle_quote, tip, warning, lines.toggle_code_lines]


def _selected(text: str, one: int, other: int) -> Written:
    first, last = sorted(place % (len(text) + 1) for place in (one, other))
    return Written(text, first, last)


@pytest.mark.parametrize("deed", _DEEDS)
@given(_PROSE, st.integers(0, 25), st.integers(0, 25))
def test_twice_gives_the_text_back(deed: Deed, text: str, one: int, other: int) -> None:
    begun = _selected(text, one, other)
    back = deed(deed(begun))
    assert back.text == begun.text or not begun.text[slice(*begun.lines())].strip()


@given(
    _TEXTS,
    st.lists(st.sampled_from([*_DEEDS, lines.new_line, lines.indent, partial(lines.indent, back=True)]), max_size=4),
    st.integers(0, 25),
    st.integers(0, 25),
)
def test_no_word_is_lost_whatever_is_pressed(
    text: str, deeds: list[Callable[[Written], Written | None]], one: int, other: int
) -> None:
    now = _selected(text, one, other)
    for deed in deeds:
        now = deed(now) or now
        assert 0 <= now.start <= now.end <= len(now.text)
        emphasis.marked_at(now)
    kept = [letter for letter in now.text if letter in "abé😀"]
    assert kept == [letter for letter in text if letter in "abé😀"]


@given(st.text(st.sampled_from("ab c"), min_size=1, max_size=9).filter(lambda words: words.strip()))
def test_what_was_made_bold_is_read_as_bold(words: str) -> None:
    made = bold(Written(f"x {words} y", 2, 2 + len(words)))
    assert f"<strong>{words.strip()}</strong>" in page(read(" ".join(made.text.split(" "))), ()).html
