"""The fields of a Word file: what is said of them comes first, what they show behind it, over as many runs and paragraphs as it takes."""

import re
from typing import Final

from msgspec import Struct

_LINK: Final = re.compile(r'\s*HYPERLINK\s+(?!\\)(?:"([^"]*)"|(\S+))', re.IGNORECASE)
_CONTENTS: Final = re.compile(r"\s*(?:TOC|INDEX|TOA)\b", re.IGNORECASE)
_LONGEST: Final = 4_000
_DEEPEST: Final = 50


class _Field(Struct):
    instruction: str = ""
    shows: bool = False
    link: str = ""
    contents: bool = False


def link_said(instruction: str) -> str:
    """Where the field of this instruction leads, "" where it is none that does."""
    found = _LINK.match(instruction)
    return (found[1] or found[2] or "") if found else ""


class Fields:
    """Those that are open where one reads. `listed` is how many tables of contents there were."""

    def __init__(self) -> None:
        self._open: list[_Field] = []
        self.listed = 0

    @property
    def is_silent(self) -> bool:
        """Whether what stands here is no text of the document's: the words of an instruction, or a table of contents."""
        return any(not one.shows or one.contents for one in self._open)

    def say(self, words: str) -> None:
        """These are words of an instruction."""
        if self._open and not self._open[-1].shows and len(self._open[-1].instruction) < _LONGEST:
            self._open[-1].instruction += words

    def begin(self) -> None:
        """A field begins."""
        if len(self._open) < _DEEPEST:
            self._open.append(_Field())

    def show(self) -> str:
        """What it shows begins; where that leads, "" for nowhere."""
        if not self._open or self._open[-1].shows:
            return ""
        now = self._open[-1]
        now.shows = True
        now.contents = _CONTENTS.match(now.instruction) is not None
        self.listed += now.contents
        now.link = "" if self.is_silent else link_said(now.instruction)
        return now.link

    def end(self) -> bool:
        """It ends; whether it led somewhere."""
        return bool(self._open and self._open.pop().link)

    def end_paragraph(self) -> int:
        """All end but tables of contents, which have several; how many of them led somewhere."""
        links = sum(bool(one.link) for one in self._open)
        self._open = [one for one in self._open if one.contents]
        return links

    def end_all(self) -> None:
        """Here is text again, whatever has no end."""
        self._open.clear()
