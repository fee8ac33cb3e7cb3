"""The list of tickets on the screen, cards or lines: what the mouse and the keyboard do in it."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView, QWidget

from deskbell.ui.inbox.card_delegate import CardDelegate
from deskbell.ui.inbox.drag import drag_row
from deskbell.ui.inbox.ticket_model import HEAD, TICKET, TicketListModel
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.overlay_scroll_bar import OverlayScrollBar
from deskbell.ui.widgets.viewport import own_viewport

if TYPE_CHECKING:
    from deskbell.ui.inbox.group_rows import GroupRows
    from deskbell.ui.inbox.line_delegate import LineDelegate

# What was opened is painted first.
_DRAW_AFTER_MS = 30
_CURRENT = QItemSelectionModel.SelectionFlag.ClearAndSelect


class TicketView(QTableView):
    """A table of one column, because its layout does not ask the model row by row as a list's does: 0.3 s for 90,000 rows.

    Tickets that are opened by a click, by j and k or the arrows, ticked by x, Ctrl or Shift and a click, and dragged onto views. `browsing`: the keys
    only mark a ticket, and what is marked is opened by Enter or a click.

    Signals:
        opened(int): the person went to this ticket.
        marked(int): the person went to it while browsing.
        entered(int): Enter: the person wants to work in it.
        window_wanted(int): a double click: it is to have a window of its own.
        fold_wanted(int, bool): the group is to be folded (`GroupRow.id`), or unfolded.
        current_left(int): the ticket that was open is no longer in this row, nor anywhere in sight.
    """

    opened = Signal(int)
    marked = Signal(int)
    entered = Signal(int)
    window_wanted = Signal(int)
    fold_wanted = Signal(int, bool)
    current_left = Signal(int)

    def __init__(self, theme: ThemeSource, model: TicketListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        own_viewport(self)
        self._tickets = model
        self._current = 0
        self._range_from = 0
        self._pressed: tuple[QPoint, int] | None = None
        self._anchor: tuple[int, int] | None = None
        self._last_number = 0
        self._way = 1
        self._wanted: int | None = None
        self._resume: int | None = None
        self._has_heads = False
        self._opens = True
        self.browsing = False
        self.cards = CardDelegate(theme, self)
        self._rows: CardDelegate | LineDelegate = self.cards
        self.setModel(model)
        self.setItemDelegate(self.cards)
        self._shape()
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        OverlayScrollBar(self)
        self.setAccessibleName(self.tr("Tickets"))
        self._look_soon = QTimer(self, interval=0, singleShot=True)
        self._look_soon.timeout.connect(self._look)
        self._draw_soon = QTimer(self, interval=_DRAW_AFTER_MS, singleShot=True)
        self._draw_soon.timeout.connect(self._draw_ahead)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.verticalScrollBar().rangeChanged.connect(self._scrolled)
        model.dataChanged.connect(self._open_wanted)
        model.settling.connect(self._before)
        model.settled.connect(self._after)
        model.shown.connect(self._begin)
        model.headed.connect(self._shape_heads)
        # Ages are words that change by themselves.
        ageing = QTimer(self, interval=30_000)
        ageing.timeout.connect(self.viewport().update)
        ageing.start()
        theme.changed.connect(self._take_theme)
        self._take_theme()

    def _shape(self) -> None:
        """One column over the whole width, rows of one height, nothing of a table to be seen."""
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.hide()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        down.hide()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setMinimumSectionSize(1)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)

    @property
    def current_id(self) -> int:
        """The ticket that is open, or marked, 0 for none."""
        return self._current

    def draw_with(self, rows: "CardDelegate | LineDelegate") -> None:
        """Show the tickets as cards, or as lines; the one that is marked stays in sight."""
        self._rows = rows
        self.setItemDelegate(rows)
        self._take_theme()
        self.reveal()

    def reveal(self) -> None:
        """Bring the marked ticket into sight."""
        self.executeDelayedItemsLayout()
        number = self._tickets.number_of(self._current)
        if number is not None:
            self.scrollTo(self._tickets.index(number))

    def walk_to(self, number: int) -> None:
        """Go to the ticket in this row as the keys do: where one is browsing it is only marked."""
        self.go_to(number, opens=not self.browsing)

    def go_to(self, number: int, *, opens: bool = True) -> None:
        """Open the ticket in this row, as far as there is one; or mark it."""
        if not 0 <= number < self._tickets.rowCount():
            return
        self._way = -1 if number < self._last_number else 1
        number = self._tickets.nearest(number, self._way)
        if number < 0:
            return
        self._resume = None
        self._select(number)
        self.scrollTo(self._tickets.index(number))
        self._wanted, self._opens = number, opens
        self._open_wanted()

    def next_id(self) -> int:
        """The ticket that follows the open one on the way that the person goes through the list, 0 where none is known."""
        row = self._tickets.ticket(self._next()) if self._current else None
        return row.id if row is not None else 0

    def draw_ahead(self) -> None:
        """Draw, once there is time, what the next step on that way shows in the list: the open ticket no longer open, and the one after it."""
        self._draw_soon.start()

    def _draw_ahead(self) -> None:
        for number, selected in ((self._last_number, False), (self._next(), True)):
            row = self._tickets.ticket(number)
            if row is not None:
                self._rows.draw_ahead(row, selected=selected)

    def _next(self) -> int:
        """The row of the ticket after the last one, on the way that the person goes."""
        return self._tickets.nearest(self._last_number + self._way, self._way)

    def step(self, by: int) -> None:
        """Open the next ticket (1), the previous (-1) or one so many rows away."""
        index = self.currentIndex()
        last = self._tickets.rowCount() - 1
        # Qt makes the first row current as soon as the list has the focus, though nothing was opened.
        if not index.isValid() or not self.selectionModel().hasSelection():
            at = 0 if by < last else last
            if self._resume is not None:
                # What was marked went with its group: on from the head.
                self._last_number, at = self._resume, self._resume + by
            self.walk_to(max(0, min(last, at)))
            return
        self.walk_to(max(0, min(last, index.row() + by)))

    def tick_current(self) -> None:
        """Tick the ticket that is open or marked, or untick it."""
        if self._current:
            self._tick(self._current)

    def _open_wanted(self) -> None:
        """Open the ticket that was gone to; where its row is still being read, once it is there."""
        row = self._tickets.ticket(self._wanted) if self._wanted is not None else None
        if row is not None:
            self._wanted = None
            is_open = row.id == self._current and not self.browsing
            self._current = row.id
            if not self._opens:
                self.marked.emit(row.id)
            elif not is_open:
                self.opened.emit(row.id)

    def set_current(self, ticket_id: int) -> None:
        """Show that this ticket is open, wherever it was opened; 0 for none."""
        self._current = ticket_id
        number = self._tickets.number_of(ticket_id)
        if number is None:
            self._select_none()
        else:
            self._select(number)

    # The mouse.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        self._pressed = None
        if event.button() is Qt.MouseButton.LeftButton and index.isValid():
            self._pressed = (event.position().toPoint(), index.row())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            way = (event.position().toPoint() - self._pressed[0]).manhattanLength()
            if way >= QApplication.startDragDistance():
                (_, number), self._pressed = self._pressed, None
                self._drag(number)
            return
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        pressed, self._pressed = self._pressed, None
        if pressed is None or not index.isValid() or index.row() != pressed[1]:
            return
        if (head := index.data(HEAD)) is not None:
            self.fold_wanted.emit(head.id, not head.folded)
            return
        row = index.data(TICKET)
        if row is None:
            return
        keys = event.modifiers()
        if keys & Qt.KeyboardModifier.ShiftModifier:
            self._tick_range(index.row())
        elif keys & Qt.KeyboardModifier.ControlModifier or self._over_picture(index, event.position().toPoint()):
            self._range_from = index.row()
            self._tick(row.id)
        else:
            self._range_from = index.row()
            self._tickets.choose_none()
            self.go_to(index.row())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        keys = event.modifiers() != Qt.KeyboardModifier.NoModifier
        at = event.position().toPoint()
        if self.indexAt(at).data(HEAD) is not None:
            # The second click is one more.
            self.mousePressEvent(event)
            return
        if keys or not self._current or event.button() is not Qt.MouseButton.LeftButton:
            return
        if not self._over_picture(self.indexAt(at), at):
            self.window_wanted.emit(self._current)

    # The keyboard.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_PageUp: -self._screenful(),
            Qt.Key.Key_PageDown: self._screenful(),
            Qt.Key.Key_Home: -self._tickets.rowCount(),
            Qt.Key.Key_End: self._tickets.rowCount(),
        }
        key = Qt.Key(event.key())
        if key in steps:
            self.step(steps[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._current:
            self.entered.emit(self._current)
        elif key == Qt.Key.Key_Space:
            self.tick_current()
        elif key in {Qt.Key.Key_Left, Qt.Key.Key_Right} and self._tickets.grouping is not None:
            self._fold(on=key == Qt.Key.Key_Left)
        elif key == Qt.Key.Key_Escape and self._tickets.chosen():
            self._tickets.choose_none()
        else:
            event.ignore()

    def _fold(self, *, on: bool) -> None:
        """Fold the group of the ticket that is marked, or unfold the nearest that is folded."""
        marked = self._last_number if self.selectionModel().hasSelection() else self._resume or 0
        look = self._group_rows.to_fold if on else self._group_rows.to_unfold
        if (row := look(marked)) is not None:
            from deskbell.ui.inbox.group_head import announce_fold

            announce_fold(self, self._tickets.index(row).data(HEAD), on)
            self._resume = row if on else self._resume
            self.fold_wanted.emit(self._tickets.heads[row], on)

    def keyboardSearch(self, search: str) -> None:
        """Qt would go through all rows for a typed letter; letters are keys here."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._look_soon.start()

    # What the model does.

    def _begin(self) -> None:
        self.scrollToTop()
        self._wanted = self._resume = None
        self._range_from = 0
        self.set_current(self._current)
        self._look_soon.start()

    def _before(self) -> None:
        self._anchor = None
        top = self._tickets.nearest(self.rowAt(0), 1)
        row = self._tickets.ticket(top)
        if self.verticalScrollBar().value() > 0 and row is not None:
            self._anchor = (row.id, self.rowViewportPosition(top))

    def _after(self) -> None:
        """Keep what is read where it is: the first ticket on the screen stays there, the open ticket stays marked."""
        self._shape_heads()
        self.executeDelayedItemsLayout()
        if self._anchor is not None:
            number = self._tickets.number_of(self._anchor[0])
            if number is not None:
                top = self._group_rows.top_of(number) if self._has_heads else number * self._rows.height
                self.verticalScrollBar().setValue(top - self._anchor[1])
        if not self._current:
            self._select_none()
            return
        number = self._tickets.number_of(self._current)
        if number is not None:
            self._select(number)
            return
        was_at = self._last_number
        self._select_none()
        if self._in_sight(was_at):
            self.current_left.emit(was_at)

    def _scrolled(self) -> None:
        # Not connected straight to the timer: it would take the scroll value for an interval.
        self._look_soon.start()

    def _look(self) -> None:
        """Tell the model which rows are on the screen."""
        first, last = self._rows_in_sight()
        self._tickets.need(first, last)

    def _rows_in_sight(self) -> tuple[int, int]:
        if self._has_heads:
            return self._group_rows.in_sight()
        height = max(1, self._rows.height)
        top = self.verticalScrollBar().value()
        last = (top + self.viewport().height()) // height
        return top // height, max(0, min(last, self._tickets.rowCount() - 1))

    def _in_sight(self, number: int) -> bool:
        first, last = self._rows_in_sight()
        return first - 1 <= number <= last + 1

    def _screenful(self) -> int:
        return max(1, self.viewport().height() // max(1, self._rows.height) - 1)

    # Ticking, dragging, marking.

    def _tick(self, ticket_id: int) -> None:
        self._tickets.choose((ticket_id,), on=ticket_id not in self._tickets.chosen())

    def _tick_range(self, to: int) -> None:
        first, last = sorted((self._range_from, to))
        rows = (self._tickets.ticket(number) for number in range(first, last + 1))
        self._tickets.choose(tuple(row.id for row in rows if row is not None), on=True)

    def _over_picture(self, index: QModelIndex, at: QPoint) -> bool:
        card: QRect = self.visualRect(index)
        return self._rows.tick_area(card).contains(at.toPointF())

    def _drag(self, number: int) -> None:
        index = self._tickets.index(number)
        if self._tickets.ticket(number) is not None:
            drag_row(self, index, self._tickets.mimeData([index]))

    def _select(self, number: int) -> None:
        self._last_number = number
        self.selectionModel().setCurrentIndex(self._tickets.index(number), _CURRENT)

    def _select_none(self) -> None:
        self.selectionModel().clear()

    @cached_property
    def _group_rows(self) -> "GroupRows":
        from deskbell.ui.inbox.group_rows import GroupRows

        return GroupRows(self, self._tickets)

    def _shape_heads(self) -> None:
        had, self._has_heads = self._has_heads, bool(self._tickets.heads)
        if self._has_heads or had:
            self._group_rows.shape(self._rows.height, self._rows.head_height)

    def _take_theme(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._rows.height)
        self._shape_heads()
        self.viewport().update()
