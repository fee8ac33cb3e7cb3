"""Visible reply: what the sender wrote this time, apart from quoted mails and signatures, in plain text and in HTML."""

import html as markup
import re
from dataclasses import dataclass
from typing import Final

from deskbell.mail.html_tags import TAG, VOID, Mark, unmarked
from deskbell.mail.html_text import Rendered, render
from deskbell.mail.reply_text.visible import visible_lines

_LOOSE_END: Final = re.compile(
    r"(?:<(?:div|blockquote|p|br|hr|table|tbody|tr|td|ul|ol|li|span|b|center)(?: [^>]*)?>|\s|&nbsp;)+\Z"
)


@dataclass(frozen=True, slots=True)
class ReadHtml:
    """Sanitised HTML read: its plain text, the visible reply in it, and the HTML without its quoted tail ("" where there is none to tell apart)."""

    text: str
    visible: str
    html_visible: str


def visible_text(text: str) -> str:
    """The visible reply in a plain-text body; its lines are lines of `text`. The whole text where it cannot be told."""
    found = visible_lines(text)
    return _shown(text.split("\n"), found.first, found.end)


def visible_of_both(text: str, marked: str) -> tuple[str, str]:
    """The visible reply of a mail with both bodies, and its HTML without the quoted tail. `marked` is what `sanitize.sanitize_marked` gave.

    The plain text decides. Where it shows no quote and the HTML does, the HTML's verdict is carried over, if the text begins with the same words.
    """
    lines = text.split("\n")
    found = visible_lines(text)
    visible = _shown(lines, found.first, found.end)
    cut = 0 < found.tail < len(lines) and found.first == 0
    if not cut and not _has_quote_marks(marked):
        return visible, ""
    if cut and (html_visible := _html_before_mark(marked, _words("".join(lines[: found.tail])))):
        return visible, html_visible
    read = read_html(marked)
    return (visible if cut else _carried_over(lines, visible, read)), read.html_visible


def read_html(marked: str) -> ReadHtml:
    """Read what `sanitize.sanitize_marked` gave."""
    rendered = render(marked)
    lines = rendered.lines
    if not lines:
        return ReadHtml("", "", "")
    found = visible_lines("\n".join(lines), rendered.quoted, rendered.marks)
    visible = _shown(lines, found.first, found.end)
    cut = found.tail < len(lines) and found.first == 0 and bool(visible)
    return ReadHtml(rendered.text, visible, _html_until(marked, rendered, found.tail) if cut else "")


def _carried_over(lines: list[str], visible: str, read: ReadHtml) -> str:
    wanted = _words(read.visible)
    if not read.html_visible or not wanted:
        return visible
    have = 0
    for number, line in enumerate(lines):
        bare = _words(line)
        if not wanted.startswith(bare, have):
            return visible
        have += len(bare)
        if have >= len(wanted):
            return _shown(lines, 0, number + 1)
    return visible


def _html_before_mark(marked: str, words: str) -> str:
    """The HTML before its first quote, where it says the same `words` as the plain text does: then both bodies agree on the cut."""
    mark = min((at for at in (marked.find(f'="{Mark.QUOTE}"'), marked.find(f'="{Mark.TAIL}"')) if at >= 0), default=-1)
    before = marked[: marked.rfind("<", 0, mark)] if mark > 0 else ""
    return _closed(before) if before and _words(markup.unescape(TAG.sub("", before))) == words else ""


def _words(text: str) -> str:
    """`text` without any blanks, to compare bodies that break their lines differently."""
    return "".join(text.split())


def _has_quote_marks(marked: str) -> bool:
    return f'="{Mark.QUOTE}"' in marked or f'="{Mark.TAIL}"' in marked


def _shown(lines: list[str], first: int, end: int) -> str:
    while first < end and not lines[first].strip():
        first += 1
    while end > first and not lines[end - 1].strip():
        end -= 1
    return "\n".join(lines[first:end])


def _html_until(marked: str, rendered: Rendered, line: int) -> str:
    """The HTML of the lines before `line`, its open elements closed."""
    while line < len(rendered.lines) and not rendered.lines[line].strip():
        line += 1
    if line >= len(rendered.lines):
        return ""
    return _closed(marked[: rendered.starts[line]])


def _closed(html: str) -> str:
    """The beginning of a mail's HTML with its open elements closed, and without the marks."""
    kept = _LOOSE_END.sub("", html)
    open_tags: list[str] = []
    for match in TAG.finditer(kept):
        if match[2] in VOID:
            continue
        if not match[1]:
            open_tags.append(match[2])
        elif open_tags:
            open_tags.pop()
    return unmarked(kept + "".join(f"</{name}>" for name in reversed(open_tags)))
