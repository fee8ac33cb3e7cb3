"""Draws any widget to a picture, without a screen: for `deskbell.ui.screens` and for looking at one's work."""

import errno
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop, QSize, Qt, QTimer
from PySide6.QtWidgets import QWidget

from deskbell.ui.runner import Runner

_QUIET_MS = 150
_PATIENCE_MS = 10_000


def put_up(widget: QWidget, size: QSize) -> None:
    """Lay a widget out as if it were shown; it is on no screen."""
    widget.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    widget.resize(size)
    widget.show()


def settle(runner: Runner, quiet_ms: int = _QUIET_MS) -> None:
    """Wait until nothing has been asked or done for so many milliseconds: what was read is on the screen."""
    loop = QEventLoop()
    quiet = QTimer(interval=quiet_ms, singleShot=True)
    quiet.timeout.connect(loop.quit)
    runner.busy.connect(lambda busy: quiet.stop() if busy else quiet.start())
    QTimer.singleShot(_PATIENCE_MS, loop, loop.quit)
    if not runner.is_busy:
        quiet.start()
    loop.exec()
    # On a busy machine the layout of what came last may still be asked for.
    QCoreApplication.sendPostedEvents()


def save(widget: QWidget, file: Path) -> None:
    """What the widget looks like, as a PNG of as many pixels as the platform's scale gives. Raises OSError where it cannot be written."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if not widget.grab().save(str(file)):
        raise OSError(errno.EIO, "The picture could not be written", str(file))
