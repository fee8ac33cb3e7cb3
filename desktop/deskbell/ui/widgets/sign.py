"""A small icon beside a sentence: it says by its shape what the colour says."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource


class Sign(QWidget):
    """An icon of `size` pixels at 100 %, in a colour of the palette; it is decoration: the words stand beside it."""

    def __init__(
        self, theme: ThemeSource, icon: Icon, ink: str = "muted", *, size: int = 16, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = icon
        self._ink = ink
        self._size = size
        self._resize()
        theme.changed.connect(self._resize)

    def show_sign(self, icon: Icon, ink: str) -> None:
        """Another icon, another colour by name."""
        self._icon, self._ink = icon, ink
        self.update()

    def sizeHint(self) -> QSize:
        side = self._theme.px(self._size)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        colour = getattr(self._theme.colours, self._ink)
        self._theme.icons.paint(
            QPainter(self), self._icon, colour, QRectF(self.rect()), min(self.width(), self._theme.px(self._size))
        )

    def _resize(self) -> None:
        self.setFixedSize(self.sizeHint())
        self.update()
