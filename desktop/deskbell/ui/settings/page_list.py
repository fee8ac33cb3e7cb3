"""The list of pages at the left of the settings: groups, icons, and a mark at a page that holds something unapplied."""

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from deskbell.ui.settings.page import PageName
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import CORNER_CONTROL, LIST_ENTRY
from deskbell.ui.theme.type import TextRole, Weight

_NAME = Qt.ItemDataRole.UserRole
_ICON = Qt.ItemDataRole.UserRole + 1
_DIRTY = Qt.ItemDataRole.UserRole + 2
_HEAD = 36
_NARROWEST = 192
_ICON_SIDE = 16
# The margins of an entry, the gap beside its icon, and the mark at its end.
_AROUND = 10 + 10 + 24

Index = QModelIndex | QPersistentModelIndex


class PageEntry(Struct, frozen=True):
    """A page in the list; `group` is said above the first of a group."""

    name: PageName
    title: str
    icon: Icon
    group: str


class PageList(QListWidget):
    """Up and Down go from page to page.

    Signals:
        chosen(PageName): another page is wanted.
    """

    chosen = Signal(object)

    def __init__(self, theme: ThemeSource, entries: Sequence[PageEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._items: dict[PageName, QListWidgetItem] = {}
        self.setAccessibleName(self.tr("Pages"))
        self.setItemDelegate(_Delegate(theme, self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        group = ""
        for entry in entries:
            if entry.group != group:
                group = entry.group
                head = QListWidgetItem(group, self)
                head.setFlags(Qt.ItemFlag.NoItemFlags)
            item = QListWidgetItem(entry.title, self)
            item.setData(_NAME, entry.name)
            item.setData(_ICON, entry.icon)
            self._items[entry.name] = item
        self.currentItemChanged.connect(self._tell)
        theme.changed.connect(self._lay_anew)
        self._lay_anew()

    def show_page(self, name: PageName) -> None:
        """Mark this one as open."""
        self.setCurrentItem(self._items[name])

    def mark(self, name: PageName, *, dirty: bool) -> None:
        """Whether a page holds something that is not applied."""
        item = self._items[name]
        if bool(item.data(_DIRTY)) is not dirty:
            item.setData(_DIRTY, dirty)
            said = self.tr("%1, not applied yet").replace("%1", item.text())
            item.setData(Qt.ItemDataRole.AccessibleTextRole, said if dirty else item.text())

    def _tell(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(_NAME) is not None:
            self.chosen.emit(PageName(item.data(_NAME)))

    def _lay_anew(self) -> None:
        metrics = self._theme.now.metrics(TextRole.body, Weight.medium)
        widest = max(metrics.horizontalAdvance(item.text()) for item in self._items.values())
        self.setFixedWidth(max(self._theme.px(_NARROWEST), round(widest + 0.5) + self._theme.px(_ICON_SIDE) + _AROUND))
        self.scheduleDelayedItemsLayout()


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self._theme.px(LIST_ENTRY if index.data(_NAME) is not None else _HEAD))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, colours = self._theme, self._theme.colours
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(option.rect)
        text = str(index.data(Qt.ItemDataRole.DisplayRole))
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        if index.data(_NAME) is None:
            painter.setFont(theme.now.font(TextRole.section, Weight.strong))
            painter.setPen(QColor(colours.faint))
            painter.drawText(
                area.adjusted(10, 0, 0, -6), Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, text
            )
        else:
            on = bool(option.state & QStyle.StateFlag.State_Selected)
            over = bool(option.state & QStyle.StateFlag.State_MouseOver)
            ground = colours.accent_ground if on else colours.hover if over else ""
            if ground:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(ground))
                painter.drawRoundedRect(area, CORNER_CONTROL, CORNER_CONTROL)
            ink = colours.accent if on else colours.ink
            side = theme.px(_ICON_SIDE)
            icon = Icon(index.data(_ICON))
            theme.icons.paint(
                painter,
                icon,
                ink if on else colours.muted,
                QRectF(area.left() + 10, area.top(), side, area.height()),
                side,
            )
            painter.setFont(theme.now.font(TextRole.body, Weight.medium if on else Weight.regular))
            painter.setPen(QColor(ink))
            room = area.adjusted(10 + side + 10, 0, -22, 0)
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
            painter.drawText(room, middle, shown)
            if index.data(_DIRTY):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(colours.accent))
                painter.drawEllipse(QRectF(area.right() - 16, area.center().y() - 3, 6, 6))
        painter.restore()
