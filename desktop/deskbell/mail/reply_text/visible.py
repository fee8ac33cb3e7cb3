"""What the sender wrote this time, out of the lines of a whole mail.

Losing the sender's own words is the worse error: quotes are hidden only where they stand in one piece below (or, with an attribution, above) the
answer. Where own words stand between quotes, everything down to the last of them is shown; where nothing would be left, everything is.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

from deskbell.mail.html_tags import Mark
from deskbell.mail.reply_text.announced import (
    Announcement,
    announcement_at,
    quoted_announcement_at,
    start_with_rules,
)
from deskbell.mail.reply_text.attribution import next_filled, says_who_wrote
from deskbell.mail.reply_text.header_block import looks_like_headers
from deskbell.mail.reply_text.labels import ANSWERS_INSIDE
from deskbell.mail.reply_text.letters import only_greets
from deskbell.mail.reply_text.signatures import end_without_signature, is_sent_from
from deskbell.mail.reply_text.table import pattern

_INSIDE: Final = pattern(ANSWERS_INSIDE)
_UNSEEN: Final = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]+")
_BLANK: Final = re.compile("[\u00a0\u2000-\u200a\u202f\u3000]")
_ODD: Final = re.compile(f"{_UNSEEN.pattern}|{_BLANK.pattern}")
_MOST_LINES: Final = 20_000
_SHORT_NOTE: Final = 600
_LONGEST_ATTRIBUTION: Final = 4
_LONGEST_LIST: Final = 12
_WIDEST_WRAPPED: Final = 80
_NARROWEST_WRAPPED: Final = 77


class Visible(Struct, frozen=True):
    """lines[first:end] are the visible reply; lines[tail:] are the quoted mail below it (`tail` is the number of lines where there is none)."""

    first: int
    end: int
    tail: int


def visible_lines(
    text: str,
    quoted: Sequence[bool] | None = None,
    marks: Mapping[int, Mark] | None = None,
    signature: Sequence[bool] = (),
) -> Visible:
    """Find the visible reply. `quoted`, `marks` and `signature` are those of `html_text.Rendered` for a mail in HTML; plain text says it with `>`."""
    lines = _readable(text).split("\n")
    total = len(lines)
    if total > _MOST_LINES:
        lines = lines[:_MOST_LINES]
    inside = (
        list(quoted[: len(lines)])
        if quoted is not None
        else [line.startswith(">") or line.lstrip()[:1] == ">" for line in lines]
    )
    _join_torn_quotes(lines, inside)
    cut, forwarded = _announced_tail(lines, inside, marks or {})
    if cut < len(lines) and (
        not _says_anything(lines, inside, cut) or _answers_inside(lines, inside, cut, forwarded=forwarded)
    ):
        # With nothing above, the answer may stand below or inside, or the mail was passed on as it is.
        return Visible(0, total, total)
    visible = _between_quotes(lines, inside, cut)
    if visible is None and (not any(line.startswith(">") for line in lines) or _begins_with_own_words(lines)):
        # A container of a quote without any quote in it: a mail that was passed on as it is.
        return Visible(0, total, total)
    if visible is None:
        return Visible(0, 0, 0) if total == len(lines) else Visible(0, total, total)
    if total > len(lines) and visible.end == len(lines):
        return Visible(visible.first, total, total)
    end = end_without_signature(lines, visible.first, visible.end, signature)
    if not any(line.strip() for line in lines[visible.first : end]):
        end = visible.end
    return Visible(visible.first, end, visible.tail if visible.tail < len(lines) else total)


def _readable(text: str) -> str:
    """`text` line by line as a reader sees it: without marks that are not seen (they tell the direction of Hebrew and Arabic), with plain blanks."""
    if "&nbsp;" in text:
        # QQ forgets to read its own entities.
        text = text.replace("&nbsp;", " ")
    return text if text.isascii() or not _ODD.search(text) else _BLANK.sub(" ", _UNSEEN.sub("", text))


def _join_torn_quotes(lines: list[str], inside: list[bool]) -> None:
    """A relay that wraps long lines tears the ends off quoted ones: such an end, between two quoted lines, is quoted too. And a wrapped address
    leaves its `>` at the start of a line that is not quoted."""
    for index in range(1, len(lines)):
        if (
            inside[index]
            and lines[index].startswith(">")
            and lines[index].rstrip().endswith(":")
            and len(lines[index]) < 30
        ):
            before = lines[index - 1]
            inside[index] = inside[index - 1] or before.count("<") <= before.count(">")
    torn = [
        index
        for index in range(1, len(lines) - 1)
        if inside[index - 1]
        and not inside[index]
        and inside[index + 1]
        and _may_be_torn(lines[index - 1], lines[index])
    ]
    if torn and max(len(line) for line, quoted in zip(lines, inside, strict=True) if quoted) <= _WIDEST_WRAPPED:
        for index in torn:
            inside[index] = True


def _may_be_torn(before: str, line: str) -> bool:
    """Whether the first word of `line` had no room at the end of the quoted line `before`."""
    before = before.rstrip()
    if not line[:1].islower() or len(line) >= 60 or len(before) < 68 or before[-1] in ".?!:;。？！":
        return False
    return len(before) + 1 + len(line.split(None, 1)[0]) > _NARROWEST_WRAPPED


def _announced_tail(lines: list[str], inside: list[bool], marks: Mapping[int, Mark]) -> tuple[int, bool]:
    """Where the quoted mail that runs to the end begins, len(lines) where none does, and whether it is passed on. Attributions above quotes that are
    marked as such become part of these quotes."""
    for index, line in enumerate(lines):
        mark = marks.get(index)
        tail = mark is Mark.TAIL or (mark is Mark.BORDER and looks_like_headers(lines, index))
        if inside[index] and not tail:
            found = quoted_announcement_at(lines, index)
        else:
            found = announcement_at(lines, index) if line.strip() else None
        if tail:
            return start_with_rules(lines, index), found is not None and found.forwarded
        if found is None:
            continue
        following = next_filled(lines, found.end)
        if following < len(lines) and (inside[following] or lines[following].startswith(">")):
            _take_in(lines, inside, found, following)
        elif found.strong:
            return start_with_rules(lines, found.start), found.forwarded
    return len(lines), False


def _take_in(lines: list[str], inside: list[bool], found: Announcement, following: int) -> None:
    """Count an attribution, and the indented lines right below it, as part of the quote."""
    for index in range(start_with_rules(lines, found.start), found.end):
        inside[index] = True
    index = following
    while index < len(lines) and lines[index].startswith(">"):
        inside[index] = True
        index += 1


def _begins_with_own_words(lines: list[str]) -> bool:
    """Whether a mail that its HTML calls a quote from the first line on begins with something else than an attribution."""
    start = next_filled(lines, 0)
    if start == len(lines) or lines[start].startswith(">"):
        return False
    beginning = range(start, min(start + _LONGEST_ATTRIBUTION, len(lines)))
    own = [index for index in beginning if lines[index].strip() and not lines[index].startswith(">")]
    return not any(says_who_wrote(lines[index][-500:]) or announcement_at(lines, index) for index in own)


def _says_anything(lines: list[str], inside: list[bool], end: int) -> bool:
    """Whether the sender's own words stand above `end`, more than a line that the program put there."""
    return any(line.strip() and not inside[n] and not is_sent_from(line) for n, line in enumerate(lines[:end])) and any(
        not inside[n] and any(character.isalnum() or character > "\u2000" for character in line)
        for n, line in enumerate(lines[:end])
    )


def _answers_inside(lines: list[str], inside: list[bool], end: int, *, forwarded: bool) -> bool:
    """Whether what stands above `end` tells that the answers stand in the quoted mail: it says so, or it is nothing but a greeting."""
    own = [
        line.strip() for n, line in enumerate(lines[:end]) if line.strip() and not inside[n] and not is_sent_from(line)
    ]
    if sum(map(len, own)) > _SHORT_NOTE:
        return False
    return only_greets(own) or (not forwarded and _INSIDE.search(" ".join(own)) is not None)


def _between_quotes(lines: list[str], inside: list[bool], cut: int) -> Visible | None:
    """The visible part of lines[:cut] by where quotes and own words alternate; None where there are only quotes."""
    runs = _runs(lines, inside, end_without_signature(lines, 0, cut))
    own = [run for run in runs if not run[0]]
    if not own:
        # Only quotes and, maybe, a signature: there is nothing to show, unless a signature is all the sender wrote.
        bare = [n for n in range(cut) if lines[n].strip() and not inside[n]]
        if not bare:
            return None
        return Visible(bare[0], cut, cut) if len(runs) else Visible(0, cut, cut)
    following = runs[-1] if runs[-1][0] else None
    if following and _may_be_own_list(lines, following):
        return Visible(0, cut, cut)
    tail = start_of_tail(lines, following[1] if following else cut)
    if len(runs) == 1 or (len(own) == 1 and not runs[0][0]):
        return Visible(0, tail, tail)
    bottom = len(own) == 1 and runs[0][0] and _attributed(lines, runs[0])
    if bottom:
        return Visible(own[0][1], tail, tail if following else cut)
    return Visible(0, tail, tail)


def start_of_tail(lines: list[str], start: int) -> int:
    """`start` moved up over blank lines."""
    while start > 0 and not lines[start - 1].strip():
        start -= 1
    return start


def _runs(lines: list[str], inside: list[bool], end: int) -> list[tuple[bool, int, int]]:
    """(quoted, start, end) of the runs of filled lines; blank lines belong to the run before them."""
    runs: list[tuple[bool, int, int]] = []
    for index in range(end):
        if not lines[index].strip():
            continue
        if runs and runs[-1][0] == inside[index]:
            runs[-1] = (runs[-1][0], runs[-1][1], index + 1)
        else:
            runs.append((inside[index], index, index + 1))
    return runs


def _attributed(lines: list[str], run: tuple[bool, int, int]) -> bool:
    """Whether a run of quoted lines begins with an attribution, which itself bears no `>`."""
    return not lines[run[1]].lstrip().startswith(">")


def _may_be_own_list(lines: list[str], run: tuple[bool, int, int]) -> bool:
    """Whether the last quoted lines may be a list of the sender's own: a single one, or few under a colon, without an attribution and a greeting."""
    _, start, end = run
    if end - start > _LONGEST_LIST or not lines[start].lstrip().startswith(">"):
        return False
    above = start_of_tail(lines, start)
    if above == start and end - start == 1 and lines[start].strip("> "):
        # ">5 kg" at the start of a line.
        return True
    introduction = lines[above - 1].rstrip() if above else ""
    if not introduction or introduction[-1] not in ":：" or says_who_wrote(introduction[-500:]):
        return False
    inner = [line.lstrip().lstrip("> ").strip() for line in lines[start:end]]
    return not any(line.lstrip().startswith((">>", "> >")) for line in lines[start:end]) and not any(
        line and (line[-1] in ":：," or only_greets([line])) for line in inner
    )
