"""What belongs to whoever is chosen at the left: lists, one of which is shown."""

from abc import abstractmethod
from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from deskbell.ui.runner import Runner
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import LIST_HEADER, S8, S12, S16
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.empty_state import EmptyState
from deskbell.ui.widgets.entry_list import ENTRY, EntryDelegate, EntryList, EntryModel
from deskbell.ui.widgets.label import ElidedLabel
from deskbell.ui.widgets.overlay_scroll_bar import OverlayScrollBar
from deskbell.ui.widgets.pane import Line, Pane
from deskbell.ui.widgets.segments import Segments
from deskbell.ui.widgets.unread import Unread


class HistoryPane(Pane):
    """A head with a title, a button and the choice of a list; below it the list, or what is said in its place. Enter or a click opens what is marked.

    Subclasses read into `_model`, and know what each list is and what to say where nothing is in it.

    Signals:
        left: the keyboard goes back to the list at the left.
    """

    left = Signal()

    def __init__(self, theme: ThemeSource, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__("panel", parent)
        self._theme = theme
        self._runner = runner
        self._which = ""
        self._model: EntryModel | None = None
        # What is being read, to take the place of `_model`.
        self._coming: EntryModel | None = None
        self._head = QWidget(self)
        self._title = ElidedLabel("", TextRole.title, parent=self._head)

    def focus_list(self) -> None:
        """Have the keyboard in the list, on the first of it where none was marked."""
        shown = self._shown()
        shown.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not shown.currentIndex().isValid() and shown.model() is not None:
            shown.setCurrentIndex(shown.model().index(0, 0))

    def step(self, by: int) -> None:
        """Go so many entries down, or up."""
        shown = self._shown()
        count = shown.model().rowCount() if shown.model() is not None else 0
        if count:
            row = max(0, min(count - 1, shown.currentIndex().row() + by))
            shown.setCurrentIndex(shown.model().index(row, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _lay(self, button: QPushButton, lists: Mapping[str, tuple[str, str, EntryDelegate]]) -> None:
        """Lay it all: for each list the word by which it is chosen, its name, and how its entries are drawn. The first is shown."""
        self.segments = Segments(self._theme, [(which, word) for which, (word, _, _) in lists.items()], self._head)
        self._which = next(iter(lists))
        self.segments.set_value(self._which)
        self.segments.chosen.connect(self._show)
        self.lists = {which: self._list(name, delegate) for which, (_, name, delegate) in lists.items()}
        self._empty = EmptyState(self._theme, self)
        self._empty.acted.connect(self._read)
        self._unread = Unread(self._theme, self)
        self._unread.acted.connect(self._try_again)
        self._faces = QStackedWidget(self)
        for face in (*self.lists.values(), self._empty):
            self._faces.addWidget(face)
        head = QHBoxLayout()
        head.setContentsMargins(S16 + 4, 0, S16, 0)
        head.setSpacing(S12)
        head.addWidget(self._title, 1)
        head.addWidget(button)
        bar = QWidget(self._head)
        bar.setLayout(head)
        bar.setFixedHeight(self._theme.px(LIST_HEADER) - 4)
        below = QHBoxLayout()
        below.setContentsMargins(S16, 0, S16, 10)
        below.addWidget(self.segments)
        below.addStretch(1)
        above = QVBoxLayout(self._head)
        above.setContentsMargins(0, 0, 0, 0)
        above.setSpacing(0)
        above.addWidget(bar)
        above.addLayout(below)
        above.addWidget(Line())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head)
        layout.addWidget(self._faces, 1)
        layout.addWidget(self._unread)

    def _list(self, name: str, delegate: EntryDelegate) -> EntryList:
        made = EntryList(self._theme, name, self)
        made.setItemDelegate(delegate)
        made.setViewportMargins(S8, S8, S8, S8)
        made.clicked.connect(self._open)
        made.entered_at.connect(self._open)
        OverlayScrollBar(made)
        return made

    def _shown(self) -> EntryList:
        return self.lists[self._which]

    def _show(self, which: object) -> None:
        self._which = str(which)
        self._read()

    @abstractmethod
    def _read(self) -> None:
        """Read the list that is shown from its beginning."""

    @abstractmethod
    def _try_again(self) -> None:
        """Something could not be read: try that again."""

    @abstractmethod
    def _open(self, index: QModelIndex) -> None:
        """Open this entry."""

    def _marked(self) -> int:
        entry = self._shown().currentIndex().data(ENTRY)
        return entry.id if entry is not None else 0

    def _go_back(self, marked: int, scrolled: int) -> None:
        """The entries are others: what was marked and in sight is so again."""
        shown, model = self._shown(), self._model
        if model is None:
            return
        row = next((row for row in range(model.rowCount()) if model.entry(row).id == marked), -1)
        if row >= 0:
            shown.setCurrentIndex(model.index(row))
        shown.executeDelayedItemsLayout()
        shown.verticalScrollBar().setValue(scrolled)

    def _give_up(self) -> None:
        """What is being read is not wanted any more."""
        if self._coming is not None:
            self._coming.deleteLater()
            self._coming = None

    def _forget(self) -> None:
        self._give_up()
        self._unread.put_away()
        for one in self.lists.values():
            one.setModel(None)
        if self._model is not None:
            self._model.deleteLater()
            self._model = None

    def _say(self, icon: Icon, title: str, words: str, action: str = "") -> None:
        """Say this in place of a list."""
        self._empty.say(icon, title, words, action)
        self._faces.setCurrentWidget(self._empty)
