"""Tables in files (CSV), read piece by piece however long they are: their charset, what stands between their cells, and their rows."""

import codecs
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, TypeVar

from msgspec import Struct

from deskbell.actions.table_rows import SHOWN, rows
from deskbell.mail.parse.guess import guess
from deskbell.model.customer_file import Refused
from deskbell.model.errors import Mistake, Trouble

_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DELIMITERS: Final = (",", ";", "\t")
_PIECE: Final = 1 << 20
_BEGINNING: Final = 64 << 10
_SAMPLE_ROWS: Final = 5
_NO_TEXT: Final = re.compile(r"[\x00-\x08\x0e-\x1f]")
_CARDS: Final = "BEGIN:VCARD"
T = TypeVar("T")

LOST: Final = "\ufffd"
"""What stands where something could not be read."""


class Sheet(Struct, frozen=True):
    """What a file is: its charset, and of a table what stands between its cells, whether its first row are headings, and its first rows, with those. `delimiter` is ""
    for what is no table (vCards)."""

    path: Path
    charset: str
    delimiter: str
    headings: bool
    rows: tuple[tuple[str, ...], ...]


def look(path: Path, has_headings: Callable[[Sequence[str]], bool], nothing: str, *, cards: bool = False) -> Sheet:
    """What a file is; `has_headings` says of a first row whether it is one of headings. vCards are no table; `cards` are taken all the same.

    Raises `Trouble` file.unreadable, and the `Mistake` of the code `nothing` for one that is no table, or is empty.
    """
    try:
        charset = charset_of(path)
        with path.open(encoding=charset, errors="replace", newline="") as file:
            beginning = file.read(_BEGINNING)
        if beginning.lstrip().upper().startswith(_CARDS):
            if not cards:
                raise Mistake(nothing, path=path.name)
            return Sheet(path, charset, "", headings=False, rows=())
        if not beginning.strip() or _NO_TEXT.search(beginning):
            raise Mistake(nothing, path=path.name)
        delimiter = _delimiter(beginning)
        first: list[tuple[str, ...]] = []
        for _, cells in _rows(path, charset, delimiter):
            if not isinstance(cells, Refused):
                first.append(tuple(cells))
            if len(first) == _SAMPLE_ROWS:
                break
    except OSError as error:
        raise unreadable(path, error) from error
    if not first:
        raise Mistake(nothing, path=path.name)
    return Sheet(path, charset, delimiter, has_headings(first[0]), tuple(first))


def read_rows(sheet: Sheet, read: Callable[[int, list[str]], T], *, headings: bool) -> Iterator[T | Refused]:
    """What `read` makes of the line and the cells of each row of a table, one after the other. Raises `Trouble` file.unreadable."""
    try:
        for place, (line, cells) in enumerate(_rows(sheet.path, sheet.charset, sheet.delimiter)):
            if isinstance(cells, Refused):
                yield cells
            elif not (headings and place == 0):
                lost = LOST in "".join(cells)
                yield Refused(line, "import.charset", text=" | ".join(cells)[:SHOWN]) if lost else read(line, cells)
    except OSError as error:
        raise unreadable(sheet.path, error) from error


def unreadable(path: Path, error: OSError) -> Trouble:
    """What is raised where a file cannot be read."""
    return Trouble("file.unreadable", path=str(path), reason=error.strerror or type(error).__name__)


def charset_of(path: Path) -> str:
    """The codec that reads a file: by its mark, else UTF-16 where every second byte is nothing, UTF-8 where all of it is that, and else a guess."""
    with path.open("rb") as file:
        beginning = file.read(_BEGINNING)
        for mark, codec in _MARKS:
            if beginning.startswith(mark):
                return codec
        even, odd = beginning[0::2].count(0), beginning[1::2].count(0)
        if max(even, odd) > len(beginning) // 8:
            return "utf-16-le" if odd > even else "utf-16-be"
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while piece := file.read(_PIECE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            return guess(error.object[max(0, error.start - SHOWN) :])
    return "utf-8"


def _rows(path: Path, charset: str, delimiter: str) -> Iterator[tuple[int, list[str] | Refused]]:
    with path.open(encoding=charset, errors="replace", newline="") as file:
        yield from rows(file, delimiter)


def _delimiter(beginning: str) -> str:
    """What stands most often in the first line, outside of quotes."""
    line = next((one for one in beginning.splitlines() if one.strip()), "")
    bare = "".join(line.split('"')[0::2])
    return max(_DELIMITERS, key=bare.count)
