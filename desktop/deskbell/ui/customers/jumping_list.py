"""A very long list whose entries are shown beside it as soon as the keyboard comes to them."""

from PySide6.QtCore import QAbstractItemModel, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from deskbell.ui.customers.jumping_model import JumpingModel
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.entry_list import EntryDelegate, Index

_KEYS = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})


class JumpingList(QTableView):
    """As `SteppedList`, of any length: a `QListView` would ask the model for each of 300,000 rows, which takes half a second; a table asks for those in
    sight.

    Signals:
        stepped(QModelIndex): the keyboard went to this one.
        entered_at(QModelIndex): Enter was pressed on this one.
    """

    stepped = Signal(object)
    entered_at = Signal(object)

    def __init__(self, theme: ThemeSource, name: str, delegate: type[EntryDelegate], parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._delegate = delegate(theme, self)
        self._silent = False
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.hide()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        down.hide()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setMinimumSectionSize(1)
        theme.changed.connect(self._take_theme)
        self._take_theme()

    def setModel(self, model: QAbstractItemModel | None) -> None:
        if isinstance(model, JumpingModel):
            model.heading = self.accessibleName()
        super().setModel(model)

    @property
    def row_height(self) -> int:
        """How high each row is."""
        return max(1, self.verticalHeader().defaultSectionSize())

    def in_sight(self) -> tuple[int, int]:
        """The first and the last row that is seen."""
        top = self.verticalScrollBar().value()
        return top // self.row_height, (top + self.viewport().height()) // self.row_height

    def mark(self, row: int | None) -> None:
        """Let this entry be marked, None for none, without telling."""
        self._silent = True
        if row is None:
            self.selectionModel().clear()
        else:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(self.model().index(row, 0), flags)
        self._silent = False

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and not self._silent and self.hasFocus():
            self.stepped.emit(current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, last = event.key(), self.model().rowCount() - 1
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid():
                self.entered_at.emit(self.currentIndex())
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.setCurrentIndex(self.model().index(0 if key == Qt.Key.Key_Home else last, 0))
        elif key in _KEYS:
            super().keyPressEvent(event)
        else:
            # A letter is a key of the window, and no search among what happens to be loaded.
            event.ignore()

    def _take_theme(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._theme.px(self._delegate.row_height))
        self.viewport().update()
