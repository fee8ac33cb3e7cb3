"""The words of one paragraph, each with how it is emphasised, as a line of Markdown."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from deskbell.rules.markdown.escaping import code, escaped, line, link
from deskbell.rules.markdown.reading import read, said

BREAK: Final = "\n"
_BLANK: Final = re.compile(r"[ \t\r\n\f\v\u00a0\u2000-\u200a\u3000]+")
_UNSEEN: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b\ufeff\ud800-\udfff]")
_EMPHASIS: Final = ("~~", "**", "*")


class Look(Struct, frozen=True):
    """How words are emphasised, and where they lead."""

    bold: bool = False
    italic: bool = False
    strike: bool = False
    code: bool = False
    link: str = ""

    def has(self, mark: str) -> bool:
        """Whether words that look so stand between two of this mark."""
        if mark == "~~":
            return self.strike
        return self.bold if mark == "**" else self.italic


class Run(Struct, frozen=True):
    """Words that look alike. `made`: what they are in Markdown where they are a picture; its `words` say what it is called."""

    words: str
    look: Look = Look()
    made: str = ""


class _Mark(Struct, frozen=True):
    sign: str
    closes: bool


def lines_of(runs: Sequence[Run], *, one: bool = False) -> str:
    """The runs as the lines of a paragraph, or as `one`; "" where they say nothing."""
    runs = _tidied(runs, one=one)
    made = _written(runs, emphasis=True)
    if any(run.look.bold or run.look.italic or run.look.strike for run in runs) and not _says(made, runs):
        made = _written(runs, emphasis=False)
    return made


def _written(runs: Sequence[Run], *, emphasis: bool) -> str:
    pieces: list[str | _Mark] = []
    for address, group in groupby(runs, lambda run: run.look.link):
        inside = list(group)
        words = "".join(run.words for run in inside)
        if address and words.strip():
            pieces += _linked(inside, address, emphasis=emphasis)
        else:
            pieces += _dressed(inside, _EMPHASIS if emphasis else ())
    written = "".join(piece if isinstance(piece, str) else piece.sign for piece in _that_hold(pieces))
    return "\\\n".join(line(one) for one in written.split(BREAK))


def _linked(runs: list[Run], address: str, *, emphasis: bool) -> list["str | _Mark"]:
    words = "".join(run.words for run in runs).strip()
    if words in (address, address.removeprefix("mailto:")) and not re.search(r"[&\\]", words):
        shown = f"<{words}>" if ":" in words or "@" in words else ""
        if shown and not address.startswith(("#", "tel:")):
            return [shown]
    # What is blank at its ends stands outside, and emphasis within.
    inside = _dressed(runs, _EMPHASIS if emphasis else ())
    made = "".join(piece if isinstance(piece, str) else piece.sign for piece in _that_hold(inside)).replace(BREAK, " ")
    before = " " if made[:1] == " " else ""
    behind = " " if made[-1:] == " " else ""
    return [before + link(made.strip(), address) + behind]


def _dressed(runs: Sequence[Run], marks: tuple[str, ...]) -> list["str | _Mark"]:
    if not marks:
        return [_plain(run) for run in runs]
    made: list[str | _Mark] = []
    for marked, group in groupby(runs, lambda run: run.look.has(marks[0])):
        inside = _dressed(list(group), marks[1:])
        made += _between(inside, marks[0]) if marked else inside
    return made


def _between(pieces: list["str | _Mark"], sign: str) -> list["str | _Mark"]:
    """Between two marks, outside of which the blanks at the ends stand."""
    words = [place for place, piece in enumerate(pieces) if isinstance(piece, str) and piece.strip()]
    if not words:
        return pieces
    first, last = pieces[words[0]], pieces[words[-1]]
    assert isinstance(first, str)
    assert isinstance(last, str)
    before = first[: len(first) - len(first.lstrip())]
    behind = last[len(last.rstrip()) :]
    inside = list(pieces)
    inside[words[-1]] = last.rstrip() if words[0] != words[-1] else last.strip()
    if words[0] != words[-1]:
        inside[words[0]] = first.lstrip()
    blank = [piece for piece in inside if isinstance(piece, _Mark) or piece]
    return [before, _Mark(sign, False), *blank, _Mark(sign, True), behind]


def _that_hold(pieces: list["str | _Mark"]) -> list["str | _Mark"]:
    """Without the marks that would stand there as signs: those between a letter and a sign are read as neither an end nor a beginning."""
    dropped: set[int] = set()
    opened: list[int] = []
    texts = [piece if isinstance(piece, str) else "" for piece in pieces]
    before = _neighbours(texts)
    behind = _neighbours([text[::-1] for text in reversed(texts)])[::-1]
    for place, piece in enumerate(pieces):
        if isinstance(piece, str):
            continue
        if not piece.closes:
            opened.append(place)
            continue
        begin = opened.pop()
        outer = (before[begin], behind[place])
        inner = (behind[begin], before[place])
        if any(
            _is_sign(within) and not (without == " " or _is_sign(without))
            for without, within in zip(outer, inner, strict=True)
        ):
            dropped |= {begin, place}
    return [piece for place, piece in enumerate(pieces) if place not in dropped]


def _neighbours(texts: Sequence[str]) -> list[str]:
    """The last letter before each of these, a blank where there is none."""
    letter, found = " ", []
    for text in texts:
        found.append(letter)
        letter = text[-1:] or letter
    return [" " if one == BREAK else one for one in found]


def _is_sign(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "PS"


def _plain(run: Run) -> str:
    if run.made:
        return run.made
    if run.words == BREAK:
        return BREAK
    if run.look.code and run.words.strip():
        words = run.words.strip()
        before = " " if run.words[0] == " " else ""
        return before + code(words) + (" " if run.words[-1] == " " else "")
    return escaped(run.words)


def _tidied(runs: Sequence[Run], *, one: bool) -> list[Run]:
    """One blank where there were several, none at the ends of lines; what looks alike in one run."""
    found: list[Run] = []
    blank = True
    for run in runs:
        if run.words == BREAK and not run.made and not one:
            if found and found[-1].words.endswith(" ") and not found[-1].made:
                found[-1] = replace(found[-1], words=found[-1].words[:-1])
            found.append(Run(BREAK))
            blank = True
            continue
        words = run.words if run.made else _BLANK.sub(" ", _UNSEEN.sub("", run.words))
        if blank and not run.made:
            words = words.lstrip(" ")
        if not words and not run.made:
            continue
        blank = words.endswith(" ") and not run.made
        last = found[-1] if found else None
        if last is not None and last.look == run.look and not run.made and not last.made and last.words != BREAK:
            found[-1] = replace(last, words=last.words + words)
        else:
            found.append(replace(run, words=words))
    return _without_ends(found)


def _without_ends(runs: list[Run]) -> list[Run]:
    found = [run for run in runs if run.words or run.made]
    while found and not found[-1].made and not found[-1].words.strip():
        found.pop()
    while found and not found[0].made and not found[0].words.strip():
        del found[0]
    if found and not found[-1].made:
        found[-1] = replace(found[-1], words=found[-1].words.rstrip())
    # Of several breaks in a row one is left: an empty line would end the paragraph.
    return [
        run for run, following in pairwise([*found, Run("")]) if not (run.words == BREAK and following.words == BREAK)
    ]


def _says(made: str, runs: Sequence[Run]) -> bool:
    """Whether it is read as the words that it was made of."""
    wanted = "".join(run.words for run in runs)
    tokens = [token for token in read(made) if token.type == "inline"]
    return " ".join("".join(map(said, tokens)).split()) == " ".join(wanted.split())
