"""Visible reply: what the sender wrote this time, apart from quoted mails and signatures, in plain text and in HTML."""

import re
from dataclasses import dataclass
from typing import Final

from deskbell.mail.html_tags import TAG, VOID, Mark, unmarked
from deskbell.mail.html_text import Rendered, render
from deskbell.mail.reply_text.visible import visible_lines

_LOOSE_END: Final = re.compile(
    r"(?:<(?:div|blockquote|p|br|hr|table|tbody|tr|td|ul|ol|li|span|b|center)(?: [^>]*)?>|\s|&nbsp;)+\Z"
)
_SPACE: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class ReadHtml:
    """Sanitised HTML read: its plain text, the visible reply in it, and the HTML without its quoted tail ("" where there is none to tell apart)."""

    text: str
    visible: str
    html_visible: str


def visible_text(text: str) -> str:
    """The visible reply in a plain-text body; its lines are lines of `text`. The whole text where it cannot be told."""
    lines = text.split("\n")
    found = visible_lines(lines)
    return _shown(lines, found.first, found.end)


def read_html(marked: str) -> ReadHtml:
    """Read what `sanitize.sanitize_marked` gave."""
    rendered = render(marked)
    lines = rendered.lines
    found = visible_lines(lines, rendered.quoted, rendered.marks)
    visible = _shown(lines, found.first, found.end)
    cut = found.tail < len(lines) and found.first == 0 and bool(visible)
    return ReadHtml(rendered.text, visible, _html_until(marked, rendered, found.tail) if cut else "")


def visible_by_html(text: str, read: ReadHtml) -> str:
    """The visible reply of a mail that has both bodies. The plain text decides; where it shows no quote and the HTML does, the HTML's verdict is
    carried over, if the plain text begins with the same words."""
    visible = visible_text(text)
    if not read.html_visible or len(visible) < len(text.strip()) * 0.9:
        return visible
    wanted = "".join(_SPACE.sub("", read.visible).split())
    if not wanted:
        return visible
    have = 0
    for number, line in enumerate(text.split("\n")):
        bare = _SPACE.sub("", line)
        if not wanted.startswith(bare, have):
            return visible
        have += len(bare)
        if have >= len(wanted):
            return _shown(text.split("\n"), 0, number + 1)
    return visible


def has_quote_marks(marked: str) -> bool:
    """Whether the HTML's structure says that it quotes a mail."""
    return Mark.QUOTE in marked or Mark.TAIL in marked


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
    kept = _LOOSE_END.sub("", marked[: rendered.starts[line]])
    open_tags: list[str] = []
    for match in TAG.finditer(kept):
        if match[2] in VOID:
            continue
        if not match[1]:
            open_tags.append(match[2])
        elif open_tags:
            open_tags.pop()
    return unmarked(kept + "".join(f"</{name}>" for name in reversed(open_tags)))
