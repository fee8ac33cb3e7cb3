"""Emphasis, code and links within the lines of a text that is being written: found, put there, and taken away again."""

import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from deskbell.rules.markdown.written import Written

BOLD: Final = "**"
ITALIC: Final = "*"
CODE: Final = "`"
_RUN: Final = re.compile(r"\\[!-/:-@\[-`{-~]|`+|\*+")
_LINK: Final = re.compile(r"(?<![!\\])\[((?:\\.|[^\\\[\]\n])*)\]\((?:<([^<>\n]*)>|([^()\s]*))\)")
_BEFORE: Final = re.compile(r"[ \t]*(?:>[ \t]?)*[ \t]*(?:(?:[-*+]|\d{1,9}[.)]|#{1,6})[ \t]+)?")


class Span(Struct, frozen=True):
    """Words between two marks: from `start` to `end` with them, from `first` to `last` without."""

    mark: str
    start: int
    first: int
    last: int
    end: int


class Linked(Struct, frozen=True):
    """A link: where it stands, its words as they are written, and where it leads."""

    start: int
    end: int
    words: str
    address: str


class _Opened(Struct):
    at: int
    length: int
    closes: bool


def spans(line: str) -> list[Span]:
    """What is emphasised in a line, or code. A picture of how a reader sees it, which is near enough for a button."""
    found: list[Span] = []
    opened: list[_Opened] = []
    place = 0
    while (run := _RUN.search(line, place)) is not None:
        place = run.end()
        if run[0][0] == "`":
            close = re.compile(rf"(?<!`){run[0]}(?!`)").search(line, run.end())
            if close is not None:
                found.append(Span(CODE, run.start(), run.end(), close.start(), close.end()))
                place = close.end()
        elif run[0][0] == "*":
            _emphasise(line, run, opened, found)
    return found


def _emphasise(line: str, run: re.Match[str], opened: list[_Opened], found: list[Span]) -> None:
    """One run of stars: it ends what was begun, and begins what is left of it."""
    at, left = run.start(), run.end() - run.start()
    length = left
    closes = at > 0 and not line[at - 1].isspace()
    opens = run.end() < len(line) and not line[run.end()].isspace()
    while closes and left and opened:
        top = opened[-1]
        if (opens or top.closes) and (top.length + length) % 3 == 0 and (top.length % 3 or length % 3):
            break
        taken = 2 if top.length >= 2 and left >= 2 else 1
        first = top.at + top.length
        found.append(Span(BOLD if taken == 2 else ITALIC, first - taken, first, at, at + taken))
        at, left = at + taken, left - taken
        top.length -= taken
        if not top.length:
            opened.pop()
    if opens and left:
        opened.append(_Opened(at, left, closes))


def links(text: str) -> Iterator[Linked]:
    """The links of a text."""
    for found in _LINK.finditer(text):
        yield Linked(found.start(), found.end(), found[1], found[2] if found[2] is not None else found[3])


def marked_at(written: Written) -> frozenset[str]:
    """The marks between which all that is selected stands, or the caret."""
    pieces = _pieces(written)
    if not pieces:
        return frozenset()
    sets = [{one.mark for one in _around(written.text, piece)} for piece in pieces]
    return frozenset.intersection(*map(frozenset, sets))


def toggle(written: Written, mark: str) -> Written:
    """With what is selected between two of these marks; or, where it is, without. Once more gives the text back."""
    pieces = _pieces(written)
    if not pieces or (len(pieces) == 1 and pieces[0][0] == pieces[0][1]):
        return _toggle_nothing(written, mark, pieces[0][0] if pieces else written.start)
    all_are = mark in marked_at(written)
    for piece in reversed(pieces):
        written = _unmarked(written, piece, mark) if all_are else _marked(written, piece, mark)
    return written


def _toggle_nothing(written: Written, mark: str, caret: int) -> Written:
    """At the caret: out of the marks that it stands in, or between two new ones."""
    text, length = written.text, len(mark)
    if _is_empty_at(text, caret, mark):
        return Written(text[: caret - length] + text[caret + length :], caret - length, caret - length)
    if mark in marked_at(written):
        return _unmarked(written, (caret, caret), mark)
    return Written(text[:caret] + mark * 2 + text[caret:], caret + length, caret + length)


def _is_empty_at(text: str, caret: int, mark: str) -> bool:
    """Whether the caret stands between two of these marks, and nothing else."""
    before = len(text[:caret]) - len(text[:caret].rstrip(mark[0]))
    behind = len(text[caret:]) - len(text[caret:].lstrip(mark[0]))
    if before != behind:
        return False
    return before in (2, 3) if mark == BOLD else before in (1, 3)


def _marked(written: Written, piece: tuple[int, int], mark: str) -> Written:
    """Between two marks; what has some of them already is taken with it, without its own."""
    inside = [
        one
        for one in _spans_at(written.text, piece[0])
        if one.mark == mark and one.start < piece[1] and one.end > piece[0]
    ]
    start, end = min([piece[0], *(one.start for one in inside)]), max([piece[1], *(one.end for one in inside)])
    taken = sorted(
        [*((one.start, one.first) for one in inside), *((one.last, one.end) for one in inside)], reverse=True
    )
    for first, last in taken:
        written = written.put(first, last, "")
        end -= last - first
    closed = written.put(end, end, mark, (_behind(written.start, end, mark), _behind(written.end, end, mark)))
    at = tuple(place + len(mark) if place >= start else place for place in (closed.start, closed.end))
    return closed.put(start, start, mark, (at[0], at[1]))


def _behind(place: int, end: int, mark: str) -> int:
    return place + len(mark) if place > end else place


def _unmarked(written: Written, piece: tuple[int, int], mark: str) -> Written:
    around = [one for one in _around(written.text, piece) if one.mark == mark]
    if not around:
        return written
    inner = max(around, key=lambda one: one.start)
    return written.put(inner.last, inner.end, "").put(inner.start, inner.first, "")


def _around(text: str, piece: tuple[int, int]) -> list[Span]:
    """What is marked around a piece of a line; also where it is selected with its marks."""
    start, end = piece
    found = []
    for one in _spans_at(text, start):
        within = one.first <= start and end <= one.last
        if within or (start < end and one.start <= start and end <= one.end and start <= one.first and end >= one.last):
            found.append(one)
    return found


def _spans_at(text: str, place: int) -> list[Span]:
    """The spans of the line in which a place is, counted in the text. A star that begins an item is none of emphasis."""
    begin = text.rfind("\n", 0, place) + 1
    end = text.find("\n", place)
    line = text[begin : len(text) if end < 0 else end]
    before = _BEFORE.match(line)
    begin += before.end() if before is not None else 0
    line = line[before.end() if before is not None else 0 :]
    return [Span(one.mark, *(begin + at for at in (one.start, one.first, one.last, one.end))) for one in spans(line)]


def _pieces(written: Written) -> list[tuple[int, int]]:
    """What is selected, line by line, without the signs before a line and without blanks at its ends."""
    if written.start == written.end:
        return [(written.start, written.start)]
    pieces = []
    begin = written.text.rfind("\n", 0, written.start) + 1
    while begin <= written.end:
        found = written.text.find("\n", begin)
        end = len(written.text) if found < 0 else found
        before = _BEFORE.match(written.text, begin, end)
        start, last = max(written.start, before.end() if before is not None else begin), min(written.end, end)
        words = written.text[start:last]
        if words.strip():
            start += len(words) - len(words.lstrip())
            pieces.append((start, start + len(words.strip())))
        begin = end + 1
    return pieces


def link_at(written: Written) -> Linked | None:
    """The link that the caret stands in, or all that is selected."""
    return next((one for one in links(written.text) if one.start <= written.start and written.end <= one.end), None)


def put_link(written: Written, address: str, words: str = "") -> Written:
    """With a link of what is selected, or of these words; the one there leads elsewhere then, and with "" nowhere: its words are left."""
    there = link_at(written)
    if there is not None:
        start, end, shown = there.start, there.end, there.words
    else:
        start, end = written.start, written.end
        shown = " ".join(written.text[start:end].split())
        shown = re.sub(r"(?<!\\)([\[\]])", r"\\\1", shown) if shown else words or address
    if not address:
        return written if there is None else written.put(start, end, shown, (start, start + len(shown)))
    made = f"[{shown}](<{address}>)" if re.search(r"[()]", address) else f"[{shown}]({address})"
    return written.put(start, end, made, (start + len(made),) * 2)
