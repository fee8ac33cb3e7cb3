"""The whole window over a sample desk, and hands on it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from deskbell.model.rows import TicketRow
from deskbell.store.queries import ticket_list
from deskbell.ui.main_window import MainWindow
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.widgets.choice_list import ChoiceList
from deskbell.ui.widgets.toast import Toast


class Driven:
    """The window and hands on it."""

    def __init__(self, stage: Stage, qtbot: QtBot) -> None:
        self.stage, self.qtbot = stage, qtbot
        self.settings_opened = 0
        self.window = MainWindow(
            stage.theme, stage.runner, stage.feed, stage.desk, stage.settings, settings_dialog=self._settings
        )
        self.list = self.window.inbox.tickets

    def _settings(self, parent: QWidget) -> QWidget:
        self.settings_opened += 1
        return QWidget(parent, Qt.WindowType.Dialog)

    def open(self, number: int) -> TicketRow:
        """Open the ticket in this row of the list."""
        row = self.list.model.ticket(number)
        assert row is not None
        with self.qtbot.waitSignal(self.window.pane.shown, check_params_cb=lambda ticket: ticket == row.id):
            self.list.view.go_to(number)
        return row

    def press(self, keys: str) -> None:
        QTest.keyClicks(self.list.view, keys)

    def row(self, ticket: int) -> TicketRow:
        return self.stage.database.read(ticket_list.rows, [ticket], 1)[0]

    def toasts(self) -> list[str]:
        return [toast.accessibleName() for toast in self.window.findChildren(Toast)]

    def dropped_down(self) -> ChoiceList:
        self.qtbot.waitUntil(lambda: bool(self.window.findChildren(ChoiceList)))
        return self.window.findChildren(ChoiceList)[-1]
