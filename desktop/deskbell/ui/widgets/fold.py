"""A part of a form that is folded away until somebody wants it."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import CORNER_CONTROL
from deskbell.ui.theme.type import TextRole, Weight
from deskbell.ui.widgets.buttons import PaintedButton

_CHEVRON = 14
_GAP = 6
_HIGH = 30


class FoldHead(PaintedButton):
    """The line that opens and closes a fold: a chevron, the title, and what is inside in few words while it is closed."""

    def __init__(self, theme: ThemeSource, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._summary = ""
        self.setText(title)
        self.setAccessibleName(title)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_summary(self, summary: str) -> None:
        """What is inside; a screen reader says it too."""
        self._summary = summary
        self.setAccessibleDescription(summary)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(160), self._theme.px(_HIGH))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Right, Qt.Key.Key_Left}:
            self.setChecked(event.key() == Qt.Key.Key_Right)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, colours = self._theme, self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        if self.hasFocus():
            painter.setPen(theme.now.ring())
            painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), CORNER_CONTROL, CORNER_CONTROL)
        side = theme.px(_CHEVRON)
        icon = Icon.CHEVRON_DOWN if self.isChecked() else Icon.CHEVRON_RIGHT
        ink = colours.ink if self.underMouse() else colours.muted
        theme.icons.paint(painter, icon, ink, QRectF(2, 0, side, self.height()), side)
        left = 2 + side + _GAP
        painter.setFont(theme.now.font(TextRole.body, Weight.medium))
        painter.setPen(QColor(colours.ink))
        text = painter.fontMetrics().horizontalAdvance(self.text())
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRectF(left, 0, self.width() - left, self.height()), middle, self.text())
        room = self.width() - left - text - 2 * _GAP
        if self._summary and not self.isChecked() and room > 0:
            painter.setFont(theme.now.font(TextRole.small))
            painter.setPen(QColor(colours.muted))
            shown = painter.fontMetrics().elidedText(self._summary, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(left + text + 2 * _GAP, 0, room, self.height()), middle, shown)


class Fold(QWidget):
    """`content` under a line that opens and closes it; closed at first."""

    def __init__(self, theme: ThemeSource, title: str, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = FoldHead(theme, title, self)
        self._content = content
        content.setVisible(False)
        self.head.toggled.connect(content.setVisible)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.head)
        layout.addWidget(content)

    def open(self) -> None:
        """Show what is inside."""
        self.head.setChecked(True)

    def is_open(self) -> bool:
        """Whether what is inside is shown."""
        return self.head.isChecked()
