"""Draws any widget to a picture, without a screen: for `deskbell.ui.screens` and for looking at one's work."""

import errno
from pathlib import Path

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget


def draw(widget: QWidget, size: QSize, ratio: float = 1.0) -> QImage:
    """`widget` at `size` logical pixels, as an image of `ratio` device pixels each. It is laid out as if shown, never on a screen."""
    widget.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    widget.resize(size)
    widget.show()
    QApplication.processEvents()
    image = QImage(size * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    widget.render(image, QPoint(0, 0))
    return image


def draw_to(file: Path, widget: QWidget, size: QSize, ratio: float = 1.0) -> None:
    """`draw` into a PNG file; raises OSError where it cannot be written."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if not draw(widget, size, ratio).save(str(file)):
        raise OSError(errno.EIO, "The picture could not be written", str(file))
