"""Mails in HTML, as programs write them, beside what their senders wrote this time: the tables in fixtures/replies-html.

A case begins with a line "# name"; below it stand the HTML, and, after "=", the lines of the text that is shown.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbell.mail.html_tags import unmarked
from deskbell.mail.html_text import text_of_html
from deskbell.mail.reply_text import read_html, visible_of_both
from deskbell.mail.sanitize import sanitize, sanitize_marked

TABLES = Path(__file__).parent / "fixtures" / "replies-html"


@dataclass(frozen=True, slots=True)
class Reply:
    """One case: a mail's HTML, and the text of it that is shown ("" where it is but a quote)."""

    name: str
    html: str
    shown: str


def read_table(path: Path) -> Iterator[Reply]:
    """The cases of a table."""
    for case in path.read_text(encoding="utf-8").removeprefix("# ").split("\n# "):
        name, *rows = case.strip("\n").split("\n")
        shown = "\n".join(row[2:] for row in rows if row.startswith("=")).strip("\n")
        yield Reply(f"{path.stem}: {name}", "\n".join(row for row in rows if not row.startswith("=")), shown)


REPLIES = [reply for path in sorted(TABLES.glob("*.txt")) for reply in read_table(path)]


@pytest.mark.parametrize("reply", REPLIES, ids=lambda reply: reply.name)
def test_what_the_sender_wrote_is_shown(reply: Reply) -> None:
    read = read_html(sanitize_marked(reply.html))
    assert read.visible == reply.shown
    # An answer below a quote is known as text alone.
    if reply.shown and read.text.startswith(reply.shown) and read.text != reply.shown:
        assert text_of_html(read.html_visible) == reply.shown
    else:
        assert read.html_visible == ""


@pytest.mark.parametrize("reply", REPLIES, ids=lambda reply: reply.name)
def test_the_plain_text_finds_its_words_in_the_html(reply: Reply) -> None:
    """Where the mail has a plain text too, and that tells the quote, the HTML is cut behind the same words."""
    marked = sanitize_marked(reply.html)
    if not reply.shown or reply.shown == text_of_html(unmarked(marked)):
        return
    text = f"{reply.shown}\n\n-----Original Message-----\nOld words"
    visible, html_visible = visible_of_both(text, marked)
    assert visible == reply.shown
    assert html_visible == "" or text_of_html(html_visible) == reply.shown


def test_a_picture_below_the_words_belongs_to_them() -> None:
    html = sanitize_marked(
        '<div>See:</div><img src="cid:1@x"><br><div>On 3 May 2024 14:20, Ona &lt;o@desk.example&gt; wrote:</div><div>Old</div>'
    )
    _, html_visible = visible_of_both("See:\n\nOn 3 May 2024 14:20, Ona <o@desk.example> wrote:\n\nOld", html)
    assert html_visible == '<div>See:</div><img src="cid:1@x">'


def test_preformatted_lines_are_not_cut_in_the_middle() -> None:
    read = read_html(sanitize_marked("<pre>Yes.\nJane\n-- \nJane Jones</pre>"))
    assert (read.visible, read.html_visible) == ("Yes.\nJane", "")


def test_a_signature_is_cut_off_as_the_text_is() -> None:
    html = sanitize_marked("<div><b>Yes.</b></div><div>--&nbsp;</div><div>Jane Jones<br>Example Ltd.</div>")
    assert read_html(html).html_visible == "<div><b>Yes.</b></div>"
    assert visible_of_both("Yes.\n\n-- \nJane Jones\nExample Ltd.", html) == ("Yes.", "<div><b>Yes.</b></div>")


PIECES = st.sampled_from(
    [*(tag for reply in REPLIES for tag in re.findall(r"<[^>]*>|[^<]{1,40}", reply.html)), "<script>", "<p onclick=x>", "<a href='javascript:x'>", "<img src=x>", "-- ",
     "<svg><a xlink:href=x>", "<!--", "-->", "</div>", "<pre>", "</pre>", "<td>", "<table>", "<style>", "</style>"]
)  # fmt: skip


@settings(max_examples=400)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_what_is_shown_is_the_beginning_of_what_was_sanitised(html: str) -> None:
    """So it is as harmless as the sanitiser's own output: a cut at a tag, and closing tags."""
    read = read_html(sanitize_marked(html))
    beginning = read.html_visible
    while not sanitize(html).startswith(beginning):
        shorter = re.sub(r"</[a-z0-9]+>\Z", "", beginning)
        assert shorter != beginning
        beginning = shorter
    assert not re.search(r"<[^>]*\Z", beginning)
    opened = re.findall(r"<(/?)(?!br|hr|img)[a-z0-9]+[^>]*>", read.html_visible)
    assert opened.count("") == opened.count("/")


@settings(max_examples=400)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_the_lines_shown_are_lines_of_the_mail_in_their_order(html: str) -> None:
    read = read_html(sanitize_marked(html))
    rest = iter(read.text.split("\n"))
    assert all(line in rest for line in read.visible.split("\n") if line)


SIGNED = '<div>Please send two.</div><div class="gmail_signature">Jane Doe<br>jane@acme.example</div>'
WROTE = "On 3 May 2024 14:20, Ona Desk wrote:"
QUOTE = f'<div class="gmail_quote"><div>{WROTE}</div><blockquote class="gmail_quote">How many?</blockquote></div>'


@pytest.mark.parametrize("quote", ["", QUOTE])
@pytest.mark.parametrize(
    ("text", "visible"),
    [
        ("Please send two.\n\nJane Doe\njane@acme.example", "Please send two."),
        ("Please send two.\n\n-- \nJane Doe\njane@acme.example", "Please send two."),
        # Another text than the HTML's: what is not surely the same stays.
        ("Please send two.\n\nJane Doe\nand three cables", "Please send two.\n\nJane Doe\nand three cables"),
    ],
)
def test_a_signature_that_the_html_alone_tells(text: str, visible: str, quote: str) -> None:
    if quote:
        text += f"\n\n{WROTE}\n> How many?"
    shown, html = visible_of_both(text, sanitize_marked(SIGNED + quote))
    assert shown == visible
    if shown == "Please send two.":
        assert text_of_html(html) == visible
