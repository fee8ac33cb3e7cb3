"""The folder of attachments that other programs show: it goes with the window, and where the window was killed with the next one.

Its owner holds a lock in it, which the system gives back when the owner is gone, however it went: so nobody has to trust a process id.
"""

import os
import stat
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from deskbell.ui.errand import Errand

if TYPE_CHECKING:
    from filelock import FileLock

_PREFIX: Final = "deskbell-opened-"
_LOCK: Final = "owner.lock"
# One that is being made has its lock in less.
_SETTLED_SECONDS: Final = 60.0
# Well after the first paint, which must not have to wait for it.
_TIDY_AFTER_MS: Final = 4_000


class OpenedFolder:
    """Made when the first place in it is asked for; only this person can look into it."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._lock: FileLock | None = None

    def place(self, folder: str, name: str) -> Path:
        """Where to write a file; a folder for each, so that two of one name don't meet."""
        from tempfile import mkdtemp

        if self._folder is None:
            self._folder = Path(mkdtemp(prefix=_PREFIX))
            self._lock = _locked(self._folder)
        return self._folder / folder / name

    def close(self) -> None:
        """Take away what was opened; what another program still holds goes with a later window."""
        if self._folder is None:
            return
        _empty(self._folder)
        if self._lock is not None:
            self._lock.release()
        _remove(self._folder)
        self._folder = self._lock = None


def tidy_later(parent: QObject) -> None:
    """Take away leftovers when the window has long been there, on a thread."""
    errand = Errand(lambda _: take_away_leftovers(), may_be_cut=True, parent=parent)
    QTimer.singleShot(_TIDY_AFTER_MS, errand, errand.start)


def take_away_leftovers(within: Path | None = None) -> int:
    """Remove such folders whose owner is gone; how many. `within` is the system's place for temporary files where it is not named.

    Only what is surely ours: named and locked as above, a folder and no link, of this person, and closed to everybody else.
    """
    from tempfile import gettempdir

    removed = 0
    for folder in _ours(within or Path(gettempdir())):
        lock = _locked(folder)
        if lock is not None:
            _empty(folder)
            lock.release()
            removed += _remove(folder)
    return removed


def _ours(within: Path) -> Iterator[Path]:
    with suppress(OSError):
        for folder in sorted(within.glob(f"{_PREFIX}*")):
            if _is_ours(folder):
                yield folder


def _is_ours(folder: Path) -> bool:
    try:
        about, lock = folder.lstat(), (folder / _LOCK).lstat()
    except OSError:
        return False
    if not stat.S_ISDIR(about.st_mode) or not stat.S_ISREG(lock.st_mode):
        return False
    if os.name == "posix" and (about.st_uid != os.getuid() or about.st_mode & 0o077):
        return False
    return time.time() - lock.st_mtime > _SETTLED_SECONDS


def _locked(folder: Path) -> "FileLock | None":
    """The folder's lock, now held; None where another process has it, or where there are no locks here."""
    from filelock import FileLock, Timeout

    lock = FileLock(folder / _LOCK)
    try:
        lock.acquire(timeout=0)
    except (Timeout, OSError, RuntimeError):
        return None
    return lock


def _empty(folder: Path) -> None:
    """All but the lock: while anything is left the folder must be known as ours."""
    import shutil

    with suppress(OSError):
        for child in list(folder.iterdir()):
            if child.name == _LOCK:
                continue
            if child.is_dir() and not child.is_symlink():
                shutil.rmtree(child, ignore_errors=True)
            else:
                child.unlink(missing_ok=True)


def _remove(folder: Path) -> bool:
    """The empty folder itself; False where something in it is still held."""
    try:
        if any(child.name != _LOCK for child in folder.iterdir()):
            return False
        (folder / _LOCK).unlink(missing_ok=True)
        folder.rmdir()
    except OSError:
        return False
    return True
