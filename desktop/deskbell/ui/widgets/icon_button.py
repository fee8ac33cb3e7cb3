"""A square button with an icon; its name is its tooltip and what a screen reader says."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import CORNER_CONTROL
from deskbell.ui.widgets.label import plain_tooltip


class IconButton(QAbstractButton):
    """An icon that can be clicked, or checked when `setCheckable(True)`. `side` and `icon_size` in pixels at 100 %.

    `ink` and `ground` name the colours it stands in; the rail's buttons differ from all others in these alone.
    """

    def __init__(
        self,
        theme: ThemeSource,
        icon: Icon,
        name: str,
        *,
        side: int = 28,
        icon_size: int = 16,
        ink: str = "muted",
        ink_on: str = "accent",
        ground_hover: str = "hover",
        ground_on: str = "accent_ground",
        ring: str = "accent",
        corner: int = CORNER_CONTROL,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = icon
        self._side = side
        self._icon_size = icon_size
        self._ink = ink
        self._ink_on = ink_on
        self._ground_hover = ground_hover
        self._ground_on = ground_on
        self._ring = ring
        self._corner = corner
        self.set_name(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._resize()
        theme.changed.connect(self._resize)

    def set_name(self, name: str, keys: str = "") -> None:
        """What the button does, and the keys that do the same."""
        self.setAccessibleName(name)
        self.setToolTip(plain_tooltip(f"{name}  {keys}" if keys else name))

    def set_icon(self, icon: Icon) -> None:
        """Show another icon."""
        self._icon = icon
        self.update()

    def sizeHint(self) -> QSize:
        side = self._theme.px(self._side)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self._theme.colours
        area = QRectF(self.rect())
        on = self.isChecked() or self.isDown()
        ground = self._ground_on if on else self._ground_hover if self.underMouse() and self.isEnabled() else ""
        if ground:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(getattr(colours, ground)))
            painter.drawRoundedRect(area, self._corner, self._corner)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(getattr(colours, self._ring)), 2))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), self._corner, self._corner)
        ink = self._ink_on if on else self._ink
        if not self.isEnabled():
            painter.setOpacity(0.45)
        self._theme.icons.paint(painter, self._icon, getattr(colours, ink), area, self._theme.px(self._icon_size))

    def _resize(self) -> None:
        self.setFixedSize(self.sizeHint())
        self.update()
