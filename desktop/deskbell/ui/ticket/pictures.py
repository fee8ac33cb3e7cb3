"""A message's own pictures, read off the window's thread: only formats that cannot name other files, and no larger than a screen."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from deskbell.ui.picture_reader import picture_reader

if TYPE_CHECKING:
    from deskbell.store.session import Session

_LARGEST_SIDE: Final = 2048
_LARGEST_SOURCE: Final = 20_000
"""Pixels of the longer side beyond which a picture isn't even begun."""


def pictures_of(session: "Session", message_id: int) -> tuple[int, dict[str, QImage]]:
    """The message's id, and its inline pictures by Content-ID, decoded; what can't be read safely is left out. A query for the runner."""
    from deskbell.store.queries import ticket

    return message_id, read_pictures(ticket.inline_images(session, message_id))


def read_pictures(contents: Mapping[str, bytes]) -> dict[str, QImage]:
    """Decode those of `contents` that are pictures of a plain kind."""
    read = ((name, read_picture(content)) for name, content in contents.items())
    return {name: image for name, image in read if image is not None}


def read_picture(content: bytes) -> QImage | None:
    """One picture, its longer side at most 2048 pixels; None where it is damaged, of another format, or a bomb."""
    with picture_reader(content) as reader:
        if reader is None:
            return None
        size = reader.size()
        if not size.isValid() or max(size.width(), size.height()) > _LARGEST_SOURCE:
            return None
        if max(size.width(), size.height()) > _LARGEST_SIDE:
            reader.setScaledSize(size.scaled(QSize(_LARGEST_SIDE, _LARGEST_SIDE), Qt.AspectRatioMode.KeepAspectRatio))
        image = reader.read()
        return None if image.isNull() else image
