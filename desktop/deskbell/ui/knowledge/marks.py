"""Where the words of a search stand in a document."""

import re
from collections.abc import Iterator

from PySide6.QtGui import QTextDocument

from deskbell.store.search.hit import places


def words_at(document: QTextDocument, wanted: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Positions in the document between which what is wanted stands, whatever case and accents it is written in."""
    block = document.begin()
    while block.isValid():
        text, begin = block.text(), block.position()
        for start, end in places(text, wanted):
            yield begin + _units(text[:start]), begin + _units(text[:end])
        block = block.next()


def _units(text: str) -> int:
    """How long a text is to Qt, which counts letters beyond the first 65,536 twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
