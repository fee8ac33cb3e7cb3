"""The customers at the left of their screen who may be one person, two by two."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from deskbell.model.customers import Like
from deskbell.model.doubles import Double
from deskbell.ui.customers.doubles_model import DoublesDelegate, DoublesModel
from deskbell.ui.customers.stepped_list import SteppedList
from deskbell.ui.runner import Runner
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import LIST_HEADER, S8, S12
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.empty_state import EmptyState
from deskbell.ui.widgets.entry_list import Index
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.label import ElidedLabel, Label
from deskbell.ui.widgets.overlay_scroll_bar import OverlayScrollBar
from deskbell.ui.widgets.pane import Line, Pane
from deskbell.ui.widgets.segments import Segments
from deskbell.ui.widgets.unread import Unread
from deskbell.ui.words import count_word, told_error

_NOBODY: Final = (0, 0)


class DoublesList(Pane):
    """A head with what they have in common, and below it the list, or what is said where there is nobody.

    Signals:
        opened(object): these two (a `Double`) are to be shown, None for nobody.
        entered: the keyboard goes to whoever is shown.
        left: the person goes back to all customers.
    """

    opened = Signal(object)
    entered = Signal()
    left = Signal()

    def __init__(self, theme: ThemeSource, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__("panel", parent)
        self._theme = theme
        self.current_id = _NOBODY
        self._row = 0
        self._scrolled = 0
        self.model = DoublesModel(runner, self)
        self.back = IconButton(theme, Icon.BACK, self.tr("All customers"), parent=self)
        self._again = IconButton(theme, Icon.REFRESH, self.tr("Look again"), parent=self)
        choices = ((Like.NAME, self.tr("Name")), (Like.PHONE, self.tr("Phone")), (Like.ADDRESS, self.tr("Address")))
        self.ways = Segments(theme, choices, self)
        self.ways.set_value(Like.NAME)
        self.ways.setAccessibleName(self.tr("What they have in common"))
        self.view = SteppedList(theme, self.tr("Customers who may be one person"), self)
        self.view.setItemDelegate(DoublesDelegate(theme, self.view))
        self.view.setModel(self.model)
        OverlayScrollBar(self.view)
        self._empty = EmptyState(theme, self)
        self._do_next: Callable[[], None] = self.model.refresh
        self._progress = Label("", TextRole.small, ink="muted", parent=self)
        self._progress.setContentsMargins(16, 6, 16, 8)
        self._progress.hide()
        self._unread = Unread(theme, self)
        self._faces = QStackedWidget(self)
        self._faces.addWidget(self.view)
        self._faces.addWidget(self._empty)
        self._lay()
        self._wire()

    def begin(self) -> None:
        """Look for them anew."""
        self.model.show_those(self.model.why)

    def step(self, by: int) -> None:
        """Go so many pairs down, or up."""
        row = self.model.row_of(self.current_id)
        last = self.model.rowCount() - 1
        if last >= 0:
            self._go_to(0 if row is None else max(0, min(last, row + by)))

    def focus_list(self) -> None:
        """Have the keyboard in the list."""
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _lay(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(S8, 0, S8, 0)
        head.setSpacing(S8)
        head.addWidget(self.back)
        head.addWidget(ElidedLabel(self.tr("The same person?"), TextRole.title, parent=self), 1)
        head.addWidget(self._again)
        bar = QWidget(self)
        bar.setLayout(head)
        bar.setFixedHeight(self._theme.px(LIST_HEADER) - 4)
        below = QHBoxLayout()
        below.setContentsMargins(S12, 0, S12, 10)
        below.addWidget(self.ways)
        below.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addLayout(below)
        layout.addWidget(Line())
        layout.addWidget(self._faces, 1)
        layout.addWidget(self._unread)
        layout.addWidget(self._progress)

    def _wire(self) -> None:
        self.back.clicked.connect(self.left)
        self._again.clicked.connect(self.begin)
        self.ways.chosen.connect(self._show)
        self.model.read.connect(self._look)
        self.model.failed.connect(self._say_unread)
        self.model.progressed.connect(self._say_progress)
        self.model.settling.connect(lambda: setattr(self, "_scrolled", self.view.verticalScrollBar().value()))
        self.model.settled.connect(self._settle)
        self.view.stepped.connect(self._step_to)
        self.view.clicked.connect(self._step_to)
        self.view.entered_at.connect(lambda _index: self.entered.emit())
        self._empty.acted.connect(self._act)
        self._unread.acted.connect(self.model.try_again)

    def _act(self) -> None:
        self._do_next()

    def _show(self, why: object) -> None:
        self._scrolled = self._row = 0
        self.view.scrollToTop()
        self.model.show_those(Like(str(why)))

    def _say_progress(self, looked: int, total: int | None) -> None:
        self._progress.setVisible(bool(looked) and not self.model.is_whole)
        if total:
            words = self.tr("{looked} of {total} looked at").format(
                looked=count_word(min(looked, total)), total=count_word(total)
            )
        else:
            words = self.tr("{looked} looked at").format(looked=count_word(looked))
        self._progress.setText(words)

    def _look(self) -> None:
        self._unread.put_away()
        if self.model.rowCount():
            self._faces.setCurrentWidget(self.view)
            if self.model.row_of(self.current_id) is None:
                self._go_to(min(self._row, self.model.rowCount() - 1))
            return
        self._show_nobody()
        if self.model.is_whole:
            words = {
                Like.NAME: self.tr("No two customers have the same name, or none who may be one person."),
                Like.PHONE: self.tr("No two customers have the same phone number."),
                Like.ADDRESS: self.tr("No two customers have addresses that begin alike and names that go together."),
            }
            self._do_next = self.begin
            self._empty.say(Icon.SOLVED, self.tr("Nobody is here twice"), words[self.model.why], self.tr("Look again"))
        else:
            words_now = self.tr("Customers who may be one person will be here as they are found.")
            self._empty.say(Icon.SEARCH, self.tr("Looking through all customers"), words_now)
        self._faces.setCurrentWidget(self._empty)

    def _show_nobody(self) -> None:
        if self.current_id != _NOBODY:
            self.current_id = _NOBODY
            self.opened.emit(None)

    def _say_unread(self, error: Exception) -> None:
        self._progress.hide()
        if self.model.rowCount():
            self._unread.tell(error)
        else:
            self._show_nobody()
            self._do_next = self.begin
            self._unread.put_away()
            words = self.tr("The customers could not be read")
            self._empty.say(Icon.UNPLUGGED, words, told_error(error), self.tr("Try again"))
            self._faces.setCurrentWidget(self._empty)

    def _go_to(self, row: int) -> None:
        self._step_to(self.model.index(row))
        self.view.mark(row)
        self.view.scrollTo(self.model.index(row))

    def _step_to(self, index: Index) -> None:
        entry: Double | None = self.model.entry(index.row())
        if entry is not None:
            self._row = index.row()
            if entry.id != self.current_id:
                self.current_id = entry.id
                self.opened.emit(entry)

    def _settle(self) -> None:
        """The pairs are others: what was in sight stays there."""
        self.view.mark(self.model.row_of(self.current_id))
        self.view.executeDelayedItemsLayout()
        self.view.verticalScrollBar().setValue(self._scrolled)
