"""The head of the table of tickets: the names of its columns, to sort by, to move, to make wider and to choose."""

from collections.abc import Callable, Iterable
from typing import Final

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QWidget

from deskbell.model.columns import Column, Key, Place
from deskbell.model.views import Sort
from deskbell.rules import columns as rules
from deskbell.ui.inbox.cells import RISING, SORTS, sorted_word, unsorted_word
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import LIST_ENTRY
from deskbell.ui.theme.type import TextRole, Weight
from deskbell.ui.widgets.buttons import literal
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.label import plain_tooltip
from deskbell.ui.widgets.pane import Pane

_GRIP: Final = 5
_ARROW: Final = 12
_PADDING: Final = 8
_CLEAR: Final = 4


class ColumnName(QAbstractButton):
    """The name of one column, with an arrow where the list is sorted by it. The mouse is the head's, which can tell a click from a drag."""

    def __init__(self, theme: ThemeSource, column: Key, parent: QWidget) -> None:
        super().__init__(parent)
        self.column = column
        self._word = self._shown = ""
        self._theme = theme
        self._sort: Sort | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def say(self, word: str, sort: Sort | None, *, sorts: bool) -> None:
        """The column is called so, and the list is in this order; None for one that no column says. `sorts`: it can be sorted by this one."""
        self._word, self._sort = word, sort
        self.setEnabled(sorts)
        self.setAccessibleName(sorted_word(self.column, word, sort))
        self.update()

    def cut(self) -> str:
        """The whole name where not all of it is seen, else ""."""
        return self._word if self._shown != self._word else ""

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(rules.NARROWEST), self._theme.px(LIST_ENTRY))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sorts = self._sort in SORTS.get(self.column, ())
        font = theme.now.font(TextRole.small, Weight.medium if sorts else Weight.regular)
        metrics = theme.now.metrics(TextRole.small, Weight.medium if sorts else Weight.regular)
        arrow = theme.px(_ARROW)
        room = self.width() - theme.px(_PADDING) - _CLEAR - (arrow + 3 if sorts else 0)
        words = metrics.elidedText(self._word, Qt.TextElideMode.ElideRight, room)
        self._shown = words
        painter.setFont(font)
        painter.setPen(theme.now.colour("ink" if sorts else "muted"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        if sorts:
            icon = Icon.CHEVRON_UP if self._sort in RISING else Icon.CHEVRON_DOWN
            area = QRectF(metrics.horizontalAdvance(words) + 3, 0, arrow, self.height())
            theme.icons.paint(painter, icon, theme.colours.muted, area, arrow)


class TableHead(Pane):
    """One name a column. Columns are resized by what stands between them, moved by dragging a name, chosen from a menu.

    `places` says where they stand in a line of a width, `word` what one is called, `offered` gives those that there are to choose from.

    Signals:
        sorted_by(Sort): a name was clicked that the list can be sorted by.
        edited(tuple): the columns shall be these (`rules.columns`).
        reset_wanted: the columns shall be the usual ones again.
    """

    sorted_by = Signal(object)
    edited = Signal(object)
    reset_wanted = Signal()

    def __init__(
        self,
        theme: ThemeSource,
        places: Callable[[int], tuple[Place, ...]],
        word: Callable[[Key], str],
        offered: Callable[[], Iterable[Key]],
        parent: QWidget | None,
    ) -> None:
        super().__init__("background", parent)
        self._theme = theme
        self._places = places
        self._word = word
        self._offered = offered
        self._columns: rules.Columns = ()
        self._names: dict[Key, ColumnName] = {}
        self._sort = Sort.LATEST
        self._orders: tuple[Sort, ...] = ()
        self._pressed: tuple[int, Key | None] | None = None
        self._grip: Place | None = None
        self._wide: dict[Key, int] = {}
        self._drop: int | None = None
        self.setMouseTracking(True)
        self.choose_button = IconButton(theme, Icon.SLIDERS, self.tr("Columns"), side=24, icon_size=14, parent=self)
        self.choose_button.clicked.connect(self.open_menu)
        theme.changed.connect(self._lay)

    def show_columns(self, columns: rules.Columns) -> None:
        """Have these columns."""
        self._columns = columns
        shown = {one.column for one in columns}
        for column in [column for column in self._names if column not in shown]:
            self._names.pop(column).deleteLater()
        for one in columns:
            if one.column not in self._names:
                name = self._names[one.column] = ColumnName(self._theme, one.column, self)
                name.clicked.connect(lambda _=False, column=one.column: self._sort_by(column))
                name.show()
        self._say()
        self._lay()

    def show_sort(self, sort: Sort, orders: tuple[Sort, ...]) -> None:
        """The list is in this order; `orders` are those that it can have and a column would say."""
        self._sort, self._orders = sort, orders
        self._say()

    def said(self) -> str:
        """The names of the columns, from left to right, and by which of them the list is sorted, for the ear."""
        return "; ".join(self._names[one.column].accessibleName() for one in self._columns)

    def open_menu(self) -> None:
        """Let columns be chosen."""
        self._menu().popup(self.choose_button.mapToGlobal(self.choose_button.rect().bottomLeft()))

    def sizeHint(self) -> QSize:
        return QSize(200, self._theme.px(LIST_ENTRY))

    # The mouse.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            x = round(event.position().x())
            self._grip = self._grip_at(x)
            # As they are seen: where there is no room they are narrower than they were chosen to be.
            scale = self._theme.now.scale
            self._wide = {place.column: round(place.width / scale) for place in self._places(self.width())}
            self._pressed = (x, self._column_at(x))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x = round(event.position().x())
        if self._pressed is None:
            self.setCursor(self._cursor_at(x))
            self.setToolTip(plain_tooltip(self.explained(self._column_at(x))))
        elif self._grip is not None:
            self._resize(x - self._pressed[0])
        elif self._drop is not None or abs(x - self._pressed[0]) >= QApplication.startDragDistance():
            self._drop = self._boundary_at(x)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, drop, grip = self._pressed, self._drop, self._grip
        self._pressed = self._drop = self._grip = None
        self.update()
        if pressed is None or pressed[1] is None or grip is not None:
            return
        if drop is not None:
            self._change(rules.moved(self._columns, pressed[1], drop))
        elif self._column_at(round(event.position().x())) == pressed[1]:
            self._sort_by(pressed[1])

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._menu().popup(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, line = QPainter(self), self._theme.now.colour("line")
        painter.fillRect(0, self.height() - 1, self.width(), 1, line)
        places = self._places(self.width())
        inset = self._theme.px(_PADDING)
        for place in places[1:]:
            painter.fillRect(place.left - inset, inset, 1, self.height() - 2 * inset, line)
        if self._drop is not None and places:
            at = places[self._drop].left if self._drop < len(places) else places[-1].right
            painter.fillRect(at - inset - 1, 2, 3, self.height() - 4, self._theme.now.colour("accent"))

    def explained(self, column: Key | None) -> str:
        """What the name of a column does not say: all of it where it is cut, and why a click does not sort."""
        name = self._names.get(column) if column is not None else None
        if name is None or column is None:
            return ""
        return "\n".join(filter(None, (name.cut(), "" if self._sorts(column) else unsorted_word(column))))

    def _resize(self, by: int) -> None:
        """What is between two columns follows the mouse: what is on the subject's other side of it becomes narrower, or wider."""
        assert self._grip is not None
        places = self._places(self.width())
        columns = [place.column for place in places]
        at = columns.index(self._grip.column)
        subject = columns.index(Column.SUBJECT)
        scaled = round(by / self._theme.now.scale)
        columns_now = self._columns
        for column, width in self._wide.items():
            columns_now = rules.resized(columns_now, column, width)
        changed, more = (columns[at], scaled) if at < subject else (columns[at + 1], -scaled)
        more = min(more, max(0, self._wide[Column.SUBJECT] - rules.SUBJECT))
        self._change(rules.resized(columns_now, changed, self._wide[changed] + more))

    def _say(self) -> None:
        told = self._sort if self._sort in self._orders else None
        for column, name in self._names.items():
            name.say(self._word(column), told, sorts=bool(self._sorts(column)))

    def _change(self, columns: rules.Columns) -> None:
        if columns != self._columns:
            self.edited.emit(columns)

    def _sort_by(self, column: Key) -> None:
        """The next of the orders that the column can give."""
        sorts = self._sorts(column)
        if sorts:
            after = sorts.index(self._sort) + 1 if self._sort in sorts else 0
            if sorts[after % len(sorts)] is not self._sort:
                self.sorted_by.emit(sorts[after % len(sorts)])

    def _sorts(self, column: Key) -> list[Sort]:
        """The orders of the list that the column says."""
        return [sort for sort in SORTS.get(column, ()) if sort in self._orders]

    def _column_at(self, x: int) -> Key | None:
        return next((place.column for place in self._places(self.width()) if place.left <= x < place.right), None)

    def _grip_at(self, x: int) -> Place | None:
        """The column whose right edge is there; the last has none that could be moved."""
        edge = x + self._theme.px(_PADDING)
        return next((one for one in self._places(self.width())[:-1] if abs(one.right - edge) <= _GRIP), None)

    def _boundary_at(self, x: int) -> int:
        """The number of the column before which a dropped one would come."""
        places = self._places(self.width())
        return sum(1 for place in places if x >= place.left + place.width / 2)

    def _cursor_at(self, x: int) -> Qt.CursorShape:
        if self._grip_at(x) is not None:
            return Qt.CursorShape.SplitHCursor
        column = self._column_at(x)
        sorts = column is not None and self._sorts(column)
        return Qt.CursorShape.PointingHandCursor if sorts else Qt.CursorShape.ArrowCursor

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown = {one.column for one in self._columns}
        for column in self._offered():
            action = QAction(literal(self._word(column)), menu, checkable=True, checked=column in shown)
            action.setEnabled(column is not Column.SUBJECT)
            action.triggered.connect(lambda _=False, column=column: self._change(self._with(column)))
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction(self.tr("The usual columns")).triggered.connect(self.reset_wanted)
        return menu

    def _with(self, column: Key) -> rules.Columns:
        return rules.shown_or_not(self._columns, column)

    def _lay(self) -> None:
        self.setFixedHeight(self._theme.px(LIST_ENTRY))
        for place in self._places(self.width()):
            if (name := self._names.get(place.column)) is not None:
                name.setGeometry(place.left, 0, place.width, self.height() - 1)
        side = self.choose_button.width()
        self.choose_button.move(QPoint((self._theme.px(40) - side) // 2, (self.height() - side) // 2))
        self.update()
