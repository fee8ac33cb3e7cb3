"""Visible reply: what the sender wrote this time, apart from quoted mails and signatures, in plain text and in HTML."""

from itertools import takewhile

from msgspec import Struct

from deskbell.mail.html_text import render
from deskbell.mail.reply_text.html_cut import (
    has_quote_marks,
    has_signature_marks,
    html_of_words,
    html_until_line,
    words_of,
)
from deskbell.mail.reply_text.visible import visible_lines


class ReadHtml(Struct, frozen=True):
    """Sanitised HTML read: its plain text, the visible reply in it, and the HTML of that reply ("" where there is none to tell apart). `signature` is what
    stands right below, if the sender's program calls that their signature."""

    text: str
    visible: str
    html_visible: str
    signature: str = ""


def visible_text(text: str) -> str:
    """The visible reply in a plain-text body; its lines are lines of `text`. The whole text where it cannot be told."""
    found = visible_lines(text)
    return _shown(text.split("\n"), found.first, found.end)


def visible_of_both(text: str, marked: str) -> tuple[str, str]:
    """The visible reply of a mail with both bodies, as text and as HTML. `marked` is what `sanitize.sanitize_marked` gave.

    The plain text decides. Where it shows no quote and the HTML does, the HTML's verdict is carried over, if the text begins with the same words; so is
    what the HTML alone says of a signature.
    """
    visible, html_visible = _by_quotes(text, marked)
    if has_signature_marks(marked):
        read = read_html(marked)
        if read.html_visible and read.signature and words_of(visible) == words_of(read.visible + read.signature):
            return _carried_over(text.split("\n"), visible, read), read.html_visible
    return visible, html_visible


def _by_quotes(text: str, marked: str) -> tuple[str, str]:
    lines = text.split("\n")
    found = visible_lines(text)
    visible = _shown(lines, found.first, found.end)
    cut = found.first == 0 and 0 < found.end < len(lines)
    if not cut and not has_quote_marks(marked):
        return visible, ""
    if cut and (html_visible := html_of_words(marked, words_of("".join(lines[: found.end])))):
        return visible, html_visible
    read = read_html(marked, signatures=False)
    return (visible if cut else _carried_over(lines, visible, read)), read.html_visible


def read_html(marked: str, *, signatures: bool = True) -> ReadHtml:
    """Read what `sanitize.sanitize_marked` gave. Without `signatures` those stay that only the HTML's structure tells."""
    rendered = render(marked)
    lines = rendered.lines
    if not lines:
        return ReadHtml("", "", "")
    found = visible_lines("\n".join(lines), rendered.quoted, rendered.marks, rendered.signature if signatures else ())
    visible = _shown(lines, found.first, found.end)
    cut = found.first == 0 and found.end < len(lines) and bool(visible)
    below = takewhile(lambda number: rendered.signature[number] or not lines[number], range(found.end, len(lines)))
    signature = "\n".join(lines[number] for number in below)
    html_visible = html_until_line(marked, rendered, found.end) if cut else ""
    return ReadHtml(rendered.text, visible, html_visible, signature)


def _carried_over(lines: list[str], visible: str, read: ReadHtml) -> str:
    wanted = words_of(read.visible)
    if not read.html_visible or not wanted:
        return visible
    have = 0
    for number, line in enumerate(lines):
        bare = words_of(line)
        if not wanted.startswith(bare, have):
            return visible
        have += len(bare)
        if have >= len(wanted):
            return _shown(lines, 0, number + 1)
    return visible


def _shown(lines: list[str], first: int, end: int) -> str:
    while first < end and not lines[first].strip():
        first += 1
    while end > first and not lines[end - 1].strip():
        end -= 1
    return "\n".join(lines[first:end])
