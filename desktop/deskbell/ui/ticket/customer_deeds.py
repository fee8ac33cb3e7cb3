"""What is done to the customer beside the open ticket: kept, told, and taken back."""

from collections.abc import Callable
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from deskbell.model.commands import UndoDeed
from deskbell.model.customers import SaveCustomer
from deskbell.ui.deeds import Deeds
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.customer_side import CustomerSide


class CustomerDeeds(QObject):
    """Between the panel that shows the customer and the desk. `me` is the agent who works here.

    Signals:
        failed(Exception): what could not be done; the ticket is to be read again.
    """

    failed = Signal(object)

    def __init__(
        self,
        theme: ThemeSource,
        side: CustomerSide,
        runner: Runner,
        deeds: Deeds,
        me: Callable[[], int],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._side = side
        self._runner = runner
        self._deeds = deeds
        self._me = me
        side.changed.connect(self._save)
        side.menu_wanted.connect(self._show_menu)

    def _save(self, command: SaveCustomer) -> None:
        done = partial(self._saved, command)
        failed = partial(self._refused, command)
        self._runner.do(replace(command, agent_id=self._me()), done=done, failed=failed, owner=self)

    def _saved(self, command: SaveCustomer, _answer: object) -> None:
        self._side.confirm(command)
        said = self.tr("What is known of %1 was changed").replace("%1", command.name)
        self._deeds.remember(said, UndoDeed(agent_id=self._me(), undo=command.deed))

    def _refused(self, command: SaveCustomer, error: Exception) -> None:
        self._side.refuse(command, error)
        self.failed.emit(error)

    def _show_menu(self, anchor: QWidget) -> None:
        from deskbell.ui.ticket.customer_menu import customer_menu

        customer_menu(self._theme, self._side, anchor).popup(anchor.mapToGlobal(QPoint(0, anchor.height())))
