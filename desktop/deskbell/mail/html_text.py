"""Sanitised HTML as plain text: paragraphs, lists, tables, links, quotes.

It reads the sanitiser's output, which is well-formed, as a row of tags and texts: one pass, no tree, no recursion, and the text says what the window
shows. Each line remembers where in the HTML it began, so that a cut in the text is a cut in the HTML too.
"""

import html as markup
import re
from itertools import accumulate
from typing import Final

from msgspec import Struct, field

from deskbell.mail.html_tags import SPLIT, Mark

_SPACES: Final = re.compile(r"[ \t\r\n\f]+")
_HREF: Final = re.compile(r' href="([^"]*)"')
_ALT: Final = re.compile(r' alt="([^"]*)"')
_START: Final = re.compile(r' start="(\d{1,4})"')
_PARAGRAPHS: Final = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "blockquote", "pre", "table"}
)
_LINES: Final = frozenset(
    {"div", "li", "tr", "dt", "dd", "hr", "center", "address", "caption", "thead", "tbody", "tfoot"}
)
_CELLS: Final = frozenset({"td", "th"})
# Tags that change nothing in the text: by far the most of some mails.
_SILENT: Final = frozenset(
    f"<{slash}{name}>"
    for name in ("span", "b", "strong", "i", "em", "u", "s", "small", "big", "sub", "sup", "font", "code", "td", "th")
    for slash in ("", "/")
) - {"</td>", "</th>"}
# Only these can bear the mark of a quote (see `sanitize`): the others need not be followed.
_CONTAINERS: Final = frozenset({"div", "blockquote", "table", "pre"})
# An element may bear several: the first of these counts.
_SEEN: Final = (Mark.TAIL, Mark.QUOTE, Mark.BORDER, Mark.SIGNATURE)
_DEEPEST_QUOTE: Final = 20
_INVISIBLE: Final = {0xA0: " ", 0x200B: None, 0xAD: None, 0xFEFF: None, 0x034F: None}
_SOME_INVISIBLE: Final = re.compile("[\u00a0\u200b\u00ad\ufeff\u034f]")
_LONGEST_LINK: Final = 500


class Rendered(Struct):
    """Plain text by lines. `starts[n]` is where in the HTML line n begins; `marks` has, for a line, the marks of elements that begin there;
    `quoted[n]` whether line n stands inside a container of a quote (and not behind a quote in it, where answers stand) or bears the sender's own `>`;
    the `>` of a mere indentation does not count. `signature[n]` whether it stands in what the program says is the signature."""

    lines: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    marks: dict[int, Mark] = field(default_factory=dict)
    quoted: list[bool] = field(default_factory=list)
    signature: list[bool] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All lines."""
        return "\n".join(self.lines).rstrip()


def text_of_html(html: str) -> str:
    """The plain text of sanitised HTML."""
    return render(html).text


def render(html: str) -> Rendered:
    """The plain text of sanitised HTML (with or without marks), line by line."""
    writer = _Writer(marked='="dk-' in html)
    pieces = SPLIT.split(html)
    for place, piece in enumerate(pieces):
        if not piece:
            continue
        if not place % 2:
            writer.text(piece, place)
        elif piece not in _SILENT:
            writer.tag(piece, place)
    writer.end_line()
    offsets = list(accumulate(map(len, pieces), initial=0))
    rendered = writer.rendered
    rendered.starts = [offsets[place] for place in rendered.starts]
    return rendered


def _read_tag(piece: str) -> tuple[str, bool, Mark | None]:
    """A tag's name, whether it closes, and its mark."""
    if piece[1] == "/":
        return piece[2:-1], True, None
    mark = None
    if '="dk-' in piece:
        mark = next((one for one in _SEEN if one in piece), None)
    return piece[1:-1].partition(" ")[0], False, mark


class _Writer:
    """Collects lines while tags and texts come by. Blank lines are owed, not written: they never stand first, last or twice.

    Until all is read, a line begins at a place in the row of pieces, which is turned into an offset at the end.
    """

    def __init__(self, *, marked: bool) -> None:
        self.rendered = Rendered()
        self._marked = marked
        self._tags: dict[str, tuple[str, bool, Mark | None]] = {}
        self._line: list[str] = []
        self._line_start = -1
        self._blank_owed = False
        self._quotes = 0
        self._last_depth = 0
        self._pre = 0
        self._space = False
        self._lists: list[int] = []
        self._bullet = ""
        self._open: list[tuple[str, Mark | None]] = []
        self._links: list[tuple[str, int]] = []
        self._pending: Mark | None = None
        self._containers: list[bool] = []
        self._signatures = 0

    def text(self, piece: str, place: int) -> None:
        if not self._line and not self._pre and piece.isascii() and piece.isspace():
            return
        text = markup.unescape(piece) if "&" in piece else piece
        if self._pre:
            first, *rest = text.split("\n")
            self._write(first, place)
            for line in rest:
                self.end_line(keep_blank=True)
                self._write(line, place)
            return
        if not text.isascii():
            self._space = self._space or "\xa0" in text
        if "\n" in text or "  " in text or "\t" in text or "\r" in text:
            text = _SPACES.sub(" ", text)
        if not self._line or self._line[-1].endswith((" ", "\t")):
            text = text.lstrip(" ")
        if text:
            self._write(text, place)

    def tag(self, piece: str, place: int) -> None:
        known = self._tags.get(piece)
        if known is None:
            known = self._tags[piece] = _read_tag(piece)
        name, closing, mark = known
        if mark is not None:
            # The first line of the element will carry it.
            self.end_line()
            if self._pending is not Mark.TAIL and mark is not Mark.SIGNATURE:
                self._pending = mark
        if name == "br":
            self.end_line(keep_blank=True)
        elif name == "img":
            alt = _ALT.search(piece)
            if alt and (words := " ".join(markup.unescape(alt[1]).split())):
                self._write(f"[{words}]", place)
        elif name == "a":
            self._link(piece, closing=closing)
        elif name in _CELLS:
            if closing and self._line:
                self._line.append("\t")
        elif name in _LINES:
            if self._line or self._space:
                self.end_line()
            if name == "li" and not closing:
                self._bullet = self._next_bullet()
            elif name == "hr":
                self._write("-" * 40, place)
                self.end_line()
        elif name in _PARAGRAPHS:
            self._paragraph(piece, name, closing=closing)
        if self._marked and name in _CONTAINERS:
            self._nest(name, mark, closing=closing)

    def _nest(self, name: str, mark: Mark | None, *, closing: bool) -> None:
        """Follow the quote containers. What stands after a quote inside its container may be an answer, and is not taken for quoted."""
        if not closing:
            self._open.append((name, mark))
            if mark is Mark.QUOTE:
                self._containers.append(True)
            self._signatures += mark is Mark.SIGNATURE
            return
        opened, mark = self._open.pop() if self._open else ("", None)
        if mark is Mark.QUOTE:
            self.end_line()
            self._containers.pop()
        if mark is Mark.SIGNATURE:
            self.end_line()
            self._signatures -= 1
        if opened == "blockquote" and self._containers:
            self._containers[-1] = False

    def _paragraph(self, piece: str, name: str, *, closing: bool) -> None:
        """A block with a blank line above and below; a list inside a list has none."""
        if self._line or self._space:
            self.end_line()
        if name not in {"ul", "ol"} or len(self._lists) <= (1 if closing else 0):
            self._blank_owed = True
        if name == "blockquote":
            self._quotes = max(0, self._quotes + (-1 if closing else 1))
        elif name == "pre":
            self._pre = max(0, self._pre + (-1 if closing else 1))
        elif name in {"ul", "ol"}:
            if closing:
                if self._lists:
                    self._lists.pop()
            else:
                start = _START.search(piece)
                self._lists.append((int(start[1]) if start else 1) if name == "ol" else 0)

    def _next_bullet(self) -> str:
        depth = "  " * min(max(0, len(self._lists) - 1), 20)
        if self._lists and self._lists[-1]:
            number = self._lists[-1]
            self._lists[-1] += 1
            return f"{depth}{number}. "
        return f"{depth}- "

    def _link(self, piece: str, *, closing: bool) -> None:
        if not closing:
            href = _HREF.search(piece)
            self._links.append((markup.unescape(href[1]) if href else "", len(self._line)))
        elif self._links:
            href_text, since = self._links.pop()
            shown = "".join(self._line[since:]).strip()
            target = href_text.removeprefix("mailto:").rstrip("/")
            if shown and target and len(target) <= _LONGEST_LINK and not _says(shown, target):
                self._line.append(f" <{href_text}>")

    def _write(self, text: str, place: int) -> None:
        if not self._line:
            if not text.strip() and not self._pre:
                return
            self._line_start = place
            if self._bullet:
                self._line.append(self._bullet)
                self._bullet = ""
        self._line.append(text)

    def end_line(self, *, keep_blank: bool = False) -> None:
        """Close the open line. An empty one is owed for a line break or a hard space of the sender's own, not for the edge of a block."""
        if not self._line and not self._space:
            self._blank_owed = self._blank_owed or keep_blank
            return
        text = "".join(self._line)
        if not text.isascii() and _SOME_INVISIBLE.search(text):
            text = text.translate(_INVISIBLE)
        text = text.rstrip()
        blank = keep_blank or self._space
        self._line.clear()
        self._space = False
        if not text:
            self._blank_owed = self._blank_owed or blank
            return
        if self._blank_owed and self.rendered.lines:
            self._put("", self._line_start)
        self._blank_owed = False
        self._put(text, self._line_start)

    def _put(self, text: str, start: int) -> None:
        rendered = self.rendered
        depth = self._quotes if text else min(self._quotes, self._last_depth)
        self._last_depth = self._quotes
        prefix = ">" * min(depth, _DEEPEST_QUOTE)
        if self._pending is not None and text:
            rendered.marks[len(rendered.lines)] = self._pending
            self._pending = None
        rendered.lines.append(f"{prefix} {text}".rstrip() if prefix else text)
        rendered.starts.append(start)
        inside = bool(self._containers) and self._containers[-1]
        rendered.signature.append(self._signatures > 0)
        rendered.quoted.append(inside or (not prefix and text.startswith(">")))


def _says(shown: str, target: str) -> bool:
    """Whether the words of a link already tell where it goes."""
    bare = target.partition("://")[2] or target
    return bare.lower().removeprefix("www.") in shown.lower().replace(" ", "") or shown.rstrip("/") == target
