"""The lines of a file that are not taken in: the first of them to be shown, all of them in a file, to be saved and mended."""

import csv
import tempfile
from collections.abc import Callable, Sequence
from os import SEEK_END
from pathlib import Path
from shutil import copyfileobj
from typing import IO, Final
from weakref import finalize

from PySide6.QtCore import QObject

from deskbell.model.customer_file import Refused
from deskbell.model.errors import Trouble
from deskbell.rules.spreadsheet import guarded
from deskbell.ui.runner import Runner
from deskbell.ui.words import told

_MOST_SHOWN: Final = 200


class Refusals(QObject):
    """`count` of them; `shown` are the first, a sentence each."""

    def __init__(self, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._kept: _Kept | None = None
        self.count = 0
        self.shown: list[str] = []

    def clear(self) -> None:
        """There are none any more."""
        kept, self._kept = self._kept, None
        if kept is not None:
            self._runner.aside(kept.close)
        self.count = 0
        self.shown = []

    def add(self, refused: Sequence[Refused]) -> None:
        """These, too."""
        if not refused:
            return
        self.count += len(refused)
        rows = [(str(one.line), told(one.code, one.values), one.text) for one in refused]
        line = self.tr("Line %1: %2")
        for number, why, text in rows[: _MOST_SHOWN - len(self.shown)]:
            said = line.replace("%2", why).replace("%1", number)
            self.shown.append(f"{said} ({text})" if text else said)
        if self._kept is None:
            self._kept = _Kept()
            rows.insert(0, (self.tr("Line"), self.tr("Why"), self.tr("What stands there")))
        kept = self._kept
        self._runner.aside(lambda: kept.write(rows))

    def save(self, place: Path, done: Callable[[Path], None], failed: Callable[[Exception], None]) -> None:
        """Write all of them to a file, a row each."""
        kept = self._kept
        if kept is not None:
            self._runner.aside(lambda: kept.copy(place), done=done, failed=failed)


class _Kept:
    """A file of this computer that is gone once it is closed. Made when the first is written, on the thread that does so."""

    def __init__(self) -> None:
        self._file: IO[str] | None = None

    def write(self, rows: Sequence[tuple[str, ...]]) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace", newline="")  # noqa: SIM115  closed below
            finalize(self, self._file.close)
        csv.writer(self._file).writerows(map(guarded, row) for row in rows)

    def copy(self, place: Path) -> Path:
        assert self._file is not None
        self._file.seek(0)
        try:
            # Spreadsheets know UTF-8 by its mark.
            with place.open("w", encoding="utf-8-sig", newline="") as file:
                copyfileobj(self._file, file)
        except OSError as error:
            raise Trouble("file.unwritable", path=str(place), reason=error.strerror or type(error).__name__) from error
        finally:
            self._file.seek(0, SEEK_END)
        return place

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
