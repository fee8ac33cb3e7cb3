"""A file that is there whole or as it was before; and a table in one, as spreadsheets open it (CSV)."""

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, TextIO

from deskbell.model.errors import Trouble
from deskbell.rules.spreadsheet import guarded

# By this spreadsheets know UTF-8.
_MARK: Final = "\ufeff"


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """A new file for text, which takes the place of one that is at `path` at the end of the block. Raises `Trouble` file.unwritable; whatever is raised, the file
    that was there is as it was then.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", errors="replace", newline="") as file:
            yield file
        part.replace(path)
    except OSError as error:
        raise Trouble("file.unwritable", path=str(path), reason=error.strerror or type(error).__name__) from error
    finally:
        with suppress(OSError):
            part.unlink()


def table_in(file: TextIO, headings: Sequence[str]) -> Callable[[Sequence[str]], object]:
    """Begin a table; what writes a row of it. Rows are `guarded` by whoever makes them."""
    file.write(_MARK)
    writer = csv.writer(file)
    writer.writerow(map(guarded, headings))
    return writer.writerow
