"""The palette on the screen: a field and a list, floating over the upper part of the window."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from deskbell.model.rows import TicketPage, TicketRow
from deskbell.model.views import Sort, View, ViewKind
from deskbell.store.queries import ticket_list
from deskbell.ui.palette.entries import AT_MOST, Entry, best, number_in
from deskbell.ui.runner import Runner
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import CORNER_CONTROL
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.pane import Line

_ENTRY = Qt.ItemDataRole.UserRole
_REST_MS = 150
_WIDTH = 560
_ROW = 36
_FOUND_AT_MOST = 6


class Palette(QFrame):
    """Opens over `host` with `open_over`. `entries` gives actions and views each time it opens.

    Signals:
        ticket_picked(int): a ticket was chosen, by number or among those found.
    """

    ticket_picked = Signal(int)

    def __init__(
        self, theme: ThemeSource, runner: Runner, agent_id: int, entries: Callable[[], Sequence[Entry]], host: QWidget
    ) -> None:
        super().__init__(host)
        self.setObjectName("floating")
        self._theme = theme
        self._runner = runner
        self._agent_id = agent_id
        self._entries = entries
        self._host = host
        self._offered: Sequence[Entry] = ()
        self._found: list[Entry] = []
        self._came_from: QWidget | None = None
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(40)
        shadow.setOffset(0, 10)
        shadow.setColor(QColor(0, 0, 0, 80))
        self.setGraphicsEffect(shadow)
        self._field = QLineEdit(self)
        self._field.setProperty("bare", True)
        self._field.setPlaceholderText(self.tr("Do something, go to a view, or find a ticket"))
        self._field.setAccessibleName(self.tr("Do or find anything"))
        self._field.textChanged.connect(self._typed)
        self._field.installEventFilter(self)
        self._list = QListWidget(self)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setItemDelegate(_EntryDelegate(theme, self._list))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setMouseTracking(True)
        self._list.setAccessibleName(self.tr("Results"))
        self._list.itemEntered.connect(self._list.setCurrentItem)
        self._list.itemClicked.connect(self._choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        field = QVBoxLayout()
        field.setContentsMargins(16, 10, 16, 10)
        field.addWidget(self._field)
        layout.addLayout(field)
        layout.addWidget(Line())
        results = QVBoxLayout()
        results.setContentsMargins(6, 6, 6, 6)
        results.addWidget(self._list)
        layout.addLayout(results)
        self._rest = QTimer(self, interval=_REST_MS, singleShot=True)
        self._rest.timeout.connect(self._find)
        host.installEventFilter(self)
        self.hide()

    def open_over(self) -> None:
        """Show it, empty, with the caret in it."""
        self._offered = self._entries()
        self._found = []
        self._came_from = self._host.window().focusWidget()
        self._field.clear()
        self._show_entries()
        self.show()
        self.raise_()
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)

    def look_for(self, words: str) -> None:
        """As if these were typed."""
        self._field.setText(words)

    def close_again(self) -> None:
        """Put it away; the keyboard goes back to where it was."""
        self._runner.forget(self._topic())
        self.hide()
        if self._came_from is not None:
            self._came_from.setFocus(Qt.FocusReason.PopupFocusReason)
            self._came_from = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host and event.type() is QEvent.Type.Resize:
            self._place()
        if watched is self._field:
            if event.type() is QEvent.Type.FocusOut and self.isVisible():
                self._came_from = None
                self.hide()
            if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
                return self._key(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _key(self, key: Qt.Key) -> bool:
        match key:
            case Qt.Key.Key_Escape:
                self.close_again()
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                step = -1 if key == Qt.Key.Key_Up else 1
                count = max(1, self._list.count())
                self._list.setCurrentRow((self._list.currentRow() + step) % count)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                item: QListWidgetItem | None = self._list.currentItem()
                if item is not None:
                    self._choose(item)
            case _:
                return False
        return True

    def _typed(self) -> None:
        self._found = []
        self._runner.forget(self._topic())  # An answer to the words before would come into these.
        self._show_entries()
        self._rest.start()

    def _find(self) -> None:
        words = self._field.text().strip()
        if len(words) < 2 or number_in(words):
            self._runner.forget(self._topic())
            return
        view = View(ViewKind.SEARCH, query=words)
        self._runner.ask(
            ticket_list.page,
            view,
            Sort.LATEST,
            self._agent_id,
            limit=_FOUND_AT_MOST,
            done=self._take_found,
            failed=self._found_nothing,
            topic=self._topic(),
        )

    def _take_found(self, page: TicketPage) -> None:
        self._found = [self._ticket_entry(row) for row in page.rows]
        self._show_entries()

    def _found_nothing(self, error: Exception) -> None:
        """Half a query may be a wrong one; the actions and views stay."""

    def _ticket_entry(self, row: TicketRow) -> Entry:
        pick = partial(self.ticket_picked.emit, row.id)
        return Entry(row.subject, f"#{row.id} · {row.customer or row.customer_email}", Icon.MAIL, pick)

    def _show_entries(self) -> None:
        typed = self._field.text().strip()
        entries = best(typed, self._offered) if typed else list(self._offered[:AT_MOST])
        number = number_in(typed)
        if number:
            go = self.tr("Go to ticket #%1").replace("%1", str(number))
            entries.insert(0, Entry(go, "", Icon.MAIL, partial(self.ticket_picked.emit, number)))
        self._list.clear()
        for entry in [*entries[: AT_MOST - len(self._found)], *self._found]:
            item = QListWidgetItem(entry.words)
            item.setData(_ENTRY, entry)
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        self._place()

    def _choose(self, item: QListWidgetItem) -> None:
        entry = item.data(_ENTRY)
        self.close_again()
        assert isinstance(entry, Entry)
        entry.do()

    def _place(self) -> None:
        rows = max(1, min(AT_MOST, self._list.count()))
        self._list.setFixedHeight(rows * self._theme.px(_ROW))
        width = min(self._theme.px(_WIDTH), self._host.width() - 48)
        self.setFixedWidth(max(240, width))
        self.adjustSize()
        self.move((self._host.width() - self.width()) // 2, min(96, self._host.height() // 8))

    def _topic(self) -> tuple[str, int]:
        return ("palette", id(self))


class _EntryDelegate(QStyledItemDelegate):
    def __init__(self, theme: ThemeSource, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, self._theme.px(_ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry = index.data(_ENTRY)
        if not isinstance(entry, Entry):
            return
        theme, colours = self._theme, self._theme.colours
        area: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_ground))
            painter.drawRoundedRect(QRectF(area), CORNER_CONTROL, CORNER_CONTROL)
        px = theme.px
        ink = colours.accent if selected else colours.muted
        icon = QRectF(area.left() + px(10), area.top(), px(16), area.height())
        theme.icons.paint(painter, entry.icon, ink, icon, px(16))
        left, right = area.left() + px(36), area.right() - px(10)
        small = theme.now.font(TextRole.small)
        metrics = QFontMetricsF(small)
        detail = metrics.elidedText(entry.detail, Qt.TextElideMode.ElideRight, (right - left) * 0.5)
        painter.setFont(small)
        painter.setPen(QColor(colours.faint))
        right -= round(metrics.horizontalAdvance(detail))
        painter.drawText(QPointF(right, _baseline(area, metrics)), detail)
        body = theme.now.font()
        metrics = QFontMetricsF(body)
        painter.setFont(body)
        painter.setPen(QColor(colours.ink))
        words = metrics.elidedText(entry.words, Qt.TextElideMode.ElideRight, right - left - px(12))
        painter.drawText(QPointF(left, _baseline(area, metrics)), words)
        painter.restore()


def _baseline(area: QRect, metrics: QFontMetricsF) -> float:
    return round(area.top() + (area.height() + metrics.ascent() - metrics.descent()) / 2)
