"""Places widgets side by side and begins a new row where there is no more room."""

from collections.abc import Sequence

from PySide6.QtCore import QMargins, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Rows of widgets, each as large as it wants to be (or as wide as the row), centred in the height of its row."""

    def __init__(self, spacing: int, row_spacing: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        # Qt asks for both again and again while nothing is another one.
        self._heights: dict[int, int] = {}
        self._smallest: QSize | None = None
        self._across = spacing
        self._down = row_spacing
        self.setContentsMargins(QMargins())

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        if not 0 <= index < len(self._items):
            return None
        self.invalidate()
        return self._items.pop(index)

    def insert(self, index: int, widget: QWidget) -> None:
        """Put a widget in before the one at `index`."""
        self.addWidget(widget)
        self._items.insert(index, self._items.pop())

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            around = self.contentsMargins()
            inside = QRect(0, 0, width, 0).marginsRemoved(around)
            self._heights[width] = self._place(inside, move=False) + around.top() + around.bottom()
        return self._heights[width]

    def invalidate(self) -> None:
        self._heights.clear()
        self._smallest = None
        super().invalidate()

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        if self._smallest is None:
            wanted = [item.minimumSize() for item in self._items if not item.isEmpty()]
            around = self.contentsMargins()
            self._smallest = QSize(
                max((size.width() for size in wanted), default=0) + around.left() + around.right(),
                max((size.height() for size in wanted), default=0) + around.top() + around.bottom(),
            )
        return QSize(self._smallest)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect.marginsRemoved(self.contentsMargins()), move=True)

    def _place(self, rect: QRect, *, move: bool) -> int:
        top = rect.top()
        for row in self._rows(rect.width()):
            height = max(item.sizeHint().height() for item in row)
            left = rect.left()
            for item in row:
                size = item.sizeHint()
                if move:
                    width = min(size.width(), rect.width())
                    item.setGeometry(QRect(left, top + (height - size.height()) // 2, width, size.height()))
                left += size.width() + self._across
            top += height + self._down
        return max(0, top - self._down - rect.top())

    def _rows(self, width: int) -> Sequence[Sequence[QLayoutItem]]:
        rows: list[list[QLayoutItem]] = []
        used = 0
        for item in self._items:
            if item.isEmpty():
                continue
            wanted = item.sizeHint().width()
            if not rows or used + wanted > width:
                rows.append([])
                used = 0
            rows[-1].append(item)
            used += wanted + self._across
        return rows
