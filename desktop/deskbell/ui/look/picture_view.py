"""A picture, which may move."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSizeF, QTimer
from PySide6.QtGui import QGuiApplication, QHideEvent, QImage, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import QWidget

from deskbell.ui.look.zoom_area import ZoomArea
from deskbell.ui.theme.source import ThemeSource

_MARGIN: Final = 12


class PictureView(ZoomArea):
    """Shows a picture, at 100 % pixel for pixel of the screen. One that moves begins by itself, unless things are not to move."""

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._frames: Sequence[QImage] = ()
        self._delays: Sequence[int] = ()
        self._at = 0
        self._next = QTimer(self, singleShot=True)
        self._next.timeout.connect(self._step)

    def show_picture(self, frames: Sequence[QImage], delays: Sequence[int], *, play: bool) -> None:
        """Show these frames, each for its milliseconds."""
        self._frames, self._delays, self._at = frames, delays, 0
        self.renew()
        self.set_playing(play)

    def forget(self) -> None:
        """Show nothing, and let go of the picture."""
        self.show_picture((), (), play=False)

    @property
    def moves(self) -> bool:
        """Whether there is more than one frame."""
        return len(self._frames) > 1

    @property
    def playing(self) -> bool:
        """Whether it moves now."""
        return self._next.isActive()

    def set_playing(self, playing: bool) -> None:
        """Let it move, or stand still."""
        if playing and self.moves:
            self._next.start(self._delays[self._at])
        else:
            self._next.stop()

    def copy(self) -> None:
        """Put the picture that is seen on the clipboard."""
        if self._frames:
            QGuiApplication.clipboard().setImage(self._frames[self._at])

    def extent(self) -> QSizeF:
        if not self._frames:
            return QSizeF(1, 1)
        return QSizeF(self._frames[0].size()) / self.devicePixelRatioF()

    def fitting(self) -> float:
        size, view = self.extent(), self.viewport().size()
        room = (max(1, view.width() - 2 * _MARGIN), max(1, view.height() - 2 * _MARGIN))
        return min(1.0, room[0] / size.width(), room[1] / size.height())

    def paint(self, painter: QPainter, area: QRectF, seen: QRectF) -> None:
        if self._frames:
            # What is larger than it was taken is shown with its pixels.
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.scale < 3)
            painter.drawImage(area, self._frames[self._at])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._next.stop()

    def _step(self) -> None:
        self._at = (self._at + 1) % len(self._frames)
        self._next.start(self._delays[self._at])
        self.viewport().update()
