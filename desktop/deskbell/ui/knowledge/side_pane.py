"""What the panes beside an article are made of: a head with a button, and what is below; and how they ask."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import LIST_HEADER, S8, S12
from deskbell.ui.widgets.pane import Pane


class SidePane(Pane):
    """Asks off the window's thread; of two questions of one topic only the last is answered.

    Signals:
        entered: the keyboard is to go on to the right.
        failed(Exception): something could not be read.
    """

    entered = Signal()
    failed = Signal(object)

    def __init__(self, ground: str, theme: ThemeSource, runner: Runner, parent: QWidget) -> None:
        super().__init__(ground, parent)
        self._theme = theme
        self._runner = runner
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def add_head(self, wide: QWidget, button: QWidget) -> None:
        """Above all, a wide one with a button beside it."""
        bar = QHBoxLayout()
        bar.setContentsMargins(S12, 0, S12, 0)
        bar.setSpacing(S8)
        bar.addWidget(wide, 1)
        bar.addWidget(button)
        head = QWidget(self)
        head.setLayout(bar)
        head.setFixedHeight(self._theme.px(LIST_HEADER) - 4)
        self._column.addWidget(head)

    def ask(self, done: Callable[..., None], topic: str, query: Callable[..., object], *values: object) -> None:
        """Have something read and given to `done`."""
        self._runner.ask(query, *values, done=done, failed=self.failed.emit, owner=self, topic=(topic, id(self)))
