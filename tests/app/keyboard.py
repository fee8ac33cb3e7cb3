"""A keyboard on an X server: keys go the way that a person's do, to whatever window has them. And waiting, with Qt's loop running, for what they do."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, QProcess, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

SOON_MS = 20_000
_LOOK_MS = 5


def can_type() -> bool:
    """Whether there is an X server to be started, and something that presses its keys."""
    return bool(shutil.which("Xvfb") and shutil.which("xdotool"))


@contextmanager
def screen(width: int = 1440, height: int = 900) -> Iterator[str]:
    """An X server of our own that nobody sees; its DISPLAY."""
    size = ("-screen", "0", f"{width}x{height}x24")
    command = ["Xvfb", "-displayfd", "1", *size, "-nolisten", "tcp", "-noreset"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        assert server.stdout is not None
        try:
            yield f":{int(server.stdout.readline())}"
        finally:
            server.terminate()


class Manager(QObject):
    """Gives the keyboard to the window that came last, and to the one before when it goes: what a window manager does, of which there is none."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._there: list[QWidget] = []
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt calls it so
        if isinstance(watched, QWidget) and watched.windowType() in {Qt.WindowType.Window, Qt.WindowType.Dialog}:
            if event.type() is QEvent.Type.Show:
                self._there.append(watched)
                QTimer.singleShot(0, self._activate)
            elif event.type() is QEvent.Type.Hide and watched in self._there:
                self._there.remove(watched)
                QTimer.singleShot(0, self._activate)
        return False

    def _activate(self) -> None:
        if self._there:
            self._there[-1].activateWindow()


class NotThereError(Exception):
    """What a key should have done was not done in time."""


class Keyboard:
    """Presses keys on this process's DISPLAY. `pictures` is a folder for what the screen shows where something is not done, None for none."""

    def __init__(self, pictures: Path | None = None) -> None:
        self.pressed = 0
        self._pictures = pictures

    def press(self, *keys: str) -> None:
        """Press these one after the other, in X's names: "j", "Return", "shift+j", "ctrl+k"."""
        self.pressed += len(keys)
        self._run("key", "--delay", "4", "--clearmodifiers", *keys)

    def write(self, text: str) -> None:
        """Type a text of ASCII, "\\n" for a new line."""
        self.pressed += len(text)
        self._run("type", "--delay", "4", "--clearmodifiers", "--", text)

    def until(self, there: Callable[[], object], what: str) -> None:
        """Let the window work until it is there. Raises `NotThereError` with `what` after some time."""
        if there():
            return
        loop = QEventLoop()
        look, patience = QTimer(interval=_LOOK_MS), QTimer(interval=SOON_MS, singleShot=True)
        look.timeout.connect(lambda: loop.exit(0) if there() else None)
        patience.timeout.connect(lambda: loop.exit(1))
        look.start()
        patience.start()
        if loop.exec():
            self.take_picture("stuck")
            raise NotThereError(what)

    def until_active(self, kind: type[QWidget]) -> None:
        """Wait until a window of this kind is there, and the keys go to it."""

        def active() -> bool:
            found = shown(kind)
            return found is not None and found.isActiveWindow()

        self.until(active, f"{kind.__name__} to be active")

    def take_picture(self, name: str) -> None:
        """Keep what the screen shows, where pictures are wanted."""
        if self._pictures is not None:
            self._pictures.mkdir(parents=True, exist_ok=True)
            QApplication.primaryScreen().grabWindow(0).save(str(self._pictures / f"{name}.png"))

    def _run(self, *words: str) -> None:
        presser = QProcess()
        presser.start("xdotool", list(words))
        self.until(lambda: presser.state() is QProcess.ProcessState.NotRunning, f"xdotool {words}")
        if presser.exitCode():
            raise NotThereError(bytes(presser.readAllStandardError().data()).decode())


def shown(kind: type[QWidget]) -> QWidget | None:
    """A widget of this kind that is on the screen, None where there is none."""
    return next((one for one in QApplication.allWidgets() if isinstance(one, kind) and one.isVisible()), None)
