"""A person's picture: initials on a calm ground that is always the same for the same person."""

import unicodedata
import zlib
from functools import lru_cache

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from deskbell.model.kinds import Presence
from deskbell.ui.theme.colours import PEOPLE, PEOPLE_INK
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.theme import Theme
from deskbell.ui.theme.type import Weight


def initials(name: str, email: str = "") -> str:
    """One or two letters for a person: first and last word's in alphabets, the family name's one character in Chinese and Japanese."""
    source = name.strip() or email.partition("@")[0]
    words = [word for word in ("".join(c if c.isalnum() else " " for c in source)).split() if word]
    if not words:
        return "?"
    first = words[0][0]
    if _is_ideograph(first):
        return first
    last = words[-1][0] if len(words) > 1 and not _is_ideograph(words[-1][0]) else ""
    return (first + last).upper()[:2]


def person_colour(name: str, email: str = "") -> str:
    """The ground of a person's picture, "#RRGGBB"; by the address where there is one, so that it outlives a change of name."""
    return PEOPLE[zlib.crc32((email or name).strip().lower().encode()) % len(PEOPLE)]


def in_contrast(ground: str) -> str:
    """The same ground in high contrast: so dark that the initials keep 7:1."""
    return QColor(ground).darker(150).name()


def avatar_pixmap(theme: Theme, name: str, email: str, size: int, ratio: float) -> QPixmap:
    """The picture as `size` logical pixels at a device pixel ratio, kept for lists that draw many people."""
    ground = person_colour(name, email)
    return _drawn(theme, initials(name, email), in_contrast(ground) if theme.colours.high else ground, size, ratio)


class Avatar(QWidget):
    """A person's picture as a widget, with a presence dot where a presence is given. `size` in pixels at 100 %."""

    def __init__(
        self, theme: ThemeSource, size: int = 34, *, edge: str = "panel", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._size = size
        self._edge = edge
        self._name = ""
        self._email = ""
        self._presence: Presence | None = None
        self._resize()
        theme.changed.connect(self._resize)

    def set_person(self, name: str, email: str = "", presence: Presence | None = None) -> None:
        """Show this person."""
        self._name, self._email, self._presence = name, email, presence
        self.setAccessibleName(name or email)
        self.update()

    def sizeHint(self) -> QSize:
        side = self._theme.px(self._size)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        side = self._theme.px(self._size)
        painter.drawPixmap(
            0, 0, avatar_pixmap(self._theme.now, self._name, self._email, side, self.devicePixelRatioF())
        )
        if self._presence is not None:
            colours = self._theme.colours
            ink = colours.good_dot if self._presence is Presence.AVAILABLE else colours.warning_dot
            paint_dot(painter, QRectF(side - 10, side - 10, 10, 10), ink, getattr(colours, self._edge))

    def _resize(self) -> None:
        self.setFixedSize(self.sizeHint())
        self.update()


def paint_dot(painter: QPainter, area: QRectF, ink: str, edge: str) -> None:
    """A dot with a rim in the colour of what it lies on."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(edge))
    painter.drawEllipse(area.adjusted(-1, -1, 1, 1))
    painter.setBrush(QColor(ink))
    painter.drawEllipse(area.adjusted(1, 1, -1, -1))


@lru_cache(maxsize=256)
def _drawn(theme: Theme, letters: str, ground: str, size: int, ratio: float) -> QPixmap:
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    area = QRectF(0, 0, size, size)
    painter.drawEllipse(area)
    font = theme.font(weight=Weight.strong)
    font.setPixelSize(max(8, round(size * (0.38 if len(letters) > 1 or not _is_ideograph(letters) else 0.42))))
    painter.setFont(font)
    painter.setPen(QColor(PEOPLE_INK))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, letters)
    painter.end()
    return pixmap


def _is_ideograph(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith(
        ("CJK UNIFIED", "CJK COMPATIBILITY", "HIRAGANA", "KATAKANA", "HANGUL")
    )
