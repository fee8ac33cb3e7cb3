"""All messages of one customer, whichever ticket they are on: newest first, over the middle of the window."""

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskbell.store.queries.customer_messages import MessageLine
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.ticket.message_lines import MessageDelegate, MessagesModel
from deskbell.ui.widgets.entry_list import ENTRY, EntryList
from deskbell.ui.widgets.floating import Floating
from deskbell.ui.widgets.label import ElidedLabel, Label

_WIDTH = 640
_ROW = 52
_ROWS = 10
_HEAD = 52
_MARGIN = 48


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
        self.list = EntryList(theme, title, self)
        self.list.setItemDelegate(MessageDelegate(theme, self.list))
        self.list.setModel(self.model)
        self.list.clicked.connect(self._choose)
        self.list.entered_at.connect(self._choose)
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
        line = index.data(ENTRY)
        if isinstance(line, MessageLine):
            self.close()
            self.chosen.emit(line.ticket_id, line.id)
