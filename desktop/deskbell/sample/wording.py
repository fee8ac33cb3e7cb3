"""Texts of the sample with their choices and blanks: `[Hello|Hi] {first}, we sent {order}.`

`[a|b]` is one of several wordings, `{name}` a blank, `{m|f}` a form for a man or a woman who writes. Choices with the same number, `[1: a|b]`, fall
alike throughout a ticket: what the subject complains of is what the text describes.

What comes out is plain text with three marks, `**bold**`, lines that begin with `- ` and rows that begin with `|`, which `as_text` and
`as_html` turn into the two bodies of a mail.
"""

import re
from collections.abc import Callable, Mapping
from html import escape
from itertools import groupby
from random import Random

_CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
# A bar between braces parts the forms of a verb, not the wordings.
_BAR = re.compile(r"\|(?![^{}]*\})")
_NUMBER = re.compile(r"(\d): ")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_GAPS = re.compile(r"\n{3,}")
_IMAGE = re.compile(r"^!\(([\w.-]+)\)$")


class Blanks(dict[str, str]):
    """What fills the blanks of one ticket. What is not set here `case` is asked for when a text first says it, and kept.

    `at` is when the text is written (seconds since 1970), `feminine` decides its `{m|f}` forms. A blank that `case` does not know raises
    `KeyError`.
    """

    def __init__(self, case: Callable[[str, float], str], *, at: float = 0.0, feminine: bool = False) -> None:
        super().__init__()
        self._case = case
        self._falls: dict[str, float] = {}
        self.at = at
        self.feminine = feminine

    def __missing__(self, key: str) -> str:
        """The form of `m|f` that fits the writer, or what the case says."""
        masculine, bar, feminine = key.partition("|")
        if bar:
            return feminine if self.feminine else masculine
        self[key] = found = self._case(key, self.at)
        return found

    def fall(self, number: str, random: Random) -> float:
        """How a choice falls, from 0 to below 1: anew each time, but for those with a number."""
        if not number:
            return random.random()
        if number not in self._falls:
            self._falls[number] = random.random()
        return self._falls[number]


class Wording:
    """A text with choices, cut apart once and filled many times."""

    __slots__ = ("_parts", "source")

    def __init__(self, source: str) -> None:
        self.source = source.strip("\n")
        pieces = _CHOICE.split(self.source)
        # Every second piece is what stood between the brackets.
        self._parts: tuple[str | tuple[str, tuple[str, ...]], ...] = tuple(
            _choice(piece) if number % 2 else piece for number, piece in enumerate(pieces) if piece
        )

    def fill(self, blanks: Blanks, random: Random) -> str:
        """The text with one wording of each choice and all blanks filled."""
        chosen = []
        for part in self._parts:
            if isinstance(part, str):
                chosen.append(part)
            else:
                number, wordings = part
                chosen.append(wordings[int(blanks.fall(number, random) * len(wordings))])
        return "".join(chosen).format_map(blanks)

    def numbered(self) -> Mapping[str, int]:
        """How many wordings the numbered choices have, by their number."""
        return {part[0]: len(part[1]) for part in self._parts if isinstance(part, tuple) and part[0]}


def _choice(words: str) -> tuple[str, tuple[str, ...]]:
    found = _NUMBER.match(words)
    return (found[1], tuple(_BAR.split(words[found.end() :]))) if found else ("", tuple(_BAR.split(words)))


def as_text(marked: str) -> str:
    """The plain body: bold loses its stars, a table's cells stand apart, an image leaves nothing."""
    if "**" in marked:
        marked = _BOLD.sub(r"\1", marked)
    if "\n|" not in marked and "!(" not in marked:
        return marked
    kept = (line for line in marked.split("\n") if not _IMAGE.match(line))
    return _GAPS.sub("\n\n", "\n".join("   ".join(_cells(line)) if line.startswith("|") else line for line in kept))


def as_html(marked: str) -> str:
    """The HTML body: a paragraph for each block between empty lines, lists, tables and `cid:` images."""
    marked = escape(marked, quote=False)
    if "**" in marked:
        marked = _BOLD.sub(r"<b>\1</b>", marked)
    return "".join([_block(block) for block in marked.split("\n\n") if block])


def _block(block: str) -> str:
    if "\n" not in block and block[0] not in "-|!":
        return f"<p>{block}</p>"
    made: list[str] = []
    for mark, lines in groupby(block.split("\n"), _mark):
        if mark == "-":
            made.append("<ul>" + "".join([f"<li>{line[2:]}</li>" for line in lines]) + "</ul>")
        elif mark == "|":
            rows = ["".join([f"<td>{cell}</td>" for cell in _cells(line)]) for line in lines]
            made.append(
                '<table cellpadding="4"><tbody>' + "".join([f"<tr>{row}</tr>" for row in rows]) + "</tbody></table>"
            )
        elif mark == "!":
            made.append("<p>" + "".join([f'<img src="cid:{line[2:-1]}">' for line in lines]) + "</p>")
        else:
            made.append("<p>" + "<br>".join(lines) + "</p>")
    return "".join(made)


def _mark(line: str) -> str:
    if line.startswith("- "):
        return "-"
    if line.startswith("|"):
        return "|"
    return "!" if line.startswith("!(") else ""


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]
