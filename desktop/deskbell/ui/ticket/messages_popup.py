"""All messages of one customer, whichever ticket they are on: newest first, over the middle of the window."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from deskbell.model.kinds import MessageKind
from deskbell.store.queries.customer_messages import AT_ONCE, MessageLine, page
from deskbell.ui.runner import Runner
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import CORNER_CONTROL
from deskbell.ui.theme.type import TextRole, Weight
from deskbell.ui.widgets.ages import age, exact
from deskbell.ui.widgets.floating import Floating
from deskbell.ui.widgets.label import ElidedLabel, Label, plain_tooltip

_WIDTH = 640
_ROW = 52
_ROWS = 10
_HEAD = 52
_MARGIN = 48
_ITEM = Qt.ItemDataRole.UserRole
_ICONS = {MessageKind.IN: Icon.MAIL, MessageKind.OUT: Icon.REPLY, MessageKind.NOTE: Icon.NOTE}
_NO_PARENT = QModelIndex()


class MessagesModel(QAbstractListModel):
    """The pages that were read so far; the view asks for the next one when its end comes into sight.

    Signals:
        read: a page has come.
        failed(Exception): it could not be read.
    """

    read = Signal()
    failed = Signal(object)

    def __init__(self, runner: Runner, customer_id: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._customer_id = customer_id
        self._lines: list[MessageLine] = []
        self._reading = False
        self._whole = False

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self._lines[index.row()]
        match role:
            case Qt.ItemDataRole.UserRole:
                return line
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return f"#{line.ticket_id} {line.subject}, {line.who}, {exact(line.at)}: {line.words}"
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tooltip(exact(line.at))
        return None

    def canFetchMore(self, parent: QModelIndex | QPersistentModelIndex) -> bool:
        return not parent.isValid() and not self._whole and not self._reading

    def fetchMore(self, parent: QModelIndex | QPersistentModelIndex) -> None:
        if not self.canFetchMore(parent):
            return
        self._reading = True
        last = self._lines[-1] if self._lines else None
        self._runner.ask(page, self._customer_id, last, done=self._take, failed=self._refuse, owner=self)

    def _take(self, found: tuple[MessageLine, ...]) -> None:
        self._reading = False
        self._whole = len(found) < AT_ONCE
        if found:
            first = len(self._lines)
            self.beginInsertRows(QModelIndex(), first, first + len(found) - 1)
            self._lines += found
            self.endInsertRows()
        self.read.emit()

    def _refuse(self, error: Exception) -> None:
        """Not asked for again by itself: the view would do so at once."""
        self._reading, self._whole = False, True
        self.failed.emit(error)


class MessagesPopup(Floating):
    """Up and Down and Enter choose, as does a click; Escape leaves.

    Signals:
        chosen(int, int): the ticket and the message that are to be shown.
        failed(Exception): they could not be read.
    """

    chosen = Signal(int, int)
    failed = Signal(object)

    def __init__(
        self, theme: ThemeSource, runner: Runner, customer_id: int, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        title = self.tr("All messages of %1").replace("%1", name)
        self.model = MessagesModel(runner, customer_id, self)
        self.model.read.connect(self._come)
        self.model.failed.connect(self.failed)
        self.list = _List(self._choose, self)
        self.list.setUniformItemSizes(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setItemDelegate(_LineDelegate(theme, self.list))
        self.list.setMouseTracking(True)
        self.list.setAccessibleName(title)
        self.list.setModel(self.model)
        self.list.clicked.connect(self._choose)
        self._nothing = Label(self.tr("There are none that you may see."), ink="muted", parent=self.list)
        self._nothing.move(theme.px(10), theme.px(8))
        self._nothing.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 8)
        layout.setSpacing(8)
        layout.addWidget(ElidedLabel(title, TextRole.title, parent=self))
        layout.addWidget(self.list)
        self.setFocusProxy(self.list)

    def open_over(self, window: QWidget) -> None:
        """Show it over the upper middle of a window."""
        px = self._theme.px
        self.fill(
            min(px(_WIDTH), window.width() - _MARGIN), min(px(_ROW) * _ROWS + px(_HEAD), window.height() - 2 * _MARGIN)
        )
        corner = window.mapToGlobal(QPoint(0, 0))
        self.move(
            corner + QPoint((window.width() - self.width()) // 2, min(96, (window.height() - self.height()) // 2))
        )
        self.show()
        self.list.setFocus(Qt.FocusReason.PopupFocusReason)

    def fill(self, width: int, height: int) -> None:
        """Be so large, and read the first page."""
        self.setFixedSize(width, height)
        self.model.fetchMore(QModelIndex())

    def _come(self) -> None:
        if not self.model.canFetchMore(QModelIndex()):
            rows = max(1, self.model.rowCount())
            self.setFixedHeight(min(self.height(), self._theme.px(_ROW) * rows + self._theme.px(_HEAD)))
        self._nothing.setVisible(self.model.rowCount() == 0)
        self._nothing.adjustSize()
        if not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.model.index(0))

    def _choose(self, index: QModelIndex) -> None:
        line = index.data(_ITEM)
        if isinstance(line, MessageLine):
            self.close()
            self.chosen.emit(line.ticket_id, line.id)


class _List(QListView):
    """Tells which line Enter is pressed on, on every system."""

    def __init__(self, entered: Callable[[QModelIndex], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._entered = entered

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._entered(self.currentIndex())
        else:
            super().keyPressEvent(event)


class _LineDelegate(QStyledItemDelegate):
    """The ticket and when above, who and the first words below."""

    def __init__(self, theme: ThemeSource, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, self._theme.px(_ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line = index.data(_ITEM)
        if not isinstance(line, MessageLine):
            return
        theme, colours, px = self._theme, self._theme.colours, self._theme.px
        area = QRectF(option.rect)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_ground if selected else colours.hover))
            painter.drawRoundedRect(area, CORNER_CONTROL, CORNER_CONTROL)
        icon = QRectF(area.left() + px(8), area.top(), px(16), area.height())
        theme.icons.paint(painter, _ICONS[line.kind], colours.accent if selected else colours.muted, icon, px(16))
        inside = area.adjusted(px(34), px(6), -px(10), -px(6))
        upper = QRectF(inside.left(), inside.top(), inside.width(), inside.height() / 2)
        lower = upper.translated(0, inside.height() / 2)
        when = age(line.at, datetime.now(UTC))
        taken = self._write(painter, upper, when, TextRole.small, colours.muted, right=True)
        number = self._write(painter, upper, f"#{line.ticket_id}", TextRole.small, colours.muted)
        room = upper.adjusted(number + px(8), 0, -taken - px(12), 0)
        self._write(painter, room, line.subject, TextRole.body, colours.ink)
        who = self._write(painter, lower, line.who, TextRole.small, colours.ink, most=0.4)
        self._write(painter, lower.adjusted(who + px(8), 0, 0, 0), line.words, TextRole.small, colours.muted)
        painter.restore()

    def _write(
        self,
        painter: QPainter,
        room: QRectF,
        words: str,
        role: TextRole,
        ink: str,
        *,
        right: bool = False,
        most: float = 1,
    ) -> float:
        """How wide it became; it takes `most` of the room."""
        font = self._theme.now.font(role, Weight.regular)
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width() * most)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.setFont(font)
        painter.setPen(QColor(ink))
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, shown)
        return metrics.horizontalAdvance(shown)
