"""What the window remembers on this computer: its size, the last view, where the splitters stand."""

import logging
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, QThreadPool, QTimer

log = logging.getLogger("deskbell.ui")

_REST_MS = 500
_GONE = object()


class KeptSettings(QSettings):
    """An INI file that another thread writes half a second after something is set: Qt itself would write on the window's, and wait for the disk.

    What was set is read at once; `sync` waits until it is on the disk.
    """

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(str(path), QSettings.Format.IniFormat, parent)
        self._set: dict[str, object] = {}
        self._unwritten: dict[str, object] = {}
        # One thread, so that the last value is the one that stays.
        self._writer = QThreadPool()
        self._writer.setMaxThreadCount(1)
        self._rest = QTimer(self, interval=_REST_MS, singleShot=True)
        self._rest.timeout.connect(self._write)

    def value(self, key: str, default: object = None, type: object = None) -> object:  # noqa: A002  Qt's own name
        """What is kept under a key, as `QSettings.value` gives it."""
        if key in self._set:
            return default if self._set[key] is _GONE else self._set[key]
        return super().value(key, default) if type is None else super().value(key, default, type)

    def setValue(self, key: str, value: object) -> None:
        """Keep a value."""
        self._set[key] = self._unwritten[key] = value
        # Not from the beginning again: of somebody who types on and on all would be lost with the power.
        if not self._rest.isActive():
            self._rest.start()

    def remove(self, key: str) -> None:
        """No longer keep a value."""
        self.setValue(key, _GONE)

    def sync(self) -> None:
        """Write what is not written yet, and wait until it is."""
        self._rest.stop()
        self._write()
        self._writer.waitForDone()

    def _write(self) -> None:
        if self._unwritten:
            self._writer.start(partial(_write, self.fileName(), self._unwritten))
            self._unwritten = {}


def _write(path: str, values: Mapping[str, object]) -> None:
    store = QSettings(path, QSettings.Format.IniFormat)
    for key, value in values.items():
        if value is _GONE:
            store.remove(key)
        else:
            store.setValue(key, value)
    store.sync()
    if store.status() is not QSettings.Status.NoError:
        log.warning("the window's state could not be written: %s", store.status().name)
