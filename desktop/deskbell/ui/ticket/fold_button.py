"""The small "•••" below a message that hides and shows what it quotes."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from deskbell.ui.theme.source import ThemeSource


class FoldButton(QAbstractButton):
    """Three dots on a rounded ground; checked while the whole message is shown."""

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.toggled.connect(self._name)
        self._name(checked=False)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(36), self._theme.px(16))

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        ground = colours.accent_ground if self.isChecked() else colours.line if self.underMouse() else colours.chip
        painter.setPen(QPen(QColor(colours.accent), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        edge = 1.0 if self.hasFocus() else 0.0
        painter.drawRoundedRect(area.adjusted(edge, edge, -edge, -edge), area.height() / 2, area.height() / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.accent if self.isChecked() else colours.muted))
        radius = self._theme.px(20) / 10
        for step in (-1, 0, 1):
            painter.drawEllipse(area.center() + QPointF(step * radius * 3, 0), radius, radius)

    def _name(self, checked: bool) -> None:
        name = self.tr("Hide what is quoted") if checked else self.tr("Show the whole message")
        self.setAccessibleName(name)
        self.setToolTip(name)
