"""The shapes that lines of Markdown take while they are written: headings, lists, quotations, call-outs, code, tables."""

import re
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from msgspec import Struct

from deskbell.rules.markdown.reading import CALLOUTS
from deskbell.rules.markdown.written import Written

_LINE: Final = re.compile(
    r"(?P<quote>[ \t]*(?:>[ \t]?)*)(?P<indent>[ \t]*)(?:(?P<heads>#{1,6})[ \t]+|(?:(?P<bullet>[-*+])|(?P<number>\d{1,9})(?P<dot>[.)]))(?P<gap>[ \t]+|$))?(?P<words>.*)"
)
_ONE_QUOTE: Final = re.compile(r"([ \t]*)> ?")
_KIND: Final = re.compile(r"[ \t]*>[ \t]*\[!(\w+)\][ \t]*")
_FENCE: Final = re.compile(r"[ \t]*(?:>[ \t]?)*[ \t]*(`{3,}|~{3,})([^`]*)")
_TICK: Final = re.compile(r"\[[ xX]\][ \t]+")


class _Line(Struct, frozen=True):
    """A line taken apart: the signs of quotations, the blanks behind, what it is, and its words."""

    quote: str
    indent: str
    level: int
    sign: str
    numbered: bool
    words: str

    @property
    def before(self) -> str:
        """What stands before its sign."""
        return self.quote + self.indent


class LineShapes(Struct, frozen=True):
    """What the lines are that are selected: the level of a heading (0 for none), a list, numbered, a quotation, a call-out of a kind, code."""

    heading: int = 0
    listed: bool = False
    numbered: bool = False
    quoted: bool = False
    callout: str = ""
    code: bool = False


def _apart(line: str) -> _Line:
    found = _LINE.fullmatch(line)
    assert found is not None
    quote, indent = found["quote"], found["indent"]
    if ">" not in quote:
        quote, indent = "", quote + indent
    sign = found["bullet"] or (found["number"] + found["dot"] if found["number"] else "")
    return _Line(
        quote,
        indent,
        len(found["heads"] or ""),
        sign + (found["gap"] or "") if sign else "",
        bool(found["number"]),
        found["words"],
    )


def shapes(written: Written) -> LineShapes:
    """What all the lines are that the selection touches; empty ones are not asked."""
    first, last = written.lines()
    block = written.text[first:last].split("\n")
    lines = [_apart(line) for line in block if line.strip()] or [_apart(block[0])]
    if fence_at(written) is not None:
        return LineShapes(code=True)
    quoted = all(one.quote for one in lines)
    return LineShapes(
        heading=lines[0].level if all(one.level == lines[0].level for one in lines) else 0,
        listed=all(one.sign and not one.numbered for one in lines),
        numbered=all(one.sign and one.numbered for one in lines),
        quoted=quoted and not _callout_at(written)[1],
        callout=_callout_at(written)[1] if quoted else "",
    )


def set_heading(written: Written, level: int) -> Written:
    """The lines are headings of this level; words again with 0, and where they are already."""
    sign = "" if not level or shapes(written).heading == level else "#" * level + " "
    many = "\n" in written.text[slice(*written.lines())]

    def shaped(lines: list[str]) -> list[str]:
        return [_headed(line, sign) if line.strip() or not many else line for line in lines]

    return written.with_lines(shaped)


def _headed(line: str, sign: str) -> str:
    one = _apart(line)
    if not sign:
        return f"{one.before}{one.sign}{one.words}"
    # Farther in it would be code.
    indent = one.indent if len(one.indent) < 4 and "\t" not in one.indent and not one.sign else ""
    return f"{one.quote}{indent}{sign}{one.words}"


def toggle_list(written: Written, *, numbered: bool) -> Written:
    """The lines are items, or plain again where they are already."""
    now = shapes(written)
    away = now.numbered if numbered else now.listed
    many = "\n" in written.text[slice(*written.lines())]

    def shaped(lines: list[str]) -> list[str]:
        made, number = [], 0
        for line in lines:
            if many and not line.strip():
                made.append(line)
                continue
            one = _apart(line)
            number += 1
            sign = "" if away else f"{number}. " if numbered else "- "
            made.append(f"{one.before}{sign}{one.words}")
        return made

    return written.with_lines(shaped)


def toggle_quote(written: Written) -> Written:
    """The lines are a quotation, or one less where they are already; a call-out becomes one."""
    place, kind = _callout_at(written)
    if kind and shapes(written).callout:
        return _without_line(written, place)
    if shapes(written).quoted:
        return written.with_lines(lambda lines: [_ONE_QUOTE.sub(r"\1", line, count=1) for line in lines])
    return written.with_lines(lambda lines: [f"> {line}" if line or len(lines) == 1 else ">" for line in lines])


def set_callout(written: Written, kind: str) -> Written:
    """The lines are a call-out of this kind; plain again where they are already."""
    place, now = _callout_at(written)
    mark = f"> [!{kind.upper()}]"
    if not shapes(written).callout:
        quoted = written if shapes(written).quoted else toggle_quote(written)
        begin = _quotation(quoted)[0]
        return quoted.put(begin, begin, mark + "\n")
    if now != kind:
        end = written.text.find("\n", place)
        return written.put(place, len(written.text) if end < 0 else end, mark)
    begin, end = _quotation(written)
    body = _without_line(Written(written.text, max(written.start, begin), min(written.end, end)), place)
    begin, end = _quotation(body)
    plain = Written(body.text, begin, end).with_lines(
        lambda lines: [_ONE_QUOTE.sub(r"\1", line, count=1) for line in lines]
    )
    # As far from the end of the text as it was.
    return Written(
        plain.text, *(max(begin, min(len(plain.text), _after(body, plain, at))) for at in (body.start, body.end))
    )


def _after(before: Written, after: Written, place: int) -> int:
    """Where a place is once the sign of a quotation is gone from each line up to it."""
    number = before.text.count("\n", 0, place)
    from_end = len(before.text.split("\n")[number]) - (place - before.text.rfind("\n", 0, place) - 1)
    lines = after.text.split("\n")
    return sum(len(line) + 1 for line in lines[:number]) + max(0, len(lines[number]) - from_end)


def _quotation(written: Written) -> tuple[int, int]:
    """From where to where the quotation goes that the selection stands in."""
    lines = written.text.split("\n")
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    first, last = written.lines()
    top = max(n for n, start in enumerate(starts[:-1]) if start <= first)
    below = max(n for n, start in enumerate(starts[:-1]) if start <= last)
    while top and _apart(lines[top - 1]).quote:
        top -= 1
    while below + 1 < len(lines) and _apart(lines[below + 1]).quote:
        below += 1
    return starts[top], starts[below] + len(lines[below])


def _callout_at(written: Written) -> tuple[int, str]:
    """Where the call-out begins that the selection stands in, and its kind, "" for none."""
    begin, _end = _quotation(written)
    line = written.text[begin:].partition("\n")[0]
    found = _KIND.fullmatch(line)
    kind = found[1].lower() if found is not None else ""
    return begin, kind if kind in CALLOUTS else ""


def _without_line(written: Written, place: int) -> Written:
    end = written.text.find("\n", place)
    return written.put(place, len(written.text) if end < 0 else end + 1, "")


def fence_at(written: Written) -> tuple[int, int] | None:
    """From where to where a block of code goes, with its fences, that the selection stands in."""
    opened, sign, begin = -1, "", 0
    for line in written.text.split("\n"):
        found = _FENCE.match(line)
        end = begin + len(line)
        if opened < 0:
            if found is not None and (sign := found[1]) and begin <= written.start:
                opened = begin
            elif found is not None or begin > written.end:
                return None
        elif found is not None and found[1].startswith(sign) and not found[2].strip():
            if opened <= written.start and written.end <= end:
                return opened, end
            opened = -1
        begin = end + 1
    return (opened, len(written.text)) if 0 <= opened <= written.start else None


def toggle_code_lines(written: Written) -> Written:
    """The lines are a block of code, or plain again where they are."""
    there = fence_at(written)
    if there is not None:
        lines = written.text[slice(*there)].split("\n")
        closed = len(lines) > 1 and _FENCE.match(lines[-1]) is not None
        inside = "\n".join(lines[1:-1] if closed else lines[1:])
        start = there[0]
        first = len(lines[0]) + 1
        places = (min(max(at - first, start), start + len(inside)) for at in (written.start, written.end))
        return Written(written.text[:start] + inside + written.text[there[1] :], *places)
    first_at, last = written.lines()
    return written.put(last, last, "\n```", (written.start, written.end)).put(
        first_at, first_at, "```\n", (written.start + 4, written.end + 4)
    )


def new_line(written: Written) -> Written | None:
    """What Enter does in a list or a quotation: another item, or out of it where there is nothing in this one; None where it does what it always does."""
    if written.start != written.end or fence_at(written) is not None:
        return None
    begin = written.text.rfind("\n", 0, written.start) + 1
    end = written.text.find("\n", written.start)
    line = written.text[begin : len(written.text) if end < 0 else end]
    one = _apart(line)
    if not (one.sign or one.quote) or written.start - begin < len(line) - len(one.words):
        return None
    tick = _TICK.match(one.words) if one.sign else None
    words = one.words[tick.end() :] if tick else one.words
    if not words.strip():
        # An item within another goes out of it first, a quotation last.
        left = outdented.text if one.sign and (outdented := indent(written, back=True)) is not None else None
        if left is not None:
            return outdented
        rest = one.quote if one.sign else ""
        return written.put(begin, begin + len(line), rest, (begin + len(rest),) * 2)
    following = f"\n{one.before}{_next(one)}{'[ ] ' if tick else ''}"
    return written.put(written.start, written.start, following, (written.start + len(following),) * 2)


def _next(one: _Line) -> str:
    if not one.numbered:
        return one.sign
    digits = re.match(r"\d+", one.sign)
    assert digits is not None
    return f"{int(digits[0]) + 1}{one.sign[digits.end() :]}"


def indent(written: Written, *, back: bool = False) -> Written | None:
    """The items are those of the item above, or come out of theirs; None where they are none, or can not."""
    first, last = written.lines()
    lines = [_apart(line) for line in written.text[first:last].split("\n")]
    items = [one for one in lines if one.sign]
    if not items or fence_at(written) is not None:
        return None
    above = [_apart(line) for line in written.text[:first].split("\n")[:-1]]
    by = -_out(items[0], above) if back else _into(items[0], above)
    if not by:
        return None
    return written.with_lines(lambda block: [_shifted(line, by) for line in block])


def _into(one: _Line, above: Sequence[_Line]) -> int:
    """How far an item goes in to stand below the words of the one above; 0 where it does already, or none is there."""
    over = next((line for line in reversed(above) if line.sign and len(line.indent) <= len(one.indent)), None)
    if over is None or (above and not above[-1].words.strip() and not above[-1].sign):
        return 0
    return len(over.indent) + len(over.sign) - len(one.indent)


def _out(one: _Line, above: Sequence[_Line]) -> int:
    """How far an item comes out, to where the one stands that it is in."""
    if not one.indent:
        return 0
    over = next((line for line in reversed(above) if line.sign and len(line.indent) < len(one.indent)), None)
    return len(one.indent) - (len(over.indent) if over is not None else 0)


def _shifted(line: str, by: int) -> str:
    one = _apart(line)
    if not line.strip():
        return line
    blank = " " * max(0, len(one.indent.expandtabs(4)) + by)
    return f"{one.quote}{blank}{line[len(one.before) :]}"


def put_table(written: Written, rows: int, heads: Sequence[str]) -> Written:
    """With a table of so many rows below these heads, in lines of its own; the first head is selected."""
    lines = [
        f"| {' | '.join(heads)} |",
        f"| {' | '.join('---' for _ in heads)} |",
        *[f"|{' |'.join('  ' for _ in heads)} |"] * rows,
    ]
    return put_block(written, "\n".join(lines), (2, 2 + len(heads[0])))


def put_block(written: Written, block: str, selected: tuple[int, int] | None = None) -> Written:
    """With lines of their own below those that are selected, an empty line before and behind; `selected` is counted in the block."""
    _, last = written.lines()
    before, behind = written.text[:last].rstrip("\n"), written.text[last:].lstrip("\n")
    above, below = ("\n\n" if before.strip() else ""), ("\n\n" if behind else "\n")
    begin = len(before) + len(above)
    at = selected or (len(block), len(block))
    return Written(before + above + block + below + behind, begin + at[0], begin + at[1])


def put_markdown(written: Written, made: str) -> Written:
    """With Markdown in the place of what is selected: within the line where it is words alone, else in lines of its own."""
    start, end = written.start, written.end
    if "\n" in made or _apart(made).level or _apart(made).sign or _apart(made).quote:
        before, behind = written.text[:start], written.text[end:]
        above = "" if not before.strip() else "\n" * max(0, 2 - (len(before) - len(before.rstrip("\n"))))
        below = "" if not behind.strip() else "\n" * max(0, 2 - (len(behind) - len(behind.lstrip("\n"))))
        made = above + made + below
    return written.put(start, end, made, (start + len(made),) * 2)
