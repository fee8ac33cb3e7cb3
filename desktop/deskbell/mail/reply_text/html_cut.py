"""The beginning of a mail's HTML, cut off where the visible reply ends.

What comes out is the sanitiser's own output up to a tag, and the closing tags of what is still open: nothing that a second cleaning could find fault with.
"""

import html as markup
from typing import Final

from deskbell.mail.html_tags import TAG, VOID, Mark, unmarked
from deskbell.mail.html_text import Rendered

# Opened for what was cut off, or blank.
_LOOSE: Final = frozenset(
    {
        "div",
        "blockquote",
        "p",
        "br",
        "hr",
        "table",
        "tbody",
        "tr",
        "td",
        "ul",
        "ol",
        "li",
        "span",
        "b",
        "strong",
        "center",
        "pre",
    }
)
_QUOTE_MARKS: Final = tuple(f'="{mark}"' for mark in (Mark.QUOTE, Mark.TAIL, Mark.BORDER))


def words_of(text: str) -> str:
    """`text` without any blanks, to compare bodies that break their lines differently."""
    return "".join(text.split())


def has_quote_marks(marked: str) -> bool:
    """Whether an element of `marked` says that it holds a quote."""
    return any(mark in marked for mark in _QUOTE_MARKS)


def has_signature_marks(marked: str) -> bool:
    """Whether an element of `marked` says that it is a signature."""
    return f'="{Mark.SIGNATURE}"' in marked


def html_of_words(marked: str, words: str) -> str:
    """The beginning of `marked` that says just these `words` (without blanks), with the pictures that stand below them; "" where it says others."""
    have, position = 0, 0
    for match in TAG.finditer(marked):
        if match.start() > position:
            piece = marked[position : match.start()]
            bare = words_of(markup.unescape(piece) if "&" in piece else piece)
            if bare:
                if have == len(words):
                    return closed(marked[:position])
                if not words.startswith(bare, have):
                    return ""
                have += len(bare)
        if have == len(words) and '="dk-' in match[3] and has_quote_marks(match[3]):
            return closed(marked[: match.start()])
        position = match.end()
    return ""


def html_until_line(marked: str, rendered: Rendered, line: int) -> str:
    """The HTML of the lines before `line`; "" where it cannot be cut there."""
    last = line - 1
    while line < len(rendered.lines) and not rendered.lines[line].strip():
        line += 1
    while last >= 0 and not rendered.lines[last].strip():
        last -= 1
    # Several lines of preformatted text are one piece of the HTML.
    if line >= len(rendered.lines) or last < 0 or rendered.starts[last] >= rendered.starts[line]:
        return ""
    return closed(marked[: rendered.starts[line]])


def closed(html: str) -> str:
    """The beginning of a mail's HTML with its open elements closed, and without the marks."""
    kept = html[: _end_of_words(html)]
    open_tags: list[str] = []
    for match in TAG.finditer(kept):
        if match[2] in VOID:
            continue
        if not match[1]:
            open_tags.append(match[2])
        elif open_tags:
            open_tags.pop()
    return unmarked(kept + "".join(f"</{name}>" for name in reversed(open_tags)))


def _end_of_words(html: str) -> int:
    """Where `html` ends without the blanks and the tags at its end that hold nothing."""
    end = len(html)
    while end:
        if html[end - 1].isspace():
            end -= 1
        elif html.endswith("&nbsp;", 0, end):
            end -= 6
        elif html[end - 1] == ">":
            start = html.rfind("<", 0, end)
            if html[start + 1 : end - 1].partition(" ")[0] not in _LOOSE:
                break
            end = start
        else:
            break
    return end
