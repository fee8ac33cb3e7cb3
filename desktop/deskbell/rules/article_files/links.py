"""The addresses in a Markdown text, changed without touching anything else of it: what stands in code is no address."""

import re
from collections.abc import Callable, Iterator
from typing import Final
from urllib.parse import quote, unquote

from deskbell.rules.markdown.reading import code_lines

KEYED: Final = "article-key:"
"""What a link to an article begins with where it is named by its key, and not by a number that another desk would not know."""
PICTURE: Final = "picture-file:"
"""What the address of a picture begins with while it is under way: the path of its file in the folder."""
ATTACHMENT: Final = "attachment-file:"
"""The same of a file that is offered."""

Change = Callable[[str, bool | None], str | None]
"""What becomes of an address, and of one that stays as it stands, None; whether a picture is shown from there, None where the place does not say so."""

# An address of a link or a picture, and one that is defined in a line of its own.
_ADDRESS: Final = re.compile(
    r"(?P<before>\]\([ \t]*)(?:<(?P<angled>[^<>\n]*)>|(?P<bare>[^\s<>()]*(?:\([^\s()]*\)[^\s<>()]*)*))(?=[ \t\n)])"
    r"|(?P<defined>^ {0,3}\[[^\[\]\n]{1,200}\]:[ \t]*)(?:<(?P<angled2>[^<>\n]*)>|(?P<bare2>[^\s<>]+))",
    re.MULTILINE,
)
# Of so many characters at most is what a link or a picture is called.
_LONGEST_WORDS: Final = 500
_MAY_BE_CODE: Final = re.compile(r"`|~~~|^[^\S\n]*(?: {4}|\t)", re.MULTILINE)
_TICKS: Final = re.compile(r"`+")
_ASIDE: Final = "/-_.~!$&*+,;=@"


def rewritten(body: str, change: Change) -> str:
    """A text whose addresses are what `change` makes of them."""
    if "](" not in body and "]:" not in body:
        return body
    code = tuple(_code(body)) if _MAY_BE_CODE.search(body) else ()
    place = 0

    def put(found: re.Match[str]) -> str:
        nonlocal place
        while place < len(code) and code[place][1] <= found.start():
            place += 1
        if place < len(code) and code[place][0] < found.end():
            return found[0]
        if not found["defined"] and _is_escaped(body, found.start()):
            return found[0]
        before = found["before"] or found["defined"]
        address = next(filter(None, (found["angled"], found["bare"], found["angled2"], found["bare2"])), "")
        new = change(address, None if found["defined"] else _shows(body, found.start()))
        return found[0] if new is None else f"{before}{new}"

    return _ADDRESS.sub(put, body)


def addresses(body: str) -> tuple[str, ...]:
    """All that a text links to or shows."""
    found: list[str] = []

    def note(address: str, shown: bool | None) -> None:
        del shown
        found.append(address)

    rewritten(body, note)
    return tuple(found)


def path_address(path: str) -> str:
    """A path as an address: letters stay letters, what ends an address or means something else in one is written as a code."""
    return "".join(
        one if one in _ASIDE or one.isalnum() or (ord(one) > 0x2FF and one.isprintable()) else quote(one)
        for one in path
    )


def path_said(address: str) -> tuple[str, str] | None:
    """The path that an address of a file says, and what is behind its #; None for an address of another kind."""
    bare, _, anchor = address.partition("#")
    if not bare or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", bare) or bare.startswith(("/", "\\")):
        return None
    return unquote(bare.partition("?")[0]).replace("\\", "/"), anchor


def _is_escaped(body: str, place: int) -> bool:
    """Whether the sign here stands for itself: behind a backslash that is no sign itself."""
    before = body[max(0, place - _LONGEST_WORDS) : place]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1


def _shows(body: str, closing: int) -> bool:
    """Whether the bracket that is closed here is that of a picture."""
    depth = 0
    for place in range(closing - 1, max(-1, closing - _LONGEST_WORDS), -1):
        if body[place] in "[]" and body[place - 1 : place] != "\\":
            depth += 1 if body[place] == "]" else -1
            if depth < 0:
                return body[max(0, place - 1) : place] == "!"
    return False


def _code(body: str) -> Iterator[tuple[int, int]]:
    """Where code stands in a text, from where to where, in order."""
    starts = [0]
    for line in body.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    blocks = [(starts[first], starts[min(end, len(starts) - 1)]) for first, end in code_lines(body)]
    at = 0
    for begin, end in [*blocks, (len(body), len(body))]:
        yield from _ticked(body, at, begin)
        if end > begin:
            yield begin, end
        at = end


def _ticked(body: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Code within lines: between two rows of backticks of one length, in the same paragraph."""
    rows = [(found.start(), found.end()) for found in _TICKS.finditer(body, begin, end)]
    # Where the next row of each length is: looked for from the end, so that a text of backticks alone takes no longer than any.
    closes: list[int] = [-1] * len(rows)
    last: dict[int, int] = {}
    for n in range(len(rows) - 1, -1, -1):
        length = rows[n][1] - rows[n][0]
        closes[n] = last.get(length, -1)
        last[length] = n
    n = 0
    while n < len(rows):
        other = closes[n]
        if other < 0 or "\n\n" in body[rows[n][1] : rows[other][0]] or body[rows[n][0] - 1 : rows[n][0]] == "\\":
            n += 1
            continue
        yield rows[n][0], rows[other][1]
        n = other + 1
