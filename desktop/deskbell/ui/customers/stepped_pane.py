"""The list at the left of the customers' screen: what the keyboard comes to is shown beside it."""

from abc import abstractmethod
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from deskbell.ui.customers.stepped_list import SteppedList
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import LIST_HEADER
from deskbell.ui.widgets.empty_state import EmptyState
from deskbell.ui.widgets.entry_list import EntryDelegate, Index
from deskbell.ui.widgets.listed_model import ListedModel
from deskbell.ui.widgets.overlay_scroll_bar import OverlayScrollBar
from deskbell.ui.widgets.pane import Line, Pane
from deskbell.ui.widgets.unread import Unread

M = TypeVar("M", bound=ListedModel)


class SteppedPane(Pane, Generic[M]):
    """A head, and below it the list, or what is said where there is none. `current_id` is what is shown of them.

    Signals:
        entered: the keyboard goes to what is shown.
        left: the keyboard goes away from here.
    """

    entered = Signal()
    left = Signal()
    current_id: Any
    model: M

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__("panel", parent)
        self._theme = theme
        self._scrolled = 0

    def step(self, by: int) -> None:
        """Go so many entries down, or up."""
        row = self.model.row_of(self.current_id)
        last = self.model.rowCount() - 1
        if last >= 0:
            self._go_to(0 if row is None else max(0, min(last, row + by)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _show_list(self, name: str, delegate: type[EntryDelegate]) -> None:
        """Make the list of the `model`."""
        self.view = SteppedList(self._theme, name, self)
        self.view.setItemDelegate(delegate(self._theme, self.view))
        self.view.setModel(self.model)
        OverlayScrollBar(self.view)
        self._empty = EmptyState(self._theme, self)
        self._do_next: Callable[[], None] = self.model.refresh
        self._unread = Unread(self._theme, self)
        self._faces = QStackedWidget(self)
        self._faces.addWidget(self.view)
        self._faces.addWidget(self._empty)
        self.model.read.connect(self._look)
        self.model.failed.connect(self._say_unread)
        self.model.settling.connect(self._remember)
        self.model.settled.connect(self._settle)
        self.view.stepped.connect(self._step_to)
        self.view.clicked.connect(self._step_to)
        self.view.entered_at.connect(lambda _index: self.entered.emit())
        self._empty.acted.connect(self._act)
        self._unread.acted.connect(self.model.try_again)

    def _lay(self, head: QHBoxLayout, below: QHBoxLayout) -> QVBoxLayout:
        bar = QWidget(self)
        bar.setLayout(head)
        bar.setFixedHeight(self._theme.px(LIST_HEADER) - 4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addLayout(below)
        layout.addWidget(Line())
        layout.addWidget(self._faces, 1)
        layout.addWidget(self._unread)
        return layout

    @abstractmethod
    def _look(self) -> None:
        """Something was read."""

    @abstractmethod
    def _say_unread(self, error: Exception) -> None:
        """Say that it could not be read."""

    @abstractmethod
    def _step_to(self, index: Index) -> None:
        """Show this one."""

    def _act(self) -> None:
        self._do_next()

    def _say(self, icon: Icon, title: str, words: str, action: str = "") -> None:
        """Say this in place of the list."""
        self._empty.say(icon, title, words, action)
        self._faces.setCurrentWidget(self._empty)

    def _go_to(self, row: int) -> None:
        self._step_to(self.model.index(row))
        self.view.mark(row)
        self.view.scrollTo(self.model.index(row))

    def _remember(self) -> None:
        self._scrolled = self.view.verticalScrollBar().value()

    def _settle(self) -> None:
        """The entries are others: what was in sight stays there."""
        self.view.mark(self.model.row_of(self.current_id))
        self.view.executeDelayedItemsLayout()
        self.view.verticalScrollBar().setValue(self._scrolled)
