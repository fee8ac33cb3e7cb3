"""A list over the text that is being written, at the caret; the text keeps the keyboard."""

from collections.abc import Iterable
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QTextCursor
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QListWidget, QListWidgetItem, QPlainTextEdit

from deskbell.ui.composer.editor import Editor
from deskbell.ui.theme.source import ThemeSource

ITEM: Final = Qt.ItemDataRole.UserRole
"""What an entry of the list stands for."""

EDGE: Final = 8
"""So many pixels stay free around it."""


class CaretList(QFrame):
    """Floats over the window of `editor`: whoever uses it hands it `step` and asks for `current`.

    Signals:
        chosen(object): the one of an entry that was clicked.
    """

    chosen = Signal(object)

    def __init__(self, theme: ThemeSource, editor: Editor | QPlainTextEdit) -> None:
        self._host = editor.window()
        super().__init__(self._host)
        self.setObjectName("floating")
        self._theme = theme
        self._editor = editor
        self._room = (0, 0)
        self._sign: QTextCursor | None = None
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(32)
        shadow.setOffset(0, 8)
        shadow.setColor(QColor(0, 0, 0, 70))
        self.setGraphicsEffect(shadow)
        self.list = QListWidget(self)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(lambda item: self.chosen.emit(item.data(ITEM)))
        # What is typed makes the text higher, and moves the caret.
        editor.installEventFilter(self)

    def fill(self, entries: Iterable[tuple[str, object]]) -> None:
        """Offer these: what each is called, and what it stands for. None is chosen yet."""
        self.list.clear()
        for words, one in entries:
            item = QListWidgetItem(words)
            item.setData(ITEM, one)
            self.list.addItem(item)

    def current(self) -> Any:
        """What Enter would take; None for nothing."""
        item: QListWidgetItem | None = self.list.currentItem()
        return item.data(ITEM) if item is not None else None

    def step(self, by: int) -> None:
        """Go up or down."""
        last = self.list.count() - 1
        if abs(by) == 1 and last >= 0:
            self.list.setCurrentRow((self.list.currentRow() + by) % (last + 1) if self.list.currentRow() >= 0 else 0)
        else:
            self.list.setCurrentRow(max(0, min(last, self.list.currentRow() + by)))

    def around(self, margin: int) -> int:
        """What stands above and below its list, with margins of that many pixels."""
        for framed in (self, self.list):
            # Before that it has a frame that the style takes away, or none where it gives one.
            framed.ensurePolished()
        return 2 * (margin + self.frameWidth() + self.list.frameWidth())

    def end(self) -> None:
        """It is not wanted any more."""
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._editor and event.type() is QEvent.Type.Resize and self.isVisible():
            # Once all that is laid out anew has its place.
            QTimer.singleShot(0, self, lambda: self.place(*self._room))
        return super().eventFilter(watched, event)

    def hold_on_to(self, sign: QTextCursor | None) -> None:
        """Stand at this sign, and not wander off with what is typed behind it; at the caret with None."""
        self._sign = sign

    def place(self, width: int, height: int) -> None:
        """Take this room below the caret, or above it where there is more; no more than the window has."""
        self._room = (width, height)
        host = self._host
        caret = self._editor.cursorRect()
        if self._sign is not None:
            sign = self._editor.cursorRect(self._sign)
            # What is typed behind it may have gone on to another line.
            caret = sign if sign.top() == caret.top() else caret
        top = self._editor.viewport().mapTo(host, caret.topLeft())
        bottom = self._editor.viewport().mapTo(host, caret.bottomLeft())
        above, below = top.y() - 2 * EDGE, host.height() - bottom.y() - 2 * EDGE
        height = min(height, max(above, below))
        self.resize(width, height)
        left = max(EDGE, min(top.x(), host.width() - width - EDGE))
        y = bottom.y() + EDGE if below >= height else top.y() - height - EDGE
        self.move(QPoint(left, max(EDGE, y)))
