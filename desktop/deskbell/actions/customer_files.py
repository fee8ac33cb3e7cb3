"""Files with customers in them, read piece by piece however long they are: what kind of file it is, its charset, and its people."""

import codecs
import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct

from deskbell.mail.parse import vcard
from deskbell.mail.parse.guess import guess
from deskbell.model.customer_file import Refused
from deskbell.model.customers import Written
from deskbell.model.errors import Mistake, Trouble
from deskbell.rules import customer_columns

_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DELIMITERS: Final = (",", ";", "\t")
_PIECE: Final = 1 << 20
_BEGINNING: Final = 64 << 10
_SAMPLE_ROWS: Final = 5
_SHOWN: Final = 200
_NO_TEXT: Final = re.compile(r"[\x00-\x08\x0e-\x1f]")
_LOST: Final = "\ufffd"


class Sheet(Struct, frozen=True):
    """What a file is: its charset, and of a CSV file what stands between its cells, whether its first row are headings, and its first rows, with those.
    `delimiter` is "" for vCards."""

    path: Path
    charset: str
    delimiter: str
    headings: bool
    rows: tuple[tuple[str, ...], ...]

    def columns(self, fields: Sequence[str] = ()) -> tuple[str, ...]:
        """What each column holds, as it seems (`rules.customer_columns.guess`)."""
        if not self.rows:
            return ()
        first = self.rows[0]
        return customer_columns.guess(first, fields) if self.headings else customer_columns.guess_of_values(first)


def look(path: Path) -> Sheet:
    """What a file is. Raises `Trouble` file.unreadable, and `Mistake` import.no_people for one that is neither CSV nor vCard, or is empty."""
    try:
        charset = charset_of(path)
        with path.open(encoding=charset, errors="replace", newline="") as file:
            beginning = file.read(_BEGINNING)
        if beginning.lstrip().upper().startswith("BEGIN:VCARD"):
            return Sheet(path, charset, "", headings=False, rows=())
        if not beginning.strip() or _NO_TEXT.search(beginning):
            raise Mistake("import.no_people", path=path.name)
        delimiter = _delimiter(beginning)
        rows: list[tuple[str, ...]] = []
        for _, cells in _rows(path, charset, delimiter):
            if not isinstance(cells, str) and len(rows) < _SAMPLE_ROWS:
                rows.append(tuple(cells))
            elif len(rows) >= _SAMPLE_ROWS:
                break
    except OSError as error:
        raise Trouble("file.unreadable", path=str(path), reason=error.strerror or type(error).__name__) from error
    if not rows:
        raise Mistake("import.no_people", path=path.name)
    return Sheet(path, charset, delimiter, customer_columns.has_headings(rows[0]), tuple(rows))


def people(sheet: Sheet, columns: Sequence[str], *, headings: bool) -> Iterator[Written | Refused]:
    """The people of a file, one after the other, `columns` saying what its columns hold. Raises `Trouble` file.unreadable."""
    try:
        if not sheet.delimiter:
            with sheet.path.open(encoding=sheet.charset, errors="replace", newline="") as file:
                yield from map(_without_lost, vcard.cards(file))
            return
        for place, (line, cells) in enumerate(_rows(sheet.path, sheet.charset, sheet.delimiter)):
            if isinstance(cells, str):
                yield Refused(line, "import.quote", text=cells)
            elif not (headings and place == 0):
                yield _read(line, cells, columns)
    except OSError as error:
        raise Trouble("file.unreadable", path=str(sheet.path), reason=error.strerror or type(error).__name__) from error


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
            return guess(error.object[max(0, error.start - _SHOWN) :])
    return "utf-8"


def _rows(path: Path, charset: str, delimiter: str) -> Iterator[tuple[int, list[str] | str]]:
    """Rows with the number of the line that each begins on; the text of one that cannot be cut into cells. Empty ones are left out."""
    with path.open(encoding=charset, errors="replace", newline="") as file:
        # A line without an end is none: it comes in pieces.
        lines = iter(lambda: file.readline(_PIECE), "")
        reader = csv.reader((line.replace("\0", "") for line in lines), delimiter=delimiter)
        before = 0
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield before + 1, str(error)
                before = reader.line_num
                continue
            if any(map(str.strip, cells)):
                yield before + 1, cells
            before = reader.line_num


def _delimiter(beginning: str) -> str:
    """What stands most often in the first line, outside of quotes."""
    line = next((one for one in beginning.splitlines() if one.strip()), "")
    bare = "".join(line.split('"')[0::2])
    return max(_DELIMITERS, key=bare.count)


def _read(line: int, cells: list[str], columns: Sequence[str]) -> Written | Refused:
    shown = " | ".join(cells)[:_SHOWN]
    if any(_LOST in cell for cell in cells):
        return Refused(line, "import.charset", text=shown)
    return customer_columns.read_row(line, cells, columns)


def _without_lost(one: Written | Refused) -> Written | Refused:
    if isinstance(one, Written) and any(_LOST in text for text in (one.name, one.organisation, one.note, *one.emails)):
        return Refused(one.line, "import.charset", text=one.name)
    return one
