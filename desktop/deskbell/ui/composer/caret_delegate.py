"""How the entries of a list at the caret are drawn."""

from abc import abstractmethod
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from deskbell.ui.composer.caret_list import ITEM
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import CORNER_CONTROL


class CaretDelegate(QStyledItemDelegate):
    """Gives each entry its height, and the ground of the one that Enter would take; what stands on it is up to subclasses."""

    def __init__(self, theme: ThemeSource, height: int, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._height = height

    @abstractmethod
    def draw(self, painter: QPainter, area: QRectF, one: Any, *, selected: bool) -> None:
        """Draw what an entry stands for."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, self._theme.px(self._height))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        area, selected = QRectF(option.rect), bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.colours.accent_ground))
            painter.drawRoundedRect(area, CORNER_CONTROL, CORNER_CONTROL)
        self.draw(painter, area, index.data(ITEM), selected=selected)
        painter.restore()
