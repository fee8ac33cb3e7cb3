"""A window whose list is a table, and hands on it."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from deskbell.model.columns import Key
from deskbell.model.rows import TicketRow
from deskbell.model.views import View, ViewKind
from deskbell.ui.inbox.table import Table
from deskbell.ui.inbox.table_head import ColumnName, TableHead
from deskbell.ui.inbox.view_popup import ViewPopup
from deskbell.ui.widgets.icon_button import IconButton
from ui.driven import Driven

OPEN = View(ViewKind.OPEN)


class Hands:
    """A sample desk's open tickets."""

    def __init__(self, driven: Driven, qtbot: QtBot) -> None:
        self.driven, self.qtbot = driven, qtbot
        self.window, self.list = driven.window, driven.list
        with qtbot.waitSignal(self.list.model.shown):
            driven.window.inbox.go_to_view(OPEN)
        driven.press("v")

    @property
    def table(self) -> Table:
        assert self.list.table is not None
        return self.list.table

    @property
    def head(self) -> TableHead:
        return self.table.head

    def names(self) -> list[Key]:
        return [one.column for one in self.table.columns]

    def rows(self) -> list[TicketRow]:
        """Those that are loaded."""
        model = self.list.model
        return [row for number in range(model.rowCount()) if (row := model.ticket(number)) is not None]

    def id_at(self, number: int) -> int:
        row = self.list.model.ticket(number)
        assert row is not None
        return row.id

    def click(self, number: int, x: int) -> None:
        area = self.list.view.visualRect(self.list.model.index(number, 0))
        QTest.mouseClick(
            self.list.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(area.left() + x, area.center().y())
        )

    def open(self, number: int) -> int:
        with self.qtbot.waitSignal(self.window.pane.shown):
            self.click(number, 300)
        return self.window.pane.ticket_id

    def click_head(self, column: Key) -> None:
        at = self.middle(column)
        QTest.mouseClick(self.head, Qt.MouseButton.LeftButton, pos=at)

    def middle(self, column: Key) -> QPoint:
        place = next(one for one in self.table._lines.places(self.head.width()) if one.column is column)
        return QPoint(place.left + place.width // 2, self.head.height() // 2)

    def drag(self, from_: QPoint, to: QPoint) -> None:
        QTest.mousePress(self.head, Qt.MouseButton.LeftButton, pos=from_)
        for part in (0.3, 0.7, 1.0):
            QTest.mouseMove(self.head, from_ + (to - from_) * part)
        QTest.mouseRelease(self.head, Qt.MouseButton.LeftButton, pos=to)

    def width(self, column: Key) -> int:
        return next(one.width for one in self.table._lines.places(self.head.width()) if one.column is column)

    def edge(self, column: Key) -> QPoint:
        place = next(one for one in self.table._lines.places(self.head.width()) if one.column is column)
        return QPoint(place.right - 8, self.head.height() // 2)

    def name(self, column: Key) -> str:
        return next(one.accessibleName() for one in self.head.findChildren(ColumnName) if one.column is column)

    def button(self, within: QWidget, name: str) -> IconButton:
        return next(one for one in within.findChildren(IconButton) if one.accessibleName() == name)

    def popup(self) -> ViewPopup:
        self.qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
        popup = QApplication.activePopupWidget()
        assert isinstance(popup, ViewPopup)
        return popup

    def menu(self) -> dict[str, QAction]:
        self.head.open_menu()
        menu = self.head.findChildren(QMenu)[-1]
        actions = {action.text(): action for action in menu.actions()}
        menu.close()
        return actions
